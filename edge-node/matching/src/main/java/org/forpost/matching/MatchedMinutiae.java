package org.forpost.matching;

import java.util.List;
import org.forpost.matching.sourceafis.Minutiae;
import org.forpost.matching.sourceafis.Pairing;

/// Which minutiae of two fingers were taken for the same ones, for a page that draws them over both
/// images.
///
/// SourceAFIS grows a tree of edges from the best pair of minutiae; these are its nodes. That two
/// minutiae are paired says little by itself: strangers' fingers have five to ten such pairs, too.
///
/// @param score of SourceAFIS, of these two templates alone
/// @param pairs the root of the tree first; at most one for each minutia
public record MatchedMinutiae(double score, List<Pair> pairs) {

    /// One minutia.
    ///
    /// @param x pixels at 500 dpi, from the left of the image
    /// @param y pixels at 500 dpi, from the top
    /// @param direction radians, 0 to 2π, growing from x towards y (clockwise on a page)
    /// @param bifurcation true for a bifurcation, false for a ridge ending
    public record Minutia(int x, int y, double direction, boolean bifurcation) {}

    /// @param probe of the finger at the scanner
    /// @param candidate of the finger in the gallery or the document
    public record Pair(Minutia probe, Minutia candidate) {}

    public MatchedMinutiae {
        pairs = List.copyOf(pairs);
    }

    /// Compares two templates and looks on; 2 to 4 ms of one core.
    public static MatchedMinutiae between(Template probe, Template candidate) {
        return between(probe.minutiae(), candidate.minutiae());
    }

    static MatchedMinutiae between(Minutiae probe, Minutiae candidate) {
        Pairing pairing = Pairing.of(probe, candidate);
        return new MatchedMinutiae(
                pairing.score(),
                pairing.pairs().stream()
                        .map(pair ->
                                new Pair(
                                        minutia(pairing.probe(), pair.probe()),
                                        minutia(pairing.candidate(), pair.candidate())))
                        .toList());
    }

    private static Minutia minutia(Minutiae of, int i) {
        return new Minutia(of.x()[i], of.y()[i], of.direction()[i], of.bifurcation()[i]);
    }
}
