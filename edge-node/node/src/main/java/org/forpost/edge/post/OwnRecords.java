package org.forpost.edge.post;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.journal.Entry;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.sync.EdgeKeys;
import org.forpost.protocol.sync.Outbox;
import org.jspecify.annotations.Nullable;

/// This lane's journal as sealed batches, for whoever carries them: cut as for MQTT (SPEC.md §3.2),
/// at the number that is asked for. One thread at a time.
///
/// Where the hub says that it could not read one, its records come in smaller ones, and a single
/// record that it cannot read goes by its hash (SPEC.md §3.4).
final class OwnRecords {
    private static final int BATCH_RECORDS = 200;
    private static final int BATCH_BYTES = 48 * 1024;

    /// What the hub may still answer to.
    private static final int MOST_REMEMBERED = 64;

    private final EdgeKeys keys;
    private final Outbox outbox;
    private byte[] incarnation;
    private final int[] limit = new int[Priority.COUNT];
    private final long[] suspectUpTo = new long[Priority.COUNT];
    private final Map<Priority, Set<Long>> withheld = new HashMap<>();
    private final Map<String, Cut> cuts =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Cut> eldest) {
                    return size() > MOST_REMEMBERED;
                }
            };

    private record Cut(Priority priority, long first, long last) {}

    OwnRecords(EdgeKeys keys, Outbox outbox) {
        this.keys = keys;
        this.outbox = outbox;
        this.incarnation = outbox.incarnation();
        Arrays.fill(limit, BATCH_RECORDS);
    }

    String node() {
        return keys.node();
    }

    byte[] incarnation() {
        return outbox.incarnation();
    }

    /// Number of the last durable record of each chain, by priority.
    long[] last() {
        long[] last = new long[Priority.COUNT];
        for (Priority priority : Priority.values()) {
            last[priority.code()] = outbox.recorded(priority).number();
        }
        return last;
    }

    /// A sealed batch that begins with a record.
    ///
    /// @return null where the journal does not have it: it never had, or has let it go
    byte @Nullable [] from(Priority priority, long number) throws IOException {
        if (!Arrays.equals(incarnation, outbox.incarnation())) {
            beginAnew();
        }
        int place = priority.code();
        if (number < outbox.firstReadable(priority)
                || number < 1
                || number > outbox.recorded(priority).number()) {
            return null;
        }
        if (number > suspectUpTo[place]) {
            limit[place] = BATCH_RECORDS;
            withheld.remove(priority);
        }
        int most = priority == Priority.IMAGE ? 1 : limit[place];
        List<Entry> entries = outbox.read(priority, number, most, BATCH_BYTES);
        Head before = outbox.headAt(priority, number - 1);
        Set<Long> hidden = withheld.getOrDefault(priority, Set.of());
        Batch batch =
                new Batch(
                        keys.node(),
                        incarnation,
                        priority,
                        before,
                        entries.stream().map(entry -> item(hidden, entry)).toList());
        byte[] envelope = BatchCodec.seal(batch, keys.hub(), keys.keyId(), keys.signer());
        cuts.put(hex(Sha256.of(envelope)), new Cut(priority, batch.first(), batch.last()));
        return envelope;
    }

    private static Batch.Item item(Set<Long> hidden, Entry entry) {
        return hidden.contains(entry.head().number())
                ? new Batch.Item.Withheld(Sha256.of(entry.payload()))
                : new Batch.Item.Whole(entry.payload());
    }

    /// The hub could not read this envelope.
    ///
    /// @return number of a record that goes by its hash from now on; 0 where none does
    long unreadable(byte[] object) {
        Cut cut = cuts.remove(hex(object));
        if (cut == null) {
            return 0;
        }
        int place = cut.priority().code();
        int records = (int) (cut.last() - cut.first() + 1);
        suspectUpTo[place] = Math.max(suspectUpTo[place], cut.last());
        limit[place] = Math.max(1, Math.min(limit[place], records / 2));
        if (records > 1
                || !withheld.computeIfAbsent(cut.priority(), _ -> new HashSet<>())
                        .add(cut.first())) {
            return 0;
        }
        return cut.first();
    }

    private void beginAnew() {
        incarnation = outbox.incarnation();
        Arrays.fill(limit, BATCH_RECORDS);
        Arrays.fill(suspectUpTo, 0);
        withheld.clear();
        cuts.clear();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
