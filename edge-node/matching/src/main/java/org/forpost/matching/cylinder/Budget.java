package org.forpost.matching.cylinder;

/// How much each stage of a search may cost. More finds more and takes longer; the figures are for
/// one finger against a million.
///
/// @param keys lists looked into per minutia of the probe, of the 65,536 that a million fingers
///   have
/// @param farthest the largest distance between the first halves of two codes, 0 to 128, that makes
///   a hit
/// @param rotation how far a finger may be turned on the scanner either way, radians: an assumption
///   about how people put fingers down
/// @param grouped how many fingers are looked at for hits that agree about a movement
/// @param aligned how many fingers are aligned after grouping
/// @param compared how many fingers SourceAFIS is asked about
public record Budget(
        int keys, int farthest, double rotation, int grouped, int aligned, int compared) {

    /// What meets the targets on two cores; each figure's reason is in the module's README.
    public static final Budget STANDARD = new Budget(768, 36, Math.PI / 3, 3000, 500, 80);

    /// What a finger of usual size has; the cost of a search grows with it.
    private static final int USUAL_MINUTIAE = 36;

    /// A probe with many minutiae gets fewer keys for each, or it would take three times as long as
    /// others: it has minutiae to spare. (More keys for small probes were tried and found nobody
    /// more.)
    int keysFor(int minutiae) {
        return Math.clamp((long) keys * USUAL_MINUTIAE / Math.max(1, minutiae), keys / 3, keys);
    }

    /// The share of each finger when several are searched together: they make up for each other.
    public Budget share(int fingers) {
        if (fingers == 1) {
            return this;
        }
        return new Budget(
                Math.max(64, keys / fingers),
                farthest,
                rotation,
                Math.max(750, grouped / fingers),
                Math.max(150, aligned / fingers),
                Math.max(20, compared / fingers));
    }
}
