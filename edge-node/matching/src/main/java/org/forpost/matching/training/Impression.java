package org.forpost.matching.training;

import org.forpost.matching.sourceafis.Minutiae;

/// One touch of a known finger.
///
/// @param set the scanner's, or [#SYNTHETIC]
/// @param finger unique among all sets
/// @param view how it was extracted: only impressions of one view are mates, but all views are of
///   one finger
/// @param number the finger's place in its set, counted from 0: tells the halves apart
/// @param minutiae as extracted
record Impression(String set, String finger, String view, int number, Minutiae minutiae) {
    /// The set of the fingers that no person has.
    static final String SYNTHETIC = "synthetic";

    /// As [org.forpost.matching.FingerprintExtractor] sees an image.
    static final String MAIN = "forpost's view";

    /// As SourceAFIS alone sees an image.
    static final String PLAIN = "plain SourceAFIS";

    /// The same finger with other minutiae.
    Impression with(Minutiae others) {
        return new Impression(set, finger, view, number, others);
    }
}
