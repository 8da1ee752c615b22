package org.forpost.matching.cylinder;

import org.forpost.matching.sourceafis.Minutiae;

/// One finger of the probe. Its minutiae are described one by one, by whoever looks them up.
final class Sought {
    final Minutiae minutiae;
    final Descriptors descriptors;
    final int position;
    private final Margins[] margins;
    private final Margins[] secondMargins;
    private final Projection projection;
    private final Cylinders cylinders;

    Sought(Minutiae minutiae, int position, Projection projection) {
        this.minutiae = minutiae;
        this.position = position;
        this.projection = projection;
        this.cylinders = projection.cylinders(minutiae);
        this.descriptors = new Descriptors(minutiae.count());
        this.margins = new Margins[minutiae.count()];
        this.secondMargins = new Margins[minutiae.count()];
    }

    /// Describes one minutia; several threads may do several.
    void describe(int i) {
        float[] raw = new float[Cylinders.LENGTH];
        float[] reduced = new float[Projection.DIMENSIONS];
        float[] bits = new float[Projection.CODE_BITS];
        cylinders.describe(i, raw);
        projection.reduce(raw, reduced);
        projection.rotate(reduced, bits);
        descriptors.set(i, reduced, bits);
        margins[i] = new Margins(bits, 0);
        secondMargins[i] = new Margins(bits, Projection.CODE_BITS / 2);
    }

    /// For the half of the code that stands in the lists.
    Margins margins(int i) {
        return margins[i];
    }

    /// For the other half.
    Margins secondMargins(int i) {
        return secondMargins[i];
    }

    /// Whether a finger of the gallery may be this one: position 0 is unknown.
    boolean compatible(int other) {
        return position == 0 || other == 0 || position == other;
    }
}
