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
    private boolean gone;
    private final Head[] heads = new Head[Priority.COUNT];

    Carried(byte[] incarnation) {
        this.incarnation = incarnation;
        Arrays.fill(heads, Head.START);
    }

    /// Entries of which some can no longer be read: all of them were receipted, and only how far
    /// they came is known.
    static Carried gone(byte[] incarnation, Head[] heads) {
        Carried gone = new Carried(incarnation);
        gone.gone = true;
        System.arraycopy(heads, 0, gone.heads, 0, heads.length);
        return gone;
    }

    boolean isGone() {
        return gone;
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
    /// @throws KeyDestroyedException when it is not known any more
    Head head(Priority priority, long number) throws KeyDestroyedException {
        if (number == 0) {
            return Head.START;
        }
        if (number == count(priority)) {
            return heads[priority.code()];
        }
        if (gone) {
            throw new KeyDestroyedException(
                    "entry " + number + " of chain " + priority.code() + ", carried over,");
        }
        int at = (int) (number - 1) * Sha256.BYTES;
        return new Head(number, Arrays.copyOfRange(hashes[priority.code()], at, at + Sha256.BYTES));
    }

    /// Of all four chains.
    Head[] heads() {
        return heads.clone();
    }
}
