package org.forpost.protocol.world;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.sync.LedgerEntry;

/// What a post can no longer read of its journal had been durable in the hub's ledger for the
/// retention time, by a clock that never jumped, whatever the hub's clock showed. (A hub that came
/// back from a copy younger than that has it, or gets it again.)
final class NothingForgottenEarly extends Invariant {
    private final Faults faults;
    private final Scheduler scheduler;
    private final Map<ByteBuffer, Long> countedAt = new HashMap<>();

    NothingForgottenEarly(Truth truth, Faults faults, Scheduler scheduler) {
        super(truth);
        this.faults = faults;
        this.scheduler = scheduler;
    }

    @Override
    void ledger(LedgerEntry entry) {
        if (entry instanceof LedgerEntry.Accepted accepted) {
            truth.items(accepted)
                    .forEach(item ->
                            countedAt.putIfAbsent(ByteBuffer.wrap(item.hash()), scheduler.now()));
        }
    }

    @Override
    void forgot(SimPost post, Journal journal) {
        faults.count(Fault.KEYS_DESTROYED);
        Set<Long> readable = new HashSet<>();
        try {
            journal.replay(1, entry -> readable.add(entry.sequence()));
        } catch (IOException e) {
            return; // a flipped bit: others look at that
        }
        List<Truth.Promise> promises = truth.promises(post);
        for (int i = 0; i < promises.size(); i++) {
            Truth.Promise promise = promises.get(i);
            if (promise.head().number() > 0 && !readable.contains(i + 1L)) {
                Long since = countedAt.get(promise.hash());
                if (since == null || scheduler.now() - since < World.RETENTION_MILLIS) {
                    throw broken(
                            post.label()
                                    + " has destroyed the key of entry "
                                    + (i + 1)
                                    + (since == null
                                            ? ", which no ledger ever counted"
                                            : " after " + (scheduler.now() - since) + " ms"));
                }
            }
        }
    }
}
