package org.forpost.protocol.journal;

import java.util.Arrays;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.record.Priority;

/// Entries of an earlier incarnation that are the first ones of the present one: they stay where
/// they are written, and only their chain is told anew (SPEC.md §2.4). Their heads are kept in
/// memory, 32 bytes each: a month without a link is some 6 MB.
final class Carried {
    private final byte[] incarnation;
    private final byte[][] hashes = new byte[Priority.COUNT][0];
    private final Head[] heads = new Head[Priority.COUNT];

    Carried(byte[] incarnation) {
        this.incarnation = incarnation;
        Arrays.fill(heads, Head.START);
    }

    /// The next entry of a chain.
    void add(Priority priority, byte[] payload) {
        int place = priority.code();
        Head head = heads[place].next(incarnation, priority, payload);
        int at = (int) heads[place].number() * Sha256.BYTES;
        if (hashes[place].length == at) {
            hashes[place] = Arrays.copyOf(hashes[place], Math.max(1024, at * 2));
        }
        System.arraycopy(head.hash(), 0, hashes[place], at, Sha256.BYTES);
        heads[place] = head;
    }

    /// How many entries of a chain are carried.
    long count(Priority priority) {
        return heads[priority.code()].number();
    }

    /// @param number 0 to the count
    Head head(Priority priority, long number) {
        if (number == 0) {
            return Head.START;
        }
        int at = (int) (number - 1) * Sha256.BYTES;
        return new Head(number, Arrays.copyOfRange(hashes[priority.code()], at, at + Sha256.BYTES));
    }

    /// Of all four chains.
    Head[] heads() {
        return heads.clone();
    }
}
