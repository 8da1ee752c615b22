package org.forpost.protocol.sync;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.envelope.Chunk;
import org.forpost.protocol.envelope.Message;
import org.forpost.protocol.journal.Entry;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.receipt.Receipt;
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

    /// The same of images, one to a batch: small ones fill the window too.
    private static final int MAX_UNRECEIPTED_IMAGES = 8;

    /// Records of one batch: 200 share one signature and one dictionary.
    private static final int BATCH_RECORDS = 200;

    /// A batch of at least so many records is made to fit one piece: two whole pieces then fill the
    /// window all the time. A piece and a short one would leave the line idle a fifth of the time
    /// (measured), since a third one does not fit beside them. Fewer records in one piece would
    /// cost more bytes each than the idle line does.
    private static final int PIECE_RECORDS = 48;

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

    /// Records of the next batch of each chain; fewer while the hub looks for one that it cannot
    /// read.
    private final int[] limit = new int[Priority.COUNT];

    /// Records of each chain that came to one piece the last time.
    private final int[] fitting = new int[Priority.COUNT];

    /// Up to here a chain's records go in such smaller batches.
    private final long[] suspectUpTo = new long[Priority.COUNT];

    /// Records that the hub could not read even alone, by number: these go by their hash.
    private final List<Set<Long>> withheld = new ArrayList<>();

    /// Pieces that the hub holds of envelopes that are not whole there, by object: it said so.
    private final Map<String, BitSet> held = new HashMap<>();

    private int bytesInFlight;
    private long ticket;
    private long stalledSince = Long.MAX_VALUE;

    /// A sealed batch until its receipt.
    private static final class Underway {
        final Priority priority;
        final byte[] object;
        final boolean hashesOnly;
        final long first;
        final long last;
        final NavigableMap<Integer, Chunk> toSend = new TreeMap<>();
        int unacknowledged;
        long acknowledgedAt = Long.MAX_VALUE;

        Underway(Batch batch, List<Chunk> chunks) {
            this.priority = batch.priority();
            this.object = chunks.getFirst().object();
            this.hashesOnly =
                    batch.items().stream().allMatch(Batch.Item.Withheld.class::isInstance);
            this.first = batch.first();
            this.last = batch.last();
            this.unacknowledged = chunks.size();
            chunks.forEach(chunk -> toSend.put(chunk.offset(), chunk));
        }

        /// These pieces need not go again.
        void skip(BitSet pieces, long now) {
            pieces.stream()
                    .mapToObj(piece -> toSend.remove(piece * Chunk.PIECE_BYTES))
                    .filter(Objects::nonNull)
                    .forEach(skipped -> unacknowledged--);
            if (unacknowledged == 0) {
                acknowledgedAt = Math.min(acknowledgedAt, now);
            }
        }
    }

    private final Freight freight = new Freight();

    /// What a message on its way is of.
    private sealed interface Of {
        /// Of no envelope: a hello, a want.
        record Nothing() implements Of {}

        record Own(Underway batch, Chunk chunk) implements Of {}

        record Peers(Freight.Load load) implements Of {}

        record PeersHello(byte[] signed) implements Of {}
    }

    private record Flight(int bytes, Of of) {}

    private record Next(Message message, Of of) {}

    Sending(EdgeKeys keys, Outbox outbox) {
        this.keys = keys;
        this.outbox = outbox;
        for (int i = 0; i < Priority.COUNT; i++) {
            underway.add(new ArrayDeque<>());
            withheld.add(new HashSet<>());
        }
        Arrays.fill(limit, BATCH_RECORDS);
        Arrays.fill(fitting, BATCH_RECORDS);
    }

    /// A new incarnation: its chains begin from their beginning.
    void beginAnew() {
        underway.forEach(Deque::clear);
        withheld.forEach(Set::clear);
        held.clear();
        Arrays.fill(sent, 0);
        Arrays.fill(limit, BATCH_RECORDS);
        Arrays.fill(fitting, BATCH_RECORDS);
        Arrays.fill(suspectUpTo, 0);
    }

    /// The contact is over. Pieces that were not acknowledged go out again at the next one, those
    /// that were do not: an image must come through a link that breaks more often than it takes.
    void end(List<EdgeAction> actions) {
        ahead.clear();
        inFlight.values()
                .forEach(flight -> {
                    if (flight.of() instanceof Of.Own(Underway batch, Chunk chunk)) {
                        batch.toSend.put(chunk.offset(), chunk);
                    }
                });
        inFlight.clear();
        freight.end(actions);
        bytesInFlight = 0;
        stalledSince = Long.MAX_VALUE;
    }

    /// Sends this before anything else.
    void ahead(Message message) {
        ahead.add(message);
    }

    void acknowledged(long which, long now, List<EdgeAction> actions) {
        Flight flight = landed(which, now);
        if (flight == null) {
            return;
        }
        if (flight.of() instanceof Of.Own(Underway batch, Chunk _) && --batch.unacknowledged == 0) {
            batch.acknowledgedAt = now;
        }
        if (flight.of() instanceof Of.Peers(Freight.Load load)) {
            freight.acknowledged(load, actions);
        }
    }

    private @Nullable Flight landed(long which, long now) {
        Flight flight = inFlight.remove(which);
        if (flight != null) {
            bytesInFlight -= flight.bytes();
            stalledSince = inFlight.isEmpty() ? Long.MAX_VALUE : now;
        }
        return flight;
    }

    /// What is done about an envelope that the hub could not read.
    sealed interface Remedy {
        /// Its records go in smaller ones, or it was dealt with before.
        record Smaller() implements Remedy {}

        /// It held one record, which goes by its hash from now on.
        record Withhold(Priority priority, long number) implements Remedy {}

        /// Its records are not the reason.
        record None() implements Remedy {}
    }

    /// The hub holds these pieces: of what is under way, and of what will be sealed to the same
    /// bytes after a restart.
    void held(List<Receipt.Held> told, long now) {
        held.clear();
        for (Receipt.Held one : told) {
            held.put(HexFormat.of().formatHex(one.object()), BitSet.valueOf(one.bitmap()));
        }
        underway.forEach(batches -> batches.forEach(batch -> skipHeld(batch, now)));
        freight.held(this::heldOf);
    }

    private void skipHeld(Underway batch, long now) {
        BitSet pieces = heldOf(batch.object);
        if (pieces != null) {
            batch.skip(pieces, now);
        }
    }

    /// The transport's other end has refused a message.
    Remedy refused(long which, int code, long now, List<EdgeAction> actions) {
        Flight flight = landed(which, now);
        boolean malformed = code == HubConversation.PAYLOAD_FORMAT_INVALID;
        return switch (flight == null ? null : flight.of()) {
            // An answer that came twice.
            case null -> malformed ? new Remedy.Smaller() : new Remedy.None();
            case Of.Nothing _ -> new Remedy.None();
            case Of.Own own -> malformed ? remedy(own.batch()) : new Remedy.None();
            // What a peer made is no reason to stop: it is the peer's affair, and is told to it.
            case Of.Peers(Freight.Load load) -> {
                freight.rejected(load, code, actions);
                yield new Remedy.Smaller();
            }
            case Of.PeersHello(byte[] signed) -> {
                actions.add(
                        new EdgeAction.CarriedAway(
                                Sha256.of(signed),
                                new EdgeAction.CarriedAway.Outcome.Rejected(code)));
                yield new Remedy.Smaller();
            }
        };
    }

    /// Records flow from now on.
    void beginFreight() {
        freight.begin();
    }

    /// @return false when it is no hello
    boolean carryHello(byte[] signed) {
        return freight.hello(signed);
    }

    /// When a carried hello is to be said again; `Long.MAX_VALUE` when never.
    long carriedHelloDueAt() {
        return freight.helloDueAt();
    }

    /// Whether a hello of one of this node's journals is carried.
    boolean carriesFor(String node) {
        return freight.carriesFor(node);
    }

    /// The hub's word on another node's chain, over a wire.
    void peerReceipted(Receipt receipt, List<EdgeAction> actions) {
        freight.receipted(receipt, actions);
    }

    void carry(EdgeEvent.Carry carry, List<EdgeAction> actions) {
        freight.offer(carry, this::heldOf, actions);
    }

    private @Nullable BitSet heldOf(byte[] object) {
        return held.get(HexFormat.of().formatHex(object));
    }

    /// The hub says that it could not read this envelope.
    Remedy unreadable(byte[] object) {
        for (Deque<Underway> batches : underway) {
            for (Underway batch : batches) {
                if (Arrays.equals(batch.object, object)) {
                    return remedy(batch);
                }
            }
        }
        return new Remedy.Smaller();
    }

    private Remedy remedy(Underway batch) {
        int place = batch.priority.code();
        if (!underway.get(place).contains(batch)) {
            return new Remedy.Smaller();
        }
        // Those before it stay: one of them may be lost, and is missed only after a while.
        underway.get(place).removeIf(one -> one.first >= batch.first);
        sent[place] = batch.first - 1;
        if (batch.hashesOnly) {
            limit[place] = BATCH_RECORDS;
            suspectUpTo[place] = 0;
            withheld.get(place).clear();
            return new Remedy.None();
        }
        int records = (int) (batch.last - batch.first + 1);
        suspectUpTo[place] = Math.max(suspectUpTo[place], batch.last);
        limit[place] = Math.max(1, records / 2);
        if (records > 1) {
            return new Remedy.Smaller();
        }
        withheld.get(place).add(batch.first);
        return new Remedy.Withhold(batch.priority, batch.first);
    }

    /// The hub holds a chain up to a number.
    ///
    /// @param first whether this is the first word of the hub on this chain since the contact began
    void counted(Priority priority, long number, boolean first) {
        Deque<Underway> batches = underway.get(priority.code());
        while (!batches.isEmpty() && batches.getFirst().last <= number) {
            batches.removeFirst();
        }
        if (number >= suspectUpTo[priority.code()]) {
            limit[priority.code()] = BATCH_RECORDS;
            withheld.get(priority.code()).clear();
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

    /// Chains whose acknowledged batches got no receipt go on from where they had one.
    void goBack(long now) {
        for (Priority priority : Priority.values()) {
            Deque<Underway> batches = underway.get(priority.code());
            if (!batches.isEmpty() && overdueAt(batches) <= now) {
                sent[priority.code()] = batches.getFirst().first - 1;
                batches.clear();
                held.clear(); // whatever was held there did not become whole
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
    void fill(long now, boolean records, List<EdgeAction> actions) throws IOException {
        while (bytesInFlight + Message.MAX_BYTES <= WINDOW_BYTES) {
            Message first = ahead.poll();
            Next next =
                    first != null
                            ? new Next(first, new Of.Nothing())
                            : records ? nextOfAll(now) : null;
            if (next == null) {
                return;
            }
            byte[] bytes = next.message().encode();
            ticket++;
            if (inFlight.isEmpty()) {
                stalledSince = now;
            }
            inFlight.put(ticket, new Flight(bytes.length, next.of()));
            bytesInFlight += bytes.length;
            actions.add(new EdgeAction.Publish(ticket, bytes));
        }
    }

    private @Nullable Next nextOfAll(long now) throws IOException {
        byte[] hello = freight.nextHello(now);
        if (hello != null) {
            return new Next(new Message.CarriedHello(hello), new Of.PeersHello(hello));
        }
        Freight.Load load = freight.next(ownUrgency());
        return load == null
                ? nextPiece(now)
                : new Next(new Message.CarriedPiece(freight.take(load)), new Of.Peers(load));
    }

    /// Of what [#nextPiece] would give, without cutting a batch for it; null for nothing.
    private @Nullable Priority ownUrgency() {
        for (Priority priority : Priority.values()) {
            Deque<Underway> batches = underway.get(priority.code());
            if (batches.stream().anyMatch(batch -> !batch.toSend.isEmpty()) || mayCut(priority)) {
                return priority;
            }
        }
        return null;
    }

    private @Nullable Next nextPiece(long now) throws IOException {
        for (Priority priority : Priority.values()) {
            Underway batch = withPieces(priority, now);
            if (batch != null) {
                Chunk chunk = batch.toSend.pollFirstEntry().getValue();
                return new Next(new Message.Piece(chunk), new Of.Own(batch, chunk));
            }
        }
        return null;
    }

    private @Nullable Underway withPieces(Priority priority, long now) throws IOException {
        for (Underway batch : underway.get(priority.code())) {
            if (!batch.toSend.isEmpty()) {
                return batch;
            }
        }
        Underway next = cutNextBatch(priority, now);
        return next == null || next.toSend.isEmpty() ? null : next;
    }

    private @Nullable Underway cutNextBatch(Priority priority, long now) throws IOException {
        int place = priority.code();
        if (!mayCut(priority)) {
            return null;
        }
        // One image each: after a restart it is cut, and sealed, to the same pieces again.
        int most = priority == Priority.IMAGE ? 1 : Math.min(limit[place], fitting[place]);
        List<Entry> entries = outbox.read(priority, sent[place] + 1, most, BATCH_BYTES);
        Head before = outbox.headAt(priority, sent[place]);
        Batch batch = batch(priority, before, entries);
        byte[] envelope = seal(batch);
        int fit = entries.size() * Chunk.PIECE_BYTES / envelope.length - 1;
        while (envelope.length > Chunk.PIECE_BYTES && fit >= PIECE_RECORDS) {
            batch = batch(priority, before, entries.subList(0, fit));
            envelope = seal(batch);
            fitting[place] = fit;
            fit -= 2;
        }
        if (envelope.length < Chunk.PIECE_BYTES - PIECE_RECORDS) {
            fitting[place] = Math.min(BATCH_RECORDS, fitting[place] + 1);
        }
        Underway next = new Underway(batch, Chunk.cut(envelope));
        skipHeld(next, now);
        underway.get(place).add(next);
        sent[place] = batch.last();
        return next;
    }

    private boolean mayCut(Priority priority) {
        int place = priority.code();
        return sent[place] < outbox.recorded(priority).number()
                && underway.get(place).size() < most(place);
    }

    private Batch batch(Priority priority, Head before, List<Entry> entries) {
        int place = priority.code();
        return new Batch(
                keys.node(),
                outbox.incarnation(),
                priority,
                before,
                entries.stream().map(entry -> item(place, entry)).toList());
    }

    private byte[] seal(Batch batch) {
        return BatchCodec.seal(batch, keys.hub(), keys.keyId(), keys.signer());
    }

    /// One at a time while the hub looks for a record: behind a refused one the others are a gap.
    private int most(int place) {
        if (limit[place] < BATCH_RECORDS) {
            return 1;
        }
        return place == Priority.IMAGE.code() ? MAX_UNRECEIPTED_IMAGES : MAX_UNRECEIPTED;
    }

    private Batch.Item item(int place, Entry entry) {
        return withheld.get(place).contains(entry.head().number())
                ? new Batch.Item.Withheld(Sha256.of(entry.payload()))
                : new Batch.Item.Whole(entry.payload());
    }
}
