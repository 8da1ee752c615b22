package org.forpost.matching;

/// Bare scores of one finger against others, for making a calibration and for nothing else.
public final class ViewScores {
    private final ViewComparison comparison;
    private final boolean allOfCandidate;

    /// @param comparisons 1: main view against main view; 3: main view against all; 9: all against
    ///   all
    public ViewScores(Template probe, int comparisons) {
        if (comparisons != 1 && comparisons != 3 && comparisons != 9) {
            throw new IllegalArgumentException(comparisons + " comparisons, expected 1, 3 or 9");
        }
        comparison = new ViewComparison(comparisons == 9 ? probe : Template.of(probe.minutiae()));
        allOfCandidate = comparisons > 1;
    }

    /// @return 0 or more, of unknown meaning
    public double score(Template candidate) {
        return comparison.score(allOfCandidate ? candidate : Template.of(candidate.minutiae()));
    }

    /// @return log-odds that two templates are of one finger, as far as the alignment of their main
    ///   views' minutiae tells; 0.8 ms of one core
    public static double alignment(Template probe, Template candidate) {
        return SecondOpinion.odds(probe.minutiae(), candidate.minutiae());
    }

    /// @param sourceAfis SourceAFIS's score of two main views
    /// @param alignment as [#alignment] answers
    /// @return the score by which an identification ranks candidates
    public static double together(double sourceAfis, double alignment) {
        return SecondOpinion.together(sourceAfis, alignment, SecondOpinion.WEIGHT);
    }
}
