package org.forpost.protocol.world;

import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.receipt.Receipt.Refused;
import org.forpost.protocol.sync.EdgeAction;
import org.forpost.protocol.sync.LedgerEntry;

/// A record that is not as the specification says is held in quarantine, alone and not with its
/// batch, and at rest the post that sent it has noted which one it was. No good record is
/// quarantined.
final class RefusalAlwaysTold extends Invariant {
    private final Faults faults;

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
        }
    }
}
