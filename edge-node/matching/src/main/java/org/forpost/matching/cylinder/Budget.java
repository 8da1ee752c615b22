package org.forpost.matching.cylinder;

/// How much each stage of a search may cost. More finds more and takes longer; the figures are for
/// one finger against a million.
///
/// @param keys lists looked into per minutia of the probe, of the 65,536 that a million fingers
///   have
/// @param share of all postings of the gallery that one search may read, shared evenly by the
///   minutiae of the probe: a probe with few minutiae looks further for each of them
/// @param farthest the largest distance between the first halves of two codes, 0 to 128, that is
///   looked at closely
/// @param hits most hits of one minutia of the probe, the nearest, for a million fingers
/// @param rotation how far a finger may be turned on the scanner either way, radians: an assumption
///   about how people put fingers down
/// @param voted how many fingers have the votes of their hits counted exactly
/// @param grouped how many fingers are looked at for hits that agree about a movement
/// @param aligned how many fingers are aligned after grouping
/// @param compared how many fingers SourceAFIS is asked about
public record Budget(
        int keys,
        double share,
        int farthest,
        int hits,
        double rotation,
        int voted,
        int grouped,
        int aligned,
        int compared) {

    /// What meets the targets on two cores; each figure's reason is in the module's README.
    public static final Budget STANDARD =
            new Budget(384, 0.15, 40, 5000, Math.PI / 3, 5000, 3000, 1000, 80);

    private static final int MILLION = 1_000_000;

    /// The budget for a gallery of another size. The lists grow with the gallery by themselves;
    /// with fewer strangers in the way the mate stands further in front, though not in proportion.
    public Budget forGallery(int fingers) {
        if (fingers >= MILLION) {
            return this;
        }
        double part = Math.sqrt((double) fingers / MILLION);
        return of(part, keys, share);
    }

    /// The share of each finger when several are searched together: they make up for each other.
    public Budget among(int fingers) {
        return fingers == 1 ? this : of(1.0 / fingers, keys, share / fingers);
    }

    private Budget of(double part, int keys, double share) {
        return new Budget(
                keys,
                share,
                farthest,
                hits,
                rotation,
                atLeast(1000, voted, part),
                atLeast(400, grouped, part),
                atLeast(120, aligned, part),
                atLeast(25, compared, part));
    }

    private static int atLeast(int least, int full, double part) {
        return Math.min(full, Math.max(least, (int) (full * part)));
    }
}
