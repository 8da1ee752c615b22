package org.forpost.matching.cylinder;

import java.util.Arrays;

/// The keys under which another view of a minutia is likeliest to stand, the likeliest first:
/// query-directed probing (Lv and others, "Multi-Probe LSH", VLDB 2007). A bit whose value lies far
/// from its border, measured in its own noise, is unlikely to flip.
final class KeyWalk {
    private KeyWalk() {}

    /// @param bits length of the gallery's keys, 1 to 16: the highest bits of the full key
    /// @param most how many keys
    /// @return the keys, `bits` long
    static int[] nearest(
            Descriptors probe, int minutia, Projection projection, int bits, int most) {
        long[] costs = new long[bits];
        for (int b = 0; b < bits; b++) {
            double z = probe.margin(minutia, b) / projection.keyNoise(b);
            // fixed point, with the bit beside it so that sorting keeps them together
            costs[b] = Math.min((long) (z * z * 1024), 1L << 32) << 8 | b;
        }
        Arrays.sort(costs);
        int own = probe.key(minutia) >>> (Projection.KEY_BITS - bits);
        int wanted = (int) Math.min(most, 1L << bits);
        int[] keys = new int[wanted];
        keys[0] = own;
        // Sets of flipped bits as (cost << 16 | mask over sorted bits) in a binary heap.
        long[] heap = new long[2 * wanted + 2];
        int size = 0;
        size = push(heap, size, (costs[0] >>> 8) << 16 | 1);
        for (int n = 1; n < wanted && size > 0; n++) {
            long top = heap[0];
            size = pop(heap, size);
            int mask = (int) (top & 0xFFFF);
            long cost = top >>> 16;
            int last = 31 - Integer.numberOfLeadingZeros(mask);
            int flips = 0;
            for (int b = 0; b <= last; b++) {
                if ((mask >> b & 1) != 0) {
                    flips |= 1 << (bits - 1 - (int) (costs[b] & 0xFF));
                }
            }
            keys[n] = own ^ flips;
            if (last + 1 < bits) {
                long next = costs[last + 1] >>> 8;
                size = push(heap, size, (cost + next) << 16 | mask | 1 << (last + 1));
                long moved = cost + next - (costs[last] >>> 8);
                size = push(heap, size, moved << 16 | (mask ^ (3 << last)));
            }
        }
        return keys;
    }

    private static int push(long[] heap, int size, long value) {
        int at = size;
        while (at > 0 && heap[(at - 1) >> 1] > value) {
            heap[at] = heap[(at - 1) >> 1];
            at = (at - 1) >> 1;
        }
        heap[at] = value;
        return size + 1;
    }

    private static int pop(long[] heap, int size) {
        long value = heap[size - 1];
        int end = size - 1;
        int at = 0;
        while (2 * at + 1 < end) {
            int child = 2 * at + 1;
            if (child + 1 < end && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[child] >= value) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = value;
        return end;
    }
}
