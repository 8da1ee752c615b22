package org.forpost.protocol.sync;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.forpost.protocol.envelope.Chunk;
import org.forpost.protocol.envelope.Message;

/// What goes down to one node: receipts and manifests at once, the content of a release two pieces
/// at a time, so that a receipt never waits for more than 16 KiB.
final class Downlink {
    private static final int PIECES_IN_FLIGHT = 2;

    private final String node;
    private final Set<Long> piecesInFlight = new HashSet<>();
    private List<Chunk> content = List.of();
    private int next;
    private long ticket;

    Downlink(String node) {
        this.node = node;
    }

    void reset() {
        piecesInFlight.clear();
        content = List.of();
        next = 0;
    }

    void send(byte[] message, List<HubAction> actions) {
        actions.add(new HubAction.Publish(node, ++ticket, message));
    }

    /// @param offset a multiple of the piece's length; a node asks from its first missing piece on
    void stream(byte[] whole, int offset, List<HubAction> actions) {
        // Whatever of an earlier stream is not confirmed may be lost: the node has just said so.
        piecesInFlight.clear();
        content = Chunk.cut(whole);
        next = offset / Chunk.PIECE_BYTES;
        fill(actions);
    }

    void delivered(long which, List<HubAction> actions) {
        if (piecesInFlight.remove(which)) {
            fill(actions);
        }
    }

    private void fill(List<HubAction> actions) {
        while (piecesInFlight.size() < PIECES_IN_FLIGHT && next < content.size()) {
            Chunk chunk = content.get(next++);
            send(new Message.Piece(chunk).encode(), actions);
            piecesInFlight.add(ticket);
        }
    }
}
