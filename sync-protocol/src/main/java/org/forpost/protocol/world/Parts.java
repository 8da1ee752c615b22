package org.forpost.protocol.world;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.Retention;
import org.forpost.protocol.journal.Store;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.HybridClock;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.Stamp;
import org.forpost.protocol.record.TrustedTime;
import org.forpost.protocol.record.Validity;
import org.forpost.protocol.sync.EdgeAction;
import org.forpost.protocol.sync.EdgeConversation;
import org.forpost.protocol.sync.EdgeConversation.Standing;
import org.forpost.protocol.sync.EdgeEvent;
import org.forpost.protocol.sync.HubAction;
import org.forpost.protocol.sync.HubConversation;
import org.forpost.protocol.sync.HubEvent;
import org.forpost.protocol.sync.LedgerEntry;
import org.forpost.protocol.sync.Outbox;

/// What a world is put together from. These are the honest parts; only tests have others, with a
/// mistake in each, to see whether the world finds it.
class Parts {
    static final Parts HONEST = new Parts();

    Store postStore(FaultyDisk disk) {
        return disk;
    }

    Store hubStore(FaultyDisk disk) {
        return disk;
    }

    Randomness randomness(Chance chance, String machine) {
        return chance;
    }

    /// The chain that a record of a post goes into.
    Priority chainOf(Priority priority) {
        return priority;
    }

    /// Whether a post remembers that it has written down what was refused only after it has.
    boolean notesBeforeItRemembers() {
        return true;
    }

    /// Whether people are told that a post's journal is damaged.
    boolean namesDamage() {
        return true;
    }

    /// What a post remembers of the incarnation that it is in.
    Standing standing(Shelf shelf, byte[] incarnation) {
        return shelf.load(incarnation);
    }

    /// Number of the release in force that a post begins with.
    long heldRelease(long onShelf) {
        return onShelf;
    }

    /// Puts a release on the shelf, and in force after that.
    void install(Runnable shelve, Runnable putInForce, Scheduler scheduler) {
        shelve.run();
        putInForce.run();
    }

    /// Chance of a post's record ids, after a restart.
    Chance ids(Chance goingOn, String machine) {
        return goingOn;
    }

    /// A stamp for a record.
    Stamp stamp(HybridClock clock, long wallMillis) {
        return clock.next();
    }

    /// The last stamp in the journal is known after a restart.
    void observe(HybridClock clock, Stamp last) {
        clock.observe(last);
    }

    /// The hub's signed time has arrived.
    void confirmed(HybridClock clock, long hubMillis) {
        clock.confirmedByHub(hubMillis);
    }

    /// Forces, and then lets people know.
    void force(Journal journal, Runnable promise) {
        journal.force();
        promise.run();
    }

    Outbox outbox(Outbox outbox) {
        return outbox;
    }

    SignatureCheck receipts(SignatureCheck hub) {
        return hub;
    }

    /// For how long receipts must cover a segment before its key goes.
    long retentionMillis() {
        return World.RETENTION_MILLIS;
    }

    /// Lets a post forget what a receipt allows.
    List<Long> forget(Retention retention, Journal journal, Receipt receipt, long uptimeMillis)
            throws IOException {
        return retention.receipted(
                receipt.incarnation(),
                receipt.priority(),
                receipt.head().number(),
                new Retention.Moment(receipt.hubMillis(), uptimeMillis));
    }

    /// Whether a release still holds.
    Validity validity(TrustedTime time, long wallMillis, long expiresMillis) {
        return time.until(expiresMillis);
    }

    /// Whether the hub's receipt covers what a post keeps of another.
    boolean letsGo(BatchCodec.Claim kept, Receipt receipt) {
        return kept.node().equals(receipt.node())
                && Arrays.equals(kept.incarnation(), receipt.incarnation())
                && kept.priority() == receipt.priority()
                && kept.last() <= receipt.head().number();
    }

    Journal.Succession beginIncarnation(
            Journal journal, EdgeAction.NewIncarnation why, Journal.Opening opening)
            throws IOException {
        return journal.beginIncarnation(why.held(), opening);
    }

    /// What a post is told by an answer on a stick.
    List<EdgeEvent> answer(SimPost post, EdgeEvent.Brought found) {
        return List.of(found);
    }

    List<EdgeAction> edge(SimPost post, EdgeConversation end, long now, EdgeEvent event) {
        return end.on(now, event);
    }

    List<HubAction> hub(HubConversation end, HubEvent event) {
        return end.on(event);
    }

    void append(Journal ledger, LedgerEntry entry) throws IOException {
        ledger.append(Priority.AUDIT, entry.encode());
    }

    /// Whether the hub waits for its disk before it answers.
    boolean forcesBeforeAnswer() {
        return true;
    }

    void restore(HubConversation end, List<LedgerEntry> ledger) {
        ledger.forEach(end::restore);
    }
}
