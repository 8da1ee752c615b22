package org.forpost.protocol.sync;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.envelope.Chunk;
import org.forpost.protocol.envelope.Message;
import org.forpost.protocol.journal.Entry;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.record.Priority;
import org.jspecify.annotations.Nullable;

/// What goes into the transport next: the most urgent piece, and never more than the window.
///
/// Measured on 64 kbit/s and 600 ms: 16 KiB in flight use 96 % of the link and let an urgent
/// message through in 2.8 s; 64 KiB would take 7.9 s.
final class Sending {
    static final int WINDOW_BYTES = 16 * 1024;

    /// Batches that are sent but not receipted, in each chain: four cover the round trip.
    private static final int MAX_UNRECEIPTED = 4;

    /// Records of one batch: 200 share one signature and one dictionary.
    private static final int BATCH_RECORDS = 200;

    /// Their bytes: an urgent record never waits for its own chain longer than this takes.
    private static final int BATCH_BYTES = 48 * 1024;

    /// A batch whose pieces were all acknowledged, and no receipt for so long: the hub never had
    /// it, or lost it (a broker between the two that forgot). The chain goes on from its last
    /// receipt.
    static final long RECEIPT_MILLIS = 60_000;

    private final EdgeKeys keys;
    private final Outbox outbox;
    private final Deque<Message> ahead = new ArrayDeque<>();
    private final List<Deque<Underway>> underway = new ArrayList<>();
    private final long[] sent = new long[Priority.COUNT];
    private final Map<Long, Flight> inFlight = new HashMap<>();
    private int bytesInFlight;
    private long ticket;
    private long stalledSince = Long.MAX_VALUE;

    /// A sealed batch until its receipt.
    private static final class Underway {
        final long first;
        final long last;
        final NavigableMap<Integer, Chunk> toSend = new TreeMap<>();
        int unacknowledged;
        long acknowledgedAt = Long.MAX_VALUE;

        Underway(long first, long last, List<Chunk> chunks) {
            this.first = first;
            this.last = last;
            this.unacknowledged = chunks.size();
            chunks.forEach(chunk -> toSend.put(chunk.offset(), chunk));
        }
    }

    /// @param batch null for what belongs to none
    private record Flight(int bytes, @Nullable Underway batch, @Nullable Chunk chunk) {}

    private record Next(Message message, @Nullable Underway batch, @Nullable Chunk chunk) {}

    Sending(EdgeKeys keys, Outbox outbox) {
        this.keys = keys;
        this.outbox = outbox;
        for (int i = 0; i < Priority.COUNT; i++) {
            underway.add(new ArrayDeque<>());
        }
    }

    /// The contact is over. Pieces that were not acknowledged go out again at the next one, those
    /// that were do not: an image must come through a link that breaks more often than it takes.
    void end() {
        ahead.clear();
        inFlight.values()
                .forEach(flight -> {
                    if (flight.batch() != null && flight.chunk() != null) {
                        flight.batch().toSend.put(flight.chunk().offset(), flight.chunk());
                    }
                });
        inFlight.clear();
        bytesInFlight = 0;
        stalledSince = Long.MAX_VALUE;
    }

    /// Sends this before anything else.
    void ahead(Message message) {
        ahead.add(message);
    }

    void acknowledged(long which, long now) {
        Flight flight = inFlight.remove(which);
        if (flight != null) {
            bytesInFlight -= flight.bytes();
            stalledSince = inFlight.isEmpty() ? Long.MAX_VALUE : now;
            Underway batch = flight.batch();
            if (batch != null && --batch.unacknowledged == 0) {
                batch.acknowledgedAt = now;
            }
        }
    }

    /// The hub holds a chain up to a number.
    ///
    /// @param first whether this is the first word of the hub on this chain since the contact began
    void counted(Priority priority, long number, boolean first) {
        Deque<Underway> batches = underway.get(priority.code());
        while (!batches.isEmpty() && batches.getFirst().last <= number) {
            batches.removeFirst();
        }
        // What was under way goes on only if the hub stands exactly before it, and nothing of it
        // was
        // taken by the transport and then lost.
        boolean goesOn =
                !batches.isEmpty()
                        && batches.getFirst().first == number + 1
                        && batches.stream().allMatch(batch -> batch.unacknowledged > 0);
        if (number > sent[priority.code()] || (first && !goesOn)) {
            batches.clear();
            sent[priority.code()] = number;
        }
    }

    /// Nothing more of this chain.
    void stop(Priority priority) {
        underway.get(priority.code()).clear();
    }

    /// Chains whose acknowledged batches got no receipt go on from where they had one.
    void goBack(long now) {
        for (Priority priority : Priority.values()) {
            Deque<Underway> batches = underway.get(priority.code());
            if (!batches.isEmpty() && overdueAt(batches) <= now) {
                sent[priority.code()] = batches.getFirst().first - 1;
                batches.clear();
            }
        }
    }

    /// When [#goBack] has something to do; `Long.MAX_VALUE` when never.
    long overdueAt() {
        return underway.stream()
                .filter(batches -> !batches.isEmpty())
                .mapToLong(Sending::overdueAt)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private static long overdueAt(Deque<Underway> batches) {
        long at = batches.getFirst().acknowledgedAt;
        return at == Long.MAX_VALUE ? Long.MAX_VALUE : at + RECEIPT_MILLIS;
    }

    /// When the oldest unanswered state began; `Long.MAX_VALUE` with nothing in flight.
    long stalledSince() {
        return stalledSince;
    }

    /// Publishes until the window is full or nothing is left.
    ///
    /// @param records whether records may go: not before the hub has said where to begin
    void fill(long now, boolean records, boolean[] stopped, List<EdgeAction> actions)
            throws IOException {
        while (bytesInFlight + Message.MAX_BYTES <= WINDOW_BYTES) {
            Message first = ahead.poll();
            Next next =
                    first != null
                            ? new Next(first, null, null)
                            : records ? nextPiece(stopped) : null;
            if (next == null) {
                return;
            }
            byte[] bytes = next.message().encode();
            ticket++;
            if (inFlight.isEmpty()) {
                stalledSince = now;
            }
            inFlight.put(ticket, new Flight(bytes.length, next.batch(), next.chunk()));
            bytesInFlight += bytes.length;
            actions.add(new EdgeAction.Publish(ticket, bytes));
        }
    }

    private @Nullable Next nextPiece(boolean[] stopped) throws IOException {
        for (Priority priority : Priority.values()) {
            if (stopped[priority.code()]) {
                continue;
            }
            Underway batch = withPieces(priority);
            if (batch != null) {
                Chunk chunk = batch.toSend.pollFirstEntry().getValue();
                return new Next(new Message.Piece(chunk), batch, chunk);
            }
        }
        return null;
    }

    private @Nullable Underway withPieces(Priority priority) throws IOException {
        for (Underway batch : underway.get(priority.code())) {
            if (!batch.toSend.isEmpty()) {
                return batch;
            }
        }
        return cutNextBatch(priority);
    }

    private @Nullable Underway cutNextBatch(Priority priority) throws IOException {
        int place = priority.code();
        if (sent[place] >= outbox.recorded(priority).number()
                || underway.get(place).size() >= MAX_UNRECEIPTED) {
            return null;
        }
        List<Entry> entries = outbox.read(priority, sent[place] + 1, BATCH_RECORDS, BATCH_BYTES);
        Head before = outbox.headAt(priority, sent[place]);
        Batch batch =
                new Batch(
                        keys.node(),
                        outbox.incarnation(),
                        priority,
                        before,
                        entries.stream().map(Entry::payload).toList());
        byte[] envelope = BatchCodec.seal(batch, keys.hub(), keys.keyId(), keys.signer());
        Underway next = new Underway(batch.first(), batch.last(), Chunk.cut(envelope));
        underway.get(place).add(next);
        sent[place] = batch.last();
        return next;
    }
}
