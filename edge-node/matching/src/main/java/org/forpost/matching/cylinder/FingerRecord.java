package org.forpost.matching.cylinder;

import static org.forpost.matching.cylinder.SegmentFormat.RECORD_HEADER;

import org.forpost.matching.sourceafis.Minutiae;

/// One finger as it stands in a segment, see [SegmentFormat]: a copy of its bytes, eight to a long,
/// whose length fits what the first of them says.
final class FingerRecord {
    private final long[] words;

    FingerRecord(long[] words) {
        this.words = words;
    }

    /// @return whether the length of the record is what its header says
    boolean fits() {
        return words.length > 0
                && SegmentFormat.recordLength(count(), subjectLength()) == 8L * words.length;
    }

    int count() {
        return (int) words[0] & 0xFF;
    }

    int position() {
        return (int) (words[0] >>> 8) & 0xFF;
    }

    private int subjectLength() {
        return (int) (words[0] >>> 48) & 0xFF;
    }

    /// Packed as [SegmentFormat#pack] does.
    long minutia(int i) {
        return words[1 + i];
    }

    /// @param word 2 or 3: the half of the code that does not stand in the lists
    long code(int i, int word) {
        return words[1 + count() + 2 * i + word - 2];
    }

    int key(int i) {
        return (int) (words[1 + 3 * count() + (i >> 2)] >>> (16 * (i & 3))) & 0xFFFF;
    }

    byte[] subject() {
        byte[] subject = new byte[subjectLength()];
        int start = RECORD_HEADER + 26 * count();
        for (int i = 0; i < subject.length; i++) {
            subject[i] = (byte) (words[(start + i) >> 3] >>> (8 * ((start + i) & 7)));
        }
        return subject;
    }

    /// @return the minutiae, as they were added
    Minutiae minutiae() {
        int count = count();
        short[] x = new short[count];
        short[] y = new short[count];
        float[] direction = new float[count];
        boolean[] bifurcation = new boolean[count];
        for (int i = 0; i < count; i++) {
            long minutia = minutia(i);
            x[i] = (short) SegmentFormat.x(minutia);
            y[i] = (short) SegmentFormat.y(minutia);
            direction[i] = SegmentFormat.direction(minutia);
            bifurcation[i] = SegmentFormat.bifurcation(minutia);
        }
        int width = (int) (words[0] >>> 16) & 0xFFFF;
        int height = (int) (words[0] >>> 32) & 0xFFFF;
        return new Minutiae(width, height, x, y, direction, bifurcation);
    }
}
