package org.forpost.protocol.sync;

import java.util.Arrays;
import java.util.TreeMap;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.record.Priority;

/// What the hub holds of one chain of one journal.
final class Chain {
    /// Heads at the ends of accepted batches: where a resent batch is compared with what was
    /// counted.
    private final TreeMap<Long, byte[]> boundaries = new TreeMap<>();

    private final byte[] incarnation;
    private final Priority priority;
    private Head appended = Head.START;
    private Head forced = Head.START;
    private boolean forked;

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
        record Fork() implements Fit {}
    }

    Fit fit(Batch batch) {
        if (batch.before().number() > appended.number()) {
            return new Fit.Gap();
        }
        Head head = batch.before();
        if (contradicts(head)) {
            return new Fit.Fork();
        }
        for (byte[] record : batch.records()) {
            head = head.next(incarnation, priority, record);
            if (contradicts(head)) {
                return new Fit.Fork();
            }
        }
        return head.number() <= appended.number()
                ? new Fit.Duplicate()
                : new Fit.Continues(appended.number() + 1, head);
    }

    private boolean contradicts(Head head) {
        byte[] held = boundaries.get(head.number());
        return held != null && !Arrays.equals(held, head.hash());
    }

    void appended(Head after) {
        appended = after;
        boundaries.put(after.number(), after.hash());
    }

    void forced(Head upTo) {
        if (upTo.number() > forced.number()) {
            forced = upTo;
        }
    }

    void forked() {
        forked = true;
    }

    boolean isForked() {
        return forked;
    }

    /// What is durable: only this is ever receipted.
    Head forced() {
        return forced;
    }
}
