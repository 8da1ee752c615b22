package org.forpost.protocol.world;

import java.util.HexFormat;
import java.util.List;
import org.forpost.protocol.journal.Entry;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.sync.LedgerEntry;

/// One promise, by the name of its class. It watches from outside: what was told to people, what
/// lies on disks and what goes over the wire; it never asks the code that it watches.
///
/// Whatever it does not override it does not look at.
abstract class Invariant {
    /// A lane was told: these are recorded.
    void recorded(SimPost post, List<Entry> entries) {}

    /// A post has started again, and this is its journal.
    void reopened(SimPost post, Journal journal) {}

    /// A post cannot start, since its journal is damaged; this is what it says.
    void damaged(SimPost post, String what) {}

    /// The hub's ledger has become durable with this entry at its end.
    void ledger(LedgerEntry entry) {}

    /// The hub has started again, and this is its ledger.
    void hubReopened(List<LedgerEntry> ledger) {}

    /// The hub's disk was lost, and yesterday's copy of it is in its place.
    void hubRestored() {}

    /// The hub sends this.
    void receiptSent(Receipt receipt) {}

    /// A post believes this.
    void receiptTaken(SimPost post, Receipt receipt) {}

    /// A release is in force at a post, or was found there after a restart.
    void release(SimPost post, long number) {}

    /// A post said that people must look at something.
    void alarm(SimPost post, String what) {}

    /// The hub said that people must look at something about a node.
    void hubAlarm(String node, String what) {}

    /// Faults have stopped, and everything has come to rest.
    void rest(World world) {}

    /// @param what is wrong, in one line
    ViolationException broken(String what) {
        return new ViolationException(getClass().getSimpleName(), what);
    }

    static String chain(String node, byte[] incarnation, Priority priority) {
        return node + "/" + HexFormat.of().formatHex(incarnation, 0, 4) + "/" + priority.code();
    }
}
