package org.forpost.edge.lane;

import org.forpost.matching.quality.nfiq2.Nfiq2Program;
import org.jspecify.annotations.Nullable;

/// What the lane asks of a finger's image beside the device's own word.
///
/// @param least of our own measure, 0 to 100
/// @param nfiq2 asked besides and shown, null where it is not installed
public record QualityTerms(int least, @Nullable Nfiq2Program nfiq2) {

    /// The poorest tenth of real images on three scanners lie below; their mean genuine score is a
    /// third of the others'.
    public static final int LEAST = 20;
}
