package org.forpost.matching.cylinder;

import org.forpost.matching.sourceafis.Minutiae;

/// A finger of the gallery that the index found worth a comparison.
public final class Found {
    final Segment segment;
    final int finger;
    private final FingerRecord record;
    private final float alignment;

    Found(Segment segment, int finger, float alignment) {
        this.segment = segment;
        this.finger = finger;
        this.record = segment.record(finger);
        this.alignment = alignment;
    }

    /// @return log-odds that this is the same finger, as far as the alignment of minutiae tells;
    ///   NaN if nobody aligned it
    public float alignment() {
        return alignment;
    }

    public byte[] subject() {
        return record.subject();
    }

    /// 0 to 10, as in ISO/IEC 19794.
    public int position() {
        return record.position();
    }

    public Minutiae minutiae() {
        return record.minutiae();
    }

    /// @return tells fingers of one snapshot apart
    public Object identity() {
        return java.util.List.of(System.identityHashCode(segment), finger);
    }
}
