package org.forpost.protocol.world;

import java.util.HashMap;
import java.util.Map;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.journal.Retention;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.Stamp;
import org.forpost.protocol.record.TrustedTime;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.sync.EdgeConversation.Standing;
import org.jspecify.annotations.Nullable;

/// What a post keeps beside its journal: the hub's last receipts, by incarnation, the release in
/// force, what is proved of the time, since when segments are covered, and the last stamp. Each is
/// replaced at once and durably; receipts may be lost all the same, for the hub gives them again.
final class Shelf {
    private final Map<String, Standing> standings = new HashMap<>();
    private @Nullable Manifest release;
    private TrustedTime.Kept time = TrustedTime.Kept.NOTHING;
    private Retention.Covered covered = Retention.Covered.nothing();
    private @Nullable Stamp stamp;

    Shelf copy() {
        Shelf copy = new Shelf();
        standings.forEach((incarnation, standing) -> copy.standings.put(incarnation, of(standing)));
        copy.release = release;
        copy.time = time;
        copy.covered = covered;
        copy.stamp = stamp;
        return copy;
    }

    private static Standing of(Standing standing) {
        return new Standing(standing.receipted().clone(), standing.told().clone());
    }

    private Standing standing(byte[] incarnation) {
        return standings.computeIfAbsent(Witness.hex(incarnation), none -> Standing.none());
    }

    /// What a conversation begins with.
    Standing load(byte[] incarnation) {
        return of(standing(incarnation));
    }

    void receipted(Receipt receipt) {
        standing(receipt.incarnation()).receipted()[receipt.priority().code()] = receipt.head();
    }

    /// The last refused record of a chain that this post has noted.
    void told(byte[] incarnation, Priority priority, long number) {
        standing(incarnation).told()[priority.code()] = number;
    }

    void lose(byte[] incarnation, Priority priority) {
        standing(incarnation).receipted()[priority.code()] = Head.START;
    }

    void release(Manifest manifest) {
        release = manifest;
    }

    /// Number of the release in force; 0 for none.
    long release() {
        return release == null ? 0 : release.number();
    }

    @Nullable Manifest manifest() {
        return release;
    }

    void time(TrustedTime.Kept kept) {
        time = kept;
    }

    TrustedTime.Kept time() {
        return time;
    }

    void covered(Retention.Covered since) {
        covered = since;
    }

    Retention.Covered covered() {
        return covered;
    }

    /// The latest one of the journal, which its projection knows.
    void stamp(Stamp latest) {
        stamp = latest;
    }

    @Nullable Stamp stamp() {
        return stamp;
    }
}
