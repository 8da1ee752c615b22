package org.forpost.protocol.world;

import java.util.HexFormat;
import java.util.List;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.journal.Entry;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.Stamp;
import org.forpost.protocol.record.Validity;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.sync.EdgeAction;
import org.forpost.protocol.sync.HubAlarm;
import org.forpost.protocol.sync.LedgerEntry;

/// Sees from outside what happens: what was told to people, what lies on disks and what goes over
/// the wire. It never asks the code that it watches.
///
/// Whatever it does not override it does not look at.
abstract class Witness {
    /// A lane was told: these are recorded.
    ///
    /// @param incarnation of the journal that they went into
    void recorded(SimPost post, byte[] incarnation, List<Entry> entries) {}

    /// A post has started again, and this is its journal.
    void reopened(SimPost post, Journal journal) {}

    /// A post cannot start, since its journal is damaged; this is what it says.
    void damaged(SimPost post, String what) {}

    /// Bits of this post's disk have been flipped, behind the back of every `force`.
    void flipped(SimPost post, String where) {}

    /// A copy of another disk is in use: in a second machine, or in the place of the disk that it
    /// had been made of.
    ///
    /// @param post whose disk is the copy now
    void copied(SimPost post, SimPost.Copy copy) {}

    /// A damaged disk was thrown away; the post begins anew on an empty one.
    void replaced(SimPost post) {}

    /// The hub's ledger has become durable with this entry at its end.
    void ledger(LedgerEntry entry) {}

    /// The hub has started again, and this is its ledger.
    void hubReopened(List<LedgerEntry> ledger) {}

    /// The hub's disk was lost or damaged, and this came back of its ledger.
    void hubRestored(List<LedgerEntry> ledger) {}

    /// The hub sends this.
    void receiptSent(Receipt receipt) {}

    /// A post believes this.
    void receiptTaken(SimPost post, Receipt receipt) {}

    /// A release is in force at a post, or was found there after a restart.
    void release(SimPost post, long number) {}

    /// A post said that people must look at something.
    void alarm(SimPost post, EdgeAction.Alarm alarm) {}

    /// A post refused what came.
    void refused(SimPost post, String why) {}

    /// A post is told that these records are in quarantine.
    void quarantined(SimPost post, EdgeAction.Quarantined told) {}

    /// A post has destroyed keys of its journal.
    void forgot(SimPost post, Journal journal) {}

    /// A post has asked whether the release in force still holds.
    void validity(SimPost post, Manifest release, Validity validity) {}

    /// A post ends an incarnation.
    void ends(SimPost post, byte[] incarnation, EdgeAction.NewIncarnation why) {}

    /// A post stamps a record.
    void stamped(SimPost post, Stamp stamp) {}

    /// A post has heard the hub's signed time.
    void hubTime(SimPost post, long millis) {}

    /// A post was brought the hub's signed time of some while ago.
    void oldHubTime(SimPost post, long millis) {}

    /// The hub said that people must look at something about a node.
    void hubAlarm(String node, HubAlarm alarm) {}

    /// A post keeps a sealed copy of what another one recorded, durably.
    void held(SimPost post, BatchCodec.Claim claim, byte[] envelope) {}

    /// It keeps that no longer, since the hub is said to hold it.
    void letGo(SimPost post, BatchCodec.Claim claim, byte[] envelope) {}

    /// Faults have stopped, everything was sent and installed.
    void rest(World world) {}

    static String hex(byte[] incarnation) {
        return HexFormat.of().formatHex(incarnation, 0, 6);
    }

    static String chain(String node, byte[] incarnation, Priority priority) {
        return node + "/" + hex(incarnation) + "/" + priority.code();
    }
}
