package org.forpost.matching.cylinder;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Vector times matrix, the cost of describing: eight floats at a time where the incubating Vector
/// API is there (every machine with AVX2), one by one where the program was started without it.
final class Product {
    private static final boolean VECTORS =
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

    /// Columns done at once: eight registers of eight floats, half of what AVX2 has.
    static final int PANEL = 64;

    private Product() {}

    /// Computes `into[c] = start[c] + Σ_r vector[r] · matrix[r][c]`.
    ///
    /// @param vector zeros in it cost nothing
    /// @param matrix row by row, `columns` each
    /// @param columns a multiple of 32
    static void multiply(float[] vector, float[] matrix, int columns, float[] start, float[] into) {
        if (!VECTORS) {
            plain(vector, matrix, columns, start, into);
            return;
        }
        int column = 0;
        for (; column + PANEL <= columns; column += PANEL) {
            Wide.eight(vector, matrix, columns, column, start, into);
        }
        for (; column < columns; column += PANEL / 2) {
            Wide.four(vector, matrix, columns, column, start, into);
        }
    }

    private static void plain(
            float[] vector, float[] matrix, int columns, float[] start, float[] into) {
        System.arraycopy(start, 0, into, 0, columns);
        Arrays.fill(into, columns, into.length, 0);
        for (int r = 0; r < vector.length; r++) {
            float value = vector[r];
            if (value != 0) {
                int row = r * columns;
                for (int c = 0; c < columns; c++) {
                    into[c] += value * matrix[row + c];
                }
            }
        }
    }

    private static final class Wide {
        private static final VectorSpecies<Float> S = FloatVector.SPECIES_256;

        static void eight(
                float[] vector, float[] m, int columns, int column, float[] start, float[] into) {
            FloatVector a = FloatVector.fromArray(S, start, column);
            FloatVector b = FloatVector.fromArray(S, start, column + 8);
            FloatVector c = FloatVector.fromArray(S, start, column + 16);
            FloatVector d = FloatVector.fromArray(S, start, column + 24);
            FloatVector e = FloatVector.fromArray(S, start, column + 32);
            FloatVector f = FloatVector.fromArray(S, start, column + 40);
            FloatVector g = FloatVector.fromArray(S, start, column + 48);
            FloatVector h = FloatVector.fromArray(S, start, column + 56);
            int at = column;
            for (float value : vector) {
                if (value != 0) {
                    FloatVector v = FloatVector.broadcast(S, value);
                    a = FloatVector.fromArray(S, m, at).fma(v, a);
                    b = FloatVector.fromArray(S, m, at + 8).fma(v, b);
                    c = FloatVector.fromArray(S, m, at + 16).fma(v, c);
                    d = FloatVector.fromArray(S, m, at + 24).fma(v, d);
                    e = FloatVector.fromArray(S, m, at + 32).fma(v, e);
                    f = FloatVector.fromArray(S, m, at + 40).fma(v, f);
                    g = FloatVector.fromArray(S, m, at + 48).fma(v, g);
                    h = FloatVector.fromArray(S, m, at + 56).fma(v, h);
                }
                at += columns;
            }
            a.intoArray(into, column);
            b.intoArray(into, column + 8);
            c.intoArray(into, column + 16);
            d.intoArray(into, column + 24);
            e.intoArray(into, column + 32);
            f.intoArray(into, column + 40);
            g.intoArray(into, column + 48);
            h.intoArray(into, column + 56);
        }

        static void four(
                float[] vector, float[] m, int columns, int column, float[] start, float[] into) {
            FloatVector a = FloatVector.fromArray(S, start, column);
            FloatVector b = FloatVector.fromArray(S, start, column + 8);
            FloatVector c = FloatVector.fromArray(S, start, column + 16);
            FloatVector d = FloatVector.fromArray(S, start, column + 24);
            int at = column;
            for (float value : vector) {
                if (value != 0) {
                    FloatVector v = FloatVector.broadcast(S, value);
                    a = FloatVector.fromArray(S, m, at).fma(v, a);
                    b = FloatVector.fromArray(S, m, at + 8).fma(v, b);
                    c = FloatVector.fromArray(S, m, at + 16).fma(v, c);
                    d = FloatVector.fromArray(S, m, at + 24).fma(v, d);
                }
                at += columns;
            }
            a.intoArray(into, column);
            b.intoArray(into, column + 8);
            c.intoArray(into, column + 16);
            d.intoArray(into, column + 24);
        }
    }
}
