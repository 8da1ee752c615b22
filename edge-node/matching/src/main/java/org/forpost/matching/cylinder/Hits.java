package org.forpost.matching.cylinder;

import java.util.Arrays;

/// Minutiae of the gallery that look like one of the probe. Each is packed into one long whose
/// natural order brings those of one finger together: finger and minutia as in the lists, then
/// minutia of the probe, rotation, distance.
final class Hits {
    private static final int START = 1 << 10;
    private long[] values = new long[START];
    private int size;

    /// @param id finger << 8 | minutia, of the gallery
    /// @param rotation -128 to 127, 256 to the circle
    /// @param bits Hamming's distance of the first halves of the codes
    /// @param distance the same as [Margins] measures it
    void add(int id, int probeMinutia, int rotation, int bits, int distance) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] =
                (id & 0xFFFFFFFFL) << 32
                        | (long) probeMinutia << 24
                        | (rotation & 0xFF) << 16
                        | bits << 8
                        | distance;
    }

    int size() {
        return size;
    }

    long get(int i) {
        return values[i];
    }

    /// Drops the farthest hits until at most this many are left.
    ///
    /// @return the largest distance that was kept, at least 0
    int keepNearest(int most) {
        int[] counts = new int[256];
        for (int h = 0; h < size; h++) {
            counts[distance(values[h])]++;
        }
        int farthest = 0;
        int sum = counts[0];
        while (farthest < 255 && sum + counts[farthest + 1] <= most) {
            sum += counts[++farthest];
        }
        int kept = 0;
        for (int h = 0; h < size; h++) {
            if (distance(values[h]) <= farthest) {
                values[kept++] = values[h];
            }
        }
        size = kept;
        return farthest;
    }

    static int finger(long hit) {
        return (int) (hit >>> 40);
    }

    static int minutia(long hit) {
        return (int) (hit >>> 32) & 0xFF;
    }

    static int probeMinutia(long hit) {
        return (int) (hit >>> 24) & 0xFF;
    }

    /// -128 to 127.
    static int rotation(long hit) {
        return (byte) (hit >>> 16);
    }

    /// 0 to 128.
    static int bits(long hit) {
        return (int) hit >>> 8 & 0xFF;
    }

    /// As [Margins] measures, 0 to 255.
    static int distance(long hit) {
        return (int) hit & 0xFF;
    }

    /// The hits of a range of fingers, one bucket after the other.
    ///
    /// @param width fingers per bucket
    /// @param fingers of the gallery; hits that name others are dropped
    void intoBuckets(int buckets, int width, int fingers) {
        int[] next = new int[buckets + 1];
        int kept = 0;
        for (int h = 0; h < size; h++) {
            if (finger(values[h]) >= 0 && finger(values[h]) < fingers) {
                next[finger(values[h]) / width + 1]++;
                values[kept++] = values[h];
            }
        }
        size = kept;
        for (int b = 1; b <= buckets; b++) {
            next[b] += next[b - 1];
        }
        bucketStarts = next.clone();
        long[] sorted = new long[size];
        for (int h = 0; h < size; h++) {
            sorted[next[finger(values[h]) / width]++] = values[h];
        }
        values = sorted;
    }

    private int[] bucketStarts = new int[2];

    /// @return the first hit of a bucket, or the one behind the last bucket's
    int start(int bucket) {
        return bucketStarts[bucket];
    }

    /// Sorts by finger, keeping the order within a finger: two passes over 8 bits each are enough
    /// for the fingers of one bucket, and measure ten times faster than a general sort.
    ///
    /// @param first the smallest finger in it; the largest is at most 65,535 more, beyond which the
    ///   order is wrong and fingers fall apart
    static long[] sortByFinger(long[] hits, int first) {
        long[] other = new long[hits.length];
        radix(hits, other, first, 0);
        radix(other, hits, first, 8);
        return hits;
    }

    private static void radix(long[] from, long[] to, int first, int shift) {
        int[] next = new int[257];
        for (long hit : from) {
            next[((finger(hit) - first) >>> shift & 0xFF) + 1]++;
        }
        for (int i = 1; i < 257; i++) {
            next[i] += next[i - 1];
        }
        for (long hit : from) {
            to[next[(finger(hit) - first) >>> shift & 0xFF]++] = hit;
        }
    }
}
