package org.forpost.matching.cylinder;

import org.forpost.matching.sourceafis.Minutiae;

/// One finger of the probe, described.
final class Sought {
    final Minutiae minutiae;
    final Descriptors descriptors;
    final int position;

    Sought(Minutiae minutiae, int position, Projection projection) {
        this.minutiae = minutiae;
        this.position = position;
        this.descriptors = projection.describe(minutiae);
    }

    /// Whether a finger of the gallery may be this one: position 0 is unknown.
    boolean compatible(int other) {
        return position == 0 || other == 0 || position == other;
    }
}
