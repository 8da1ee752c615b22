package org.forpost.protocol.sync;

import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.receipt.Receipt.Refused;
import org.forpost.protocol.record.Priority;
import org.jspecify.annotations.Nullable;

/// What the hub holds of one chain of one journal.
final class Chain {
    /// Heads that are kept for comparing what comes again. A batch that reaches beyond the chain is
    /// compared with its head in any case; one that lies wholly before the oldest of these is taken
    /// for a duplicate, and its sender finds out by the receipt.
    private static final int MAX_BOUNDARIES = 64;

    /// Refused records that are kept for telling: four receipts full. Of more the oldest are told
    /// no more; the ledger has them all. They are kept when their node says that it knows, for it
    /// may have a twin that does not.
    private static final int MAX_REFUSED = 4 * Receipt.MAX_REFUSED;

    /// Heads at the ends of accepted batches.
    private final TreeMap<Long, byte[]> boundaries = new TreeMap<>();

    private final byte[] incarnation;
    private final Priority priority;
    private Head appended = Head.START;
    private Head forced = Head.START;
    private final TreeMap<Long, Refused> refused = new TreeMap<>();
    private long known;

    Chain(byte[] incarnation, Priority priority) {
        this.incarnation = incarnation;
        this.priority = priority;
        boundaries.put(0L, Head.START.hash());
    }

    /// How a batch stands to what is held.
    sealed interface Fit {
        /// Its records from this number on are new.
        record Continues(long firstNew, Head after) implements Fit {}

        /// Nothing in it is new.
        record Duplicate() implements Fit {}

        /// Records between what is held and this batch are missing.
        record Gap() implements Fit {}

        /// It tells another history than the one that is held.
        ///
        /// @param at the first number where a head is known to differ
        /// @param held hash of what is held there
        record Fork(Head at, byte[] held) implements Fit {}
    }

    Fit fit(Batch batch) {
        if (batch.before().number() > appended.number()) {
            return new Fit.Gap();
        }
        Head head = batch.before();
        byte[] held = contradicted(head);
        for (Batch.Item item : batch.items()) {
            if (held != null) {
                break;
            }
            head = head.nextOf(incarnation, priority, item.hash());
            held = contradicted(head);
        }
        if (held != null) {
            return new Fit.Fork(head, held);
        }
        return head.number() <= appended.number()
                ? new Fit.Duplicate()
                : new Fit.Continues(appended.number() + 1, head);
    }

    /// What is held in the place of a head that differs from it; null when nothing is known to.
    private byte @Nullable [] contradicted(Head head) {
        byte[] held = boundaries.get(head.number());
        return held == null || Arrays.equals(held, head.hash()) ? null : held;
    }

    void appended(Head after) {
        appended = after;
        boundaries.put(after.number(), after.hash());
        if (boundaries.size() > MAX_BOUNDARIES) {
            boundaries.pollFirstEntry();
        }
    }

    void forced(Head upTo) {
        if (upTo.number() > forced.number()) {
            forced = upTo;
        }
    }

    /// These are in quarantine, and their node is to be told of them.
    void refused(List<Refused> some) {
        some.forEach(one -> refused.put(one.number(), one));
        while (refused.size() > MAX_REFUSED) {
            refused.pollFirstEntry();
        }
    }

    /// What the node has not noted yet.
    ///
    /// @param upTo number of the last refused record that it has noted, as it says
    List<Refused> toTell(long upTo) {
        known = upTo;
        return toTell(List.of());
    }

    /// The same for somebody who carries the node's word: it may be old, and nothing is remembered
    /// of it.
    List<Refused> toTellBy(long upTo) {
        return behind(upTo, List.of());
    }

    /// What the node has not noted yet, as far as it last said: a receipt that told of an earlier
    /// one may be lost, and a later number says that all before it are known.
    ///
    /// @param fresh these in any case
    List<Refused> toTell(List<Refused> fresh) {
        return behind(known, fresh);
    }

    private List<Refused> behind(long upTo, List<Refused> fresh) {
        TreeMap<Long, Refused> all = new TreeMap<>();
        if (upTo < forced.number()) {
            all.putAll(refused.subMap(upTo, false, forced.number(), true));
        }
        fresh.forEach(one -> all.put(one.number(), one));
        return List.copyOf(all.values());
    }

    /// Keeps the last head only: what comes again is then taken for a duplicate unless it reaches
    /// beyond the chain.
    void fold() {
        boundaries.headMap(appended.number()).clear();
        refused.clear();
    }

    /// What is durable: only this is ever receipted.
    Head forced() {
        return forced;
    }
}
