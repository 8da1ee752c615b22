package org.forpost.protocol.journal;

import java.util.Arrays;
import org.forpost.protocol.record.Priority;

/// Where each entry lies, by sequence and by its place among those of its priority, which is its
/// number in its chain but for what an earlier incarnation left behind: 16 bytes of memory an
/// entry.
final class Index {
    private static final int OFFSET_BITS = 32; // a segment is 8 MiB and its last entry

    private final Places bySequence = new Places();
    private final Places[] byPriority = new Places[Priority.COUNT];

    /// How many entries of each priority come before the first of the present chain.
    private final long[] before = new long[Priority.COUNT];

    Index() {
        Arrays.setAll(byPriority, i -> new Places());
    }

    void add(Priority priority, int segment, long offset) {
        long place = (long) segment << OFFSET_BITS | offset;
        bySequence.add(place);
        byPriority[priority.code()].add(place);
    }

    /// A new incarnation begins: the last so many entries of each priority are its first ones.
    void carry(long[] counts) {
        for (int i = 0; i < before.length; i++) {
            before[i] = byPriority[i].count - counts[i];
        }
    }

    /// All entries of a priority, those of former chains included.
    long total(Priority priority) {
        return byPriority[priority.code()].count;
    }

    /// How many entries of a priority come before the first of the present chain.
    long before(Priority priority) {
        return before[priority.code()];
    }

    /// @param place among all of its priority, from 1
    int segment(Priority priority, long place) {
        return (int) (byPriority[priority.code()].get(place) >>> OFFSET_BITS);
    }

    /// @param place among all of its priority, from 1
    long offset(Priority priority, long place) {
        return byPriority[priority.code()].get(place) & 0xffff_ffffL;
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
