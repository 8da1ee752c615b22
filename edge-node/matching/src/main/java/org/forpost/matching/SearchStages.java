package org.forpost.matching;

/// What the stages of one search did, for all fingers of the probe together.
///
/// @param galleryFingers in the gallery
/// @param postings minutiae of the gallery that were read from the index
/// @param hits of those, similar to one of the probe
/// @param grouped fingers with several hits for one rotation
/// @param aligned fingers laid over the probe
/// @param compared fingers that SourceAFIS was asked about
/// @param describeMillis wall time of making descriptors
/// @param lookUpMillis wall time of reading the index
/// @param groupMillis wall time of grouping hits by finger and movement
/// @param alignMillis wall time of aligning
/// @param compareMillis wall time of SourceAFIS and fusion
/// @param totalMillis wall time of everything
public record SearchStages(
        int galleryFingers,
        long postings,
        long hits,
        long grouped,
        int aligned,
        int compared,
        double describeMillis,
        double lookUpMillis,
        double groupMillis,
        double alignMillis,
        double compareMillis,
        double totalMillis) {

    /// @return the penetration rate: which share of the gallery was compared
    public double penetration() {
        return galleryFingers == 0 ? 0 : (double) compared / galleryFingers;
    }
}
