package org.forpost.edge.post;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.journal.Entry;
import org.forpost.protocol.receipt.Hello;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.sync.EdgeKeys;
import org.forpost.protocol.sync.Outbox;

/// Gives one peer what this lane has recorded and the hub has not receipted. Knows no network:
/// events in, messages out.
///
/// ```
/// closed ── opened, greeting ──► greeted ── stand ──► handing ── keep, held, keep, … ──► all is held
///    ▲                                                   │ full: the chain rests for a minute
///    └───────────────────── closed ──────────────────────┘ a new incarnation: greets again
/// ```
///
/// What goes are ordinary signed batches, sealed to the hub (SPEC.md §3): the same that would go
/// over MQTT. A record goes as soon as it is durable; while an envelope is on its way the next ones
/// gather, so that a burst costs few of the peer's forces. One thread at a time.
final class Handover {
    /// Envelopes that are not answered yet: the peer forces one while the next is on the wire.
    private static final int MOST_UNDERWAY = 2;

    /// As over MQTT (SPEC.md §3.2).
    private static final int BATCH_RECORDS = 200;

    private static final int BATCH_BYTES = 48 * 1024;

    /// How long a chain rests after the peer had no room for it.
    private static final long FULL_MILLIS = 60_000;

    private final EdgeKeys keys;
    private final Outbox outbox;
    private final LongSupplier wallMillis;
    private final LongSupplier monotonicMillis;
    private final long[] receipted = new long[Priority.COUNT];
    private final long[] next = new long[Priority.COUNT];
    private final long[] held = new long[Priority.COUNT];
    private final long[] restUntil = new long[Priority.COUNT];

    /// What is under way, by chain: first number and last.
    private final List<Map<Long, Long>> underway = new ArrayList<>();

    private byte[] incarnation = {};
    private boolean handing;

    /// @param receipted up to which number of each chain the hub's receipt was known at the start
    Handover(
            EdgeKeys keys,
            Outbox outbox,
            long[] receipted,
            LongSupplier wallMillis,
            LongSupplier monotonicMillis) {
        this.keys = keys;
        this.outbox = outbox;
        this.wallMillis = wallMillis;
        this.monotonicMillis = monotonicMillis;
        System.arraycopy(receipted, 0, this.receipted, 0, Priority.COUNT);
        for (int i = 0; i < Priority.COUNT; i++) {
            underway.add(new HashMap<>());
        }
    }

    /// The peer is there.
    List<CustodyMessage> opened() {
        incarnation = outbox.incarnation();
        handing = false;
        Arrays.fill(restUntil, 0);
        underway.forEach(Map::clear);
        return List.of(new CustodyMessage.Greeting(hello().sign(keys.keyId(), keys.signer())));
    }

    /// What the peer holds it still holds.
    void closed() {
        handing = false;
    }

    /// The journal has more durable entries, or time has passed.
    List<CustodyMessage> look() throws IOException {
        if (incarnation.length > 0 && !Arrays.equals(incarnation, outbox.incarnation())) {
            Arrays.fill(held, 0);
            Arrays.fill(receipted, 0);
            return opened();
        }
        return fill();
    }

    /// The hub holds a chain of the present incarnation up to here.
    void receipted(Priority priority, long number) {
        int place = priority.code();
        receipted[place] = Math.max(receipted[place], number);
        next[place] = Math.max(next[place], number + 1);
    }

    /// @throws MalformedException when a message is none that a peer may send: the stream ends
    List<CustodyMessage> on(CustodyMessage message) throws MalformedException, IOException {
        switch (message) {
            case CustodyMessage.Stand stand -> {
                for (Priority priority : Priority.values()) {
                    stands(priority, stand.chains().get(priority.code()));
                }
                handing = true;
            }
            case CustodyMessage.Held answer -> {
                int place = answer.priority().code();
                answered(place, answer.first(), answer.last());
                // In order: what came before it was held, or is receipted.
                held[place] = Math.max(held[place], answer.last());
            }
            case CustodyMessage.Full answer -> {
                int place = answer.priority().code();
                answered(place, answer.first(), answer.last());
                next[place] = Math.min(next[place], answer.first());
                restUntil[place] = monotonicMillis.getAsLong() + FULL_MILLIS;
            }
            case CustodyMessage.Greeting _, CustodyMessage.Keep _, CustodyMessage.Word _ ->
                    throw new MalformedException("custody.kind", "2, 4 or 5 of a peer", "other");
        }
        return fill();
    }

    private void answered(int place, long first, long last) throws MalformedException {
        if (!underway.get(place).remove(first, last)) {
            throw new MalformedException(
                    "custody.number", "what is under way", "an answer to " + first + ".." + last);
        }
    }

    private void stands(Priority priority, List<CustodyMessage.Run> runs) throws IOException {
        int place = priority.code();
        long upTo = Math.max(receipted[place], outbox.firstReadable(priority) - 1);
        held[place] = 0;
        for (CustodyMessage.Run run : runs) {
            if (run.first() <= upTo + 1 && run.last() > upTo && isOurs(priority, run)) {
                upTo = run.last();
                held[place] = run.last();
            }
        }
        next[place] = upTo + 1;
    }

    /// A disk that was restored has other records under these numbers.
    private boolean isOurs(Priority priority, CustodyMessage.Run run) throws IOException {
        return run.from() >= 1
                && run.from() <= run.last()
                && run.last() <= outbox.recorded(priority).number()
                && Arrays.equals(outbox.headAt(priority, run.from() - 1).hash(), run.before());
    }

    private List<CustodyMessage> fill() throws IOException {
        List<CustodyMessage> messages = new ArrayList<>();
        if (!handing) {
            return messages;
        }
        long now = monotonicMillis.getAsLong();
        for (Priority priority : Priority.values()) {
            int place = priority.code();
            while (underwayInAll() < MOST_UNDERWAY
                    && restUntil[place] <= now
                    && next[place] <= outbox.recorded(priority).number()) {
                messages.add(cut(priority));
            }
        }
        return messages;
    }

    private int underwayInAll() {
        return underway.stream().mapToInt(Map::size).sum();
    }

    private CustodyMessage cut(Priority priority) throws IOException {
        int place = priority.code();
        List<Entry> entries =
                outbox.read(
                        priority,
                        next[place],
                        priority == Priority.IMAGE ? 1 : BATCH_RECORDS,
                        BATCH_BYTES);
        Batch batch =
                Batch.of(
                        keys.node(),
                        incarnation,
                        priority,
                        outbox.headAt(priority, next[place] - 1),
                        entries.stream().map(Entry::payload).toList());
        underway.get(place).put(batch.first(), batch.last());
        next[place] = batch.last() + 1;
        return new CustodyMessage.Keep(
                BatchCodec.seal(batch, keys.hub(), keys.keyId(), keys.signer()));
    }

    /// Up to which number of a chain this peer has all that is not receipted on its disk.
    long heldUpTo(Priority priority) {
        return held[priority.code()];
    }

    /// Whether the peer had no room for something, and still may not.
    boolean full() {
        long now = monotonicMillis.getAsLong();
        return Arrays.stream(restUntil).anyMatch(until -> until > now);
    }

    private Hello hello() {
        long[] recorded = new long[Priority.COUNT];
        for (Priority priority : Priority.values()) {
            recorded[priority.code()] = outbox.recorded(priority).number();
        }
        List<byte[]> former = outbox.formerIncarnations();
        return new Hello(
                keys.node(),
                incarnation,
                recorded,
                receipted.clone(),
                new TreeMap<>(),
                Math.max(0, wallMillis.getAsLong()),
                new long[Priority.COUNT],
                former.isEmpty() ? null : former.getLast());
    }
}
