package org.forpost.protocol.journal;

import java.util.Arrays;
import org.forpost.protocol.record.Priority;

/// Where each entry lies, by number in its chain and by sequence: 16 bytes of memory an entry.
final class Index {
    private static final int OFFSET_BITS = 32; // a segment is 8 MiB and its last entry

    private final Places bySequence = new Places();
    private final Places[] byNumber = new Places[Priority.COUNT];

    Index() {
        Arrays.setAll(byNumber, i -> new Places());
    }

    void add(Priority priority, int segment, long offset) {
        long place = (long) segment << OFFSET_BITS | offset;
        bySequence.add(place);
        byNumber[priority.code()].add(place);
    }

    /// A new incarnation begins: the last so many entries of each chain are its first ones.
    void carry(long[] counts) {
        for (int i = 0; i < byNumber.length; i++) {
            byNumber[i] = byNumber[i].last((int) counts[i]);
        }
    }

    int segment(Priority priority, long number) {
        return (int) (byNumber[priority.code()].get(number) >>> OFFSET_BITS);
    }

    long offset(Priority priority, long number) {
        return byNumber[priority.code()].get(number) & 0xffff_ffffL;
    }

    int segmentOf(long sequence) {
        return (int) (bySequence.get(sequence) >>> OFFSET_BITS);
    }

    long offsetOf(long sequence) {
        return bySequence.get(sequence) & 0xffff_ffffL;
    }

    private static final class Places {
        private long[] places = new long[64];
        private int count;

        void add(long place) {
            if (count == places.length) {
                places = Arrays.copyOf(places, count * 2);
            }
            places[count++] = place;
        }

        Places last(int wanted) {
            Places last = new Places();
            last.places =
                    Arrays.copyOfRange(
                            places, count - wanted, Math.max(count, count - wanted + 64));
            last.count = wanted;
            return last;
        }

        /// @param number from 1
        long get(long number) {
            if (number < 1 || number > count) {
                throw new IllegalArgumentException(
                        "entry 1 to " + count + " expected, got " + number);
            }
            return places[(int) number - 1];
        }
    }
}
