package org.forpost.matching;

/// What a search may return.
///
/// @param threshold weaker candidates are not returned
/// @param most the length of the candidate list, 1 to 1000
public record SearchLimits(Threshold threshold, int most) {

    /// More than a person can look at, enough for measuring rank curves.
    public static final int LONGEST_LIST = 1000;

    public SearchLimits {
        if (most < 1 || most > LONGEST_LIST) {
            throw new IllegalArgumentException(most + " candidates, expected 1 to " + LONGEST_LIST);
        }
    }
}
