package org.forpost.matching.evaluate;

import java.nio.file.Path;
import java.util.List;

/// Images of one scanner that are compared with each other.
///
/// @param name the folder, as it is told to the reader
/// @param impressions by finger, then by impression
record ImageSet(String name, List<Impression> impressions) {
    ImageSet {
        impressions = List.copyOf(impressions);
    }

    /// One touch of one finger.
    ///
    /// @param finger everything before the last underscore of the file's name
    /// @param impression what stands behind it
    record Impression(String finger, String impression, Path file) {}
}
