package org.forpost.sim.finger;

import java.util.function.DoubleBinaryOperator;

/// Something that varies slowly over an area: computed at coarse points, linear between them.
final class Sheet {
    private final float[] values;
    private final int columns;
    private final float scale;

    /// @param step pixels between points
    /// @param source the value at a pixel
    Sheet(int width, int height, int step, DoubleBinaryOperator source) {
        columns = width / step + 2;
        int rows = height / step + 2;
        scale = 1f / step;
        values = new float[columns * rows];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                values[row * columns + column] =
                        (float) source.applyAsDouble(column * step, row * step);
            }
        }
    }

    /// The value at a pixel of the area; no other may be asked for.
    float at(int x, int y) {
        float u = x * scale;
        float v = y * scale;
        int column = (int) u;
        int row = (int) v;
        float s = u - column;
        float t = v - row;
        int i = row * columns + column;
        float top = values[i] + s * (values[i + 1] - values[i]);
        float bottom = values[i + columns] + s * (values[i + columns + 1] - values[i + columns]);
        return top + t * (bottom - top);
    }
}
