package org.forpost.matching.cylinder;

import java.util.Arrays;
import java.util.Comparator;
import org.forpost.matching.sourceafis.Minutiae;

/// The convex hull of an impression's minutiae: the part of the finger that was seen. (Andrew,
/// "Another efficient algorithm for convex hulls in two dimensions", 1979.)
final class Hull {
    private final double[] x;
    private final double[] y;

    Hull(Minutiae minutiae) {
        int count = minutiae.count();
        double[][] points = new double[count][];
        for (int i = 0; i < count; i++) {
            points[i] = new double[] {minutiae.x()[i], minutiae.y()[i]};
        }
        Arrays.sort(
                points,
                Comparator.comparingDouble((double[] p) -> p[0]).thenComparingDouble(p -> p[1]));
        double[][] corners = new double[2 * count + 1][];
        int size = 0;
        for (double[] point : points) {
            size = append(corners, size, 0, point);
        }
        int lower = size - 1;
        for (int i = count - 2; i >= 0; i--) {
            size = append(corners, size, lower, points[i]);
        }
        // the first point came around again
        size = Math.max(Math.min(count, 1), size - 1);
        x = new double[size];
        y = new double[size];
        for (int c = 0; c < size; c++) {
            x[c] = corners[c][0];
            y[c] = corners[c][1];
        }
    }

    private static int append(double[][] corners, int size, int first, double[] point) {
        int kept = size;
        while (kept >= first + 2 && !left(corners[kept - 2], corners[kept - 1], point)) {
            kept--;
        }
        corners[kept] = point;
        return kept + 1;
    }

    private static boolean left(double[] a, double[] b, double[] point) {
        return (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0]) > 0;
    }

    /// @return pixels from the hull to a point, negative inside; infinite for a hull of nothing
    double beyond(double px, double py) {
        double least = Double.POSITIVE_INFINITY;
        boolean inside = x.length > 2;
        for (int c = 0; c < x.length; c++) {
            int next = c + 1 < x.length ? c + 1 : 0;
            double alongX = x[next] - x[c];
            double alongY = y[next] - y[c];
            double dx = px - x[c];
            double dy = py - y[c];
            inside &= alongX * dy - alongY * dx >= 0;
            double length = alongX * alongX + alongY * alongY;
            double part = length == 0 ? 0 : Math.clamp((dx * alongX + dy * alongY) / length, 0, 1);
            double offX = dx - part * alongX;
            double offY = dy - part * alongY;
            least = Math.min(least, offX * offX + offY * offY);
        }
        double distance = Math.sqrt(least);
        return inside ? -distance : distance;
    }
}
