package org.forpost.edge.watchlist;

import java.util.ArrayList;
import java.util.List;
import org.forpost.matching.Calibration;
import org.forpost.matching.Cancellation;
import org.forpost.matching.Candidate;
import org.forpost.matching.FingerPosition;
import org.forpost.matching.Gallery;
import org.forpost.matching.Identifier;
import org.forpost.matching.MatchedMinutiae;
import org.forpost.matching.Probe;
import org.forpost.matching.SearchLimits;
import org.forpost.matching.SearchStages;
import org.forpost.matching.Threshold;
import org.forpost.matching.Transparency;

/// Asks a gallery about a traveller's fingers, and keeps what a page draws of the best candidates.
public final class FingerSearch {
    /// An officer looks at one candidate, now and then at two; each finger drawn costs 2 to 4 ms.
    private static final int DRAWN = 2;

    private final Gallery gallery;
    private final Identifier identifier;
    private final SearchLimits limits;

    /// @param gallery may go on changing
    /// @param falseMatchRate up to which candidates are shown
    /// @param most how many of them
    public FingerSearch(Gallery gallery, Calibration calibration, double falseMatchRate, int most) {
        this.gallery = gallery;
        this.identifier = new Identifier(gallery, calibration);
        this.limits = new SearchLimits(new Threshold.Fmr(falseMatchRate), most);
    }

    /// @param candidates the strongest first
    /// @param drawings of the first few
    public record Found(List<Candidate> candidates, List<Drawing> drawings) {
        public Found {
            candidates = List.copyOf(candidates);
            drawings = List.copyOf(drawings);
        }
    }

    public Found search(Probe probe) {
        if (gallery.size() == 0) {
            return new Found(List.of(), List.of());
        }
        Drawn drawn = new Drawn();
        List<Candidate> candidates =
                identifier.search(probe, limits, new Cancellation(), drawn).candidates();
        return new Found(candidates, drawn.drawings);
    }

    private static final class Drawn implements Transparency {
        private final List<Drawing> drawings = new ArrayList<>();

        @Override
        public void searched(SearchStages stages) {
            // The stages are for those who measure.
        }

        @Override
        public int drawn() {
            return DRAWN;
        }

        @Override
        public void matched(
                String subject,
                FingerPosition probe,
                FingerPosition reference,
                MatchedMinutiae minutiae) {
            drawings.add(new Drawing(subject, probe.code(), reference.code(), minutiae));
        }
    }
}
