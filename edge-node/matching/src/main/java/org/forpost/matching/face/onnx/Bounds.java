package org.forpost.matching.face.onnx;

/// What a manifest may say.
final class Bounds {
    private Bounds() {}

    static void check(String field, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    field + ": expected " + least + " to " + most + ", got " + value);
        }
    }
}
