package org.forpost.protocol.world;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.journal.Entry;
import org.forpost.protocol.receipt.Receipt.Refused;
import org.forpost.protocol.record.Audit;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.sync.EdgeAction;
import org.forpost.protocol.sync.LedgerEntry;

/// A record that is not as the specification says is held in quarantine, alone and not with its
/// batch, and at rest the post that sent it has noted which one it was. No good record is
/// quarantined.
final class RefusalAlwaysTold extends Invariant {
    private final Faults faults;

    /// Details of the audit records in which a post wrote it down.
    private final Map<SimPost, Set<String>> noted = new HashMap<>();

    RefusalAlwaysTold(Truth truth, Faults faults) {
        super(truth);
        this.faults = faults;
    }

    @Override
    void ledger(LedgerEntry entry) {
        if (!(entry instanceof LedgerEntry.Accepted accepted)
                || accepted.node().equals(SimByzantine.NAME)) {
            return;
        }
        long number = accepted.first();
        for (var item : truth.items(accepted)) {
            long at = number++;
            boolean refused =
                    accepted.refused().stream().mapToLong(Refused::number).anyMatch(n -> n == at);
            if (item instanceof Batch.Item.Withheld(byte[] hash) && !truth.isUnreadable(hash)) {
                throw broken(
                        "record " + at + " came by its hash only, and the hub would have read it");
            }
            if (item instanceof Batch.Item.Withheld) {
                faults.count(Fault.RECORD_WITHHELD);
            }
            if (refused == Travellers.isGood(item)) {
                throw broken(
                        (refused ? "good record " : "bad record ")
                                + at
                                + " of "
                                + chain(
                                        accepted.node(),
                                        accepted.incarnation(),
                                        accepted.priority())
                                + (refused ? " is quarantined" : " counts like others"));
            }
            if (refused) {
                faults.count(Fault.RECORD_QUARANTINED);
            }
        }
    }

    private boolean isNoted(SimPost post, Priority chain, long number) {
        return noted.getOrDefault(post, Set.of()).stream()
                .anyMatch(detail ->
                        detail.contains(" of chain " + chain.code() + ":")
                                && (detail.contains(" #" + number + " ") || detail.endsWith("…")));
    }

    @Override
    void recorded(SimPost post, byte[] incarnation, List<Entry> entries) {
        for (Entry entry : entries) {
            try {
                if (RecordCodec.decode(entry.payload()).body() instanceof Audit audit
                        && audit.event().equals("records-quarantined")) {
                    noted.computeIfAbsent(post, none -> new HashSet<>()).add(audit.detail());
                }
            } catch (MalformedException e) {
                // a lane's mistake
            }
        }
    }

    @Override
    void copied(SimPost post, SimPost.Copy copy) {
        noted.computeIfAbsent(post, none -> new HashSet<>())
                .addAll(noted.getOrDefault(copy.of(), Set.of()));
    }

    @Override
    void quarantined(SimPost post, EdgeAction.Quarantined told) {
        faults.count(Fault.REFUSAL_TOLD);
    }

    @Override
    void rest(World world) {
        for (SimPost post : world.posts()) {
            String unnoted = truth.unnoted(post);
            if (unnoted != null) {
                throw broken(
                        post.label() + " does not know that its record " + unnoted + " is refused");
            }
            for (LedgerEntry.Accepted accepted : truth.refused(post)) {
                for (Refused one : accepted.refused()) {
                    if (!isNoted(post, accepted.priority(), one.number())) {
                        throw broken(
                                post.label()
                                        + " has not written down that record "
                                        + one.number()
                                        + " of chain "
                                        + accepted.priority()
                                        + " is refused");
                    }
                }
            }
        }
    }
}
