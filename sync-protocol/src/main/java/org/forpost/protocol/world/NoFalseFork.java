package org.forpost.protocol.world;

import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.sync.LedgerEntry;

/// A journal that has one history is never called forked, no good record is quarantined, and nobody
/// is alarmed about it.
final class NoFalseFork extends Invariant {
    @Override
    void receiptSent(Receipt receipt) {
        if (receipt.verdict() != Receipt.Verdict.COUNTED || !receipt.refused().isEmpty()) {
            throw broken(receipt.toString());
        }
    }

    @Override
    void ledger(LedgerEntry entry) {
        if (entry instanceof LedgerEntry.Forked forked) {
            throw broken("the ledger calls " + forked.node() + " forked");
        }
    }

    @Override
    void alarm(SimPost post, String what) {
        if (!what.startsWith("the journal cannot be read: Input/output error")) {
            throw broken(post.name() + " raised an alarm: " + what);
        }
    }

    @Override
    void hubAlarm(String node, String what) {
        throw broken("the hub raised an alarm about " + node + ": " + what);
    }
}
