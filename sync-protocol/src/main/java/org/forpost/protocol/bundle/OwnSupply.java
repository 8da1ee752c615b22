package org.forpost.protocol.bundle;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.journal.Entry;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.sync.EdgeKeys;
import org.forpost.protocol.sync.Outbox;
import org.jspecify.annotations.Nullable;

/// Records of the node that packs, sealed as they go in.
final class OwnSupply {
    /// As over MQTT: 200 records share one signature and one dictionary.
    private static final int BATCH_RECORDS = 200;

    /// Their bytes; one image is more and goes alone.
    private static final int BATCH_BYTES = 48 * 1024;

    /// What an envelope has besides its records, at the most: header, key, tags, signature, length,
    /// and Deflate's own where nothing could be compressed.
    private static final int ENVELOPE_OVERHEAD = 1024;

    private final EdgeKeys keys;
    private final Outbox outbox;
    private final List<Plan.Stretch> stretches;
    private final Map<Priority, Long> next = new EnumMap<>(Priority.class);

    /// @param stretches of the present incarnation, one of each chain that has any
    OwnSupply(EdgeKeys keys, Outbox outbox, List<Plan.Stretch> stretches) {
        this.keys = keys;
        this.outbox = outbox;
        this.stretches = stretches;
        stretches.forEach(one -> next.put(one.priority(), one.from()));
    }

    long records() {
        return stretches.stream().mapToLong(Plan.Stretch::records).sum();
    }

    /// Reads all of it and says how many bytes it takes at most.
    long mostBytes() throws IOException {
        long bytes = 0;
        for (Plan.Stretch one : stretches) {
            long number = one.from();
            while (number <= one.to()) {
                List<Entry> entries = read(one, number);
                bytes += ENVELOPE_OVERHEAD;
                for (Entry entry : entries) {
                    bytes += entry.payload().length + 5;
                }
                number += entries.size();
            }
        }
        return bytes;
    }

    /// The next envelope of this chain; null after the last.
    @Nullable Packet next(Priority priority) throws IOException {
        for (Plan.Stretch one : stretches) {
            long number = next.getOrDefault(priority, Long.MAX_VALUE);
            if (one.priority() == priority && number <= one.to()) {
                List<Entry> entries = read(one, number);
                next.put(priority, number + entries.size());
                return new Packet(seal(priority, number, entries), keys.node(), entries.size());
            }
        }
        return null;
    }

    private byte[] seal(Priority priority, long number, List<Entry> entries) throws IOException {
        Batch batch =
                new Batch(
                        keys.node(),
                        outbox.incarnation(),
                        priority,
                        outbox.headAt(priority, number - 1),
                        entries.stream()
                                .<Batch.Item>map(entry -> new Batch.Item.Whole(entry.payload()))
                                .toList());
        return BatchCodec.seal(batch, keys.hub(), keys.keyId(), keys.signer());
    }

    /// Records of one batch: one image, or as many others as go together.
    private List<Entry> read(Plan.Stretch stretch, long number) throws IOException {
        Priority priority = stretch.priority();
        long left = stretch.to() - number + 1;
        int most = priority == Priority.IMAGE ? 1 : (int) Math.min(BATCH_RECORDS, left);
        List<Entry> entries = outbox.read(priority, number, most, BATCH_BYTES);
        if (entries.isEmpty()) {
            throw new IOException(
                    "record " + number + " of chain " + priority.code() + " cannot be read");
        }
        return entries;
    }
}
