package org.forpost.matching.cylinder;

import org.forpost.matching.sourceafis.Minutiae;

/// One described finger, ready to be laid down in a segment.
public final class Entry {
    final byte[] subject;
    final int position;
    final Minutiae minutiae;
    final Descriptors descriptors;

    Entry(byte[] subject, int position, Minutiae minutiae, Descriptors descriptors) {
        this.subject = subject;
        this.position = position;
        this.minutiae = minutiae;
        this.descriptors = descriptors;
    }

    /// Describes a finger; about 0.5 ms of one core.
    ///
    /// @param subject 1 to 64 bytes
    /// @param position 0 to 10
    public static Entry describe(
            byte[] subject, int position, Minutiae minutiae, Projection projection) {
        return new Entry(subject.clone(), position, minutiae, projection.describe(minutiae));
    }
}
