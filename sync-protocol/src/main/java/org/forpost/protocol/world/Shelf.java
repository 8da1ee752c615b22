package org.forpost.protocol.world;

import java.util.HashMap;
import java.util.Map;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.sync.EdgeConversation.Standing;

/// What a post keeps beside its journal: the hub's last receipts, by incarnation, and the number of
/// the release in force. Each is replaced at once and durably; receipts may be lost all the same,
/// for the hub gives them again.
final class Shelf {
    private final Map<String, Standing> standings = new HashMap<>();
    private long release;

    Shelf copy() {
        Shelf copy = new Shelf();
        standings.forEach((incarnation, standing) -> copy.standings.put(incarnation, of(standing)));
        copy.release = release;
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

    void release(long number) {
        release = number;
    }

    long release() {
        return release;
    }
}
