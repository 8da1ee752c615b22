package org.forpost.protocol.bundle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.journal.Entry;
import org.forpost.protocol.receipt.Hello;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.sync.EdgeKeys;
import org.forpost.protocol.sync.Outbox;
import org.jspecify.annotations.Nullable;

/// A node packs what the hub has not receipted, file by file (SPEC.md §8):
///
/// ```
///   need() ──► begin() ──► step() … step() ──► manifest: done
///                 │           └─ a file that is there already is not written again
///                 └─ an old manifest and answer are taken away, the plan is written or followed
/// ```
///
/// Stopped anywhere, it begins again with `begin()` and comes to the same files. The journal is
/// only read.
public final class Packing {
    /// As over MQTT: 200 records share one signature and one dictionary.
    private static final int BATCH_RECORDS = 200;

    /// Their bytes; one image is more and goes alone.
    private static final int BATCH_BYTES = 48 * 1024;

    /// What an envelope has besides its records, at the most: header, key, tags, signature, length,
    /// and Deflate's own where nothing could be compressed.
    private static final int ENVELOPE_OVERHEAD = 1024;

    private final EdgeKeys keys;
    private final byte[] hub;
    private final Outbox outbox;
    private final Hello standing;
    private final List<byte[]> receipts;
    private final LongSupplier wallMillis;
    private final Medium medium;
    private final List<BundleManifest.RecordsFile> files = new ArrayList<>();
    private final long[] next = new long[Priority.COUNT];
    private Plan plan;
    private EnvelopeFile open = new EnvelopeFile();
    private byte @Nullable [] held;
    private long sealedRecords;
    private long inOpen;
    private long packed;
    private long written;
    private long kept;
    private long budget = Long.MAX_VALUE;
    private boolean done;

    /// @param hub [BundleManifest#hubId] of the hub that `keys` seals to
    /// @param outbox what is recorded durably; it does not change while this packs
    /// @param standing what the node would say in a hello: its receipted numbers say where to begin
    /// @param receipts the hub's last ones, signed
    /// @param wallMillis told and used for nothing
    public Packing(
            EdgeKeys keys,
            byte[] hub,
            Outbox outbox,
            Hello standing,
            List<byte[]> receipts,
            LongSupplier wallMillis,
            Medium medium) {
        this.keys = keys;
        this.hub = hub.clone();
        this.outbox = outbox;
        this.standing = standing;
        this.receipts = List.copyOf(receipts);
        this.wallMillis = wallMillis;
        this.medium = medium;
        this.plan = fresh();
    }

    /// What packing takes.
    ///
    /// @param records that wait for a receipt
    /// @param bytes that they take at most
    public record Need(long records, long bytes) {}

    /// What was packed.
    ///
    /// @param files of records
    /// @param bytes of them
    /// @param keptBytes of these that were there already, from a run that was cut short
    /// @param left records that were planned and did not go in: for the next bundle
    public record Packed(int files, long records, long bytes, long keptBytes, long left) {}

    private Plan fresh() {
        long[] from = new long[Priority.COUNT];
        long[] to = new long[Priority.COUNT];
        for (Priority priority : Priority.values()) {
            int place = priority.code();
            from[place] = Math.max(standing.receipted()[place] + 1, outbox.firstReadable(priority));
            to[place] = outbox.recorded(priority).number();
        }
        return new Plan(outbox.incarnation(), from, to);
    }

    /// Reads what waits and says how much room it takes at most.
    public Need need() throws IOException {
        long bytes = BundleManifest.MAX_BYTES;
        for (Priority priority : Priority.values()) {
            long number = plan.from()[priority.code()];
            while (number <= plan.to()[priority.code()]) {
                List<Entry> entries = read(priority, number);
                bytes += ENVELOPE_OVERHEAD;
                for (Entry entry : entries) {
                    bytes += entry.payload().length + 5;
                }
                number += entries.size();
            }
        }
        return new Need(plan.records(), bytes);
    }

    /// Bytes on the medium that may be used: what is free, and what an earlier run left there.
    public long room() throws IOException {
        long room = medium.room() + medium.length(Names.MANIFEST) + medium.length(Names.ANSWER);
        for (int i = 0; i < BundleManifest.MAX_FILES; i++) {
            long length = medium.length(Names.records(i));
            if (length == 0) {
                break;
            }
            room += length;
        }
        return room;
    }

    /// Begins, or goes on where an earlier run was cut short.
    ///
    /// @param most bytes that may be used; the most urgent records go first
    /// @return whether an earlier run is gone on with
    public boolean begin(long most) throws IOException {
        budget = most - BundleManifest.MAX_BYTES;
        Plan earlier = earlier();
        if (earlier != null) {
            plan = earlier;
        } else {
            medium.delete(Names.MANIFEST);
            medium.delete(Names.ANSWER);
            for (int role = 1; role <= 4; role++) {
                medium.delete(Names.release(role));
            }
            medium.write(Names.PLAN, plan.encode());
        }
        System.arraycopy(plan.from(), 0, next, 0, Priority.COUNT);
        return earlier != null;
    }

    /// The plan of a run that did not come to its manifest, where it is still of use.
    private @Nullable Plan earlier() throws IOException {
        byte[] bytes = medium.read(Names.PLAN, Plan.MAX_BYTES);
        if (bytes == null || medium.length(Names.MANIFEST) > 0) {
            return null;
        }
        Plan found;
        try {
            found = Plan.decode(bytes);
        } catch (MalformedException e) {
            return null;
        }
        boolean follows = found.isOf(outbox.incarnation());
        boolean news = false;
        for (Priority priority : Priority.values()) {
            int place = priority.code();
            long from = found.from()[place];
            long to = found.to()[place];
            follows &=
                    from >= outbox.firstReadable(priority)
                            && from <= standing.receipted()[place] + 1
                            && to <= outbox.recorded(priority).number();
            news |= to > standing.receipted()[place];
        }
        return follows && news ? found : null;
    }

    /// Records in all, for a progress bar.
    public long records() {
        return plan.records();
    }

    /// Records that are in files by now.
    public long packed() {
        return packed;
    }

    /// Packs one file, or the manifest after the last.
    ///
    /// @return null while there is more to do
    /// @throws IOException when the medium fails or is gone: begin again with another [Packing]
    public @Nullable Packed step() throws IOException {
        if (done) {
            throw new IllegalStateException("all is packed");
        }
        boolean full = fillFile();
        if (open.envelopes() > 0 && within(open)) {
            put(open.toByteArray(), open.envelopes());
            open = new EnvelopeFile();
            if (full && files.size() < BundleManifest.MAX_FILES) {
                return null;
            }
        }
        return finish();
    }

    private boolean within(EnvelopeFile file) {
        if (written + kept + file.toByteArray().length <= budget) {
            packed += inOpen;
            inOpen = 0;
            return true;
        }
        return false;
    }

    /// @return whether the file is full, and not the last
    private boolean fillFile() throws IOException {
        while (true) {
            byte[] envelope = held == null ? seal() : held;
            held = null;
            if (envelope == null) {
                return false;
            }
            if (!open.hasRoomFor(envelope)) {
                held = envelope;
                return true;
            }
            open.add(envelope);
            inOpen += sealedRecords;
            sealedRecords = 0;
        }
    }

    /// The next envelope, the most urgent first; null after the last.
    private byte @Nullable [] seal() throws IOException {
        for (Priority priority : Priority.values()) {
            int place = priority.code();
            long number = next[place];
            if (number > plan.to()[place]) {
                continue;
            }
            List<Entry> entries = read(priority, number);
            Batch batch =
                    new Batch(
                            keys.node(),
                            outbox.incarnation(),
                            priority,
                            outbox.headAt(priority, number - 1),
                            entries.stream()
                                    .<Batch.Item>map(entry -> new Batch.Item.Whole(entry.payload()))
                                    .toList());
            next[place] = batch.last() + 1;
            sealedRecords += entries.size();
            return BatchCodec.seal(batch, keys.hub(), keys.keyId(), keys.signer());
        }
        return null;
    }

    /// Records of one batch: one image, or as many others as go together.
    private List<Entry> read(Priority priority, long number) throws IOException {
        long left = plan.to()[priority.code()] - number + 1;
        int most = priority == Priority.IMAGE ? 1 : (int) Math.min(BATCH_RECORDS, left);
        List<Entry> entries = outbox.read(priority, number, most, BATCH_BYTES);
        if (entries.isEmpty()) {
            throw new IOException(
                    "record " + number + " of chain " + priority.code() + " cannot be read");
        }
        return entries;
    }

    /// A file that is there already, bit for bit, is not written again: writing is what takes time
    /// on a stick.
    private void put(byte[] file, int envelopes) throws IOException {
        String name = Names.records(files.size());
        if (medium.length(name) == file.length && Arrays.equals(readBack(name), file)) {
            kept += file.length;
        } else {
            medium.write(name, file);
            written += file.length;
        }
        files.add(new BundleManifest.RecordsFile(envelopes, file.length, Sha256.of(file)));
    }

    private byte @Nullable [] readBack(String name) {
        try {
            return medium.read(name, EnvelopeFile.MAX_BYTES);
        } catch (IOException e) {
            return null; // a bad sector, or something that is no file: written anew
        }
    }

    private Packed finish() throws IOException {
        for (int i = files.size(); medium.length(Names.records(i)) > 0; i++) {
            medium.delete(Names.records(i));
        }
        BundleManifest manifest =
                new BundleManifest(
                        keys.node(),
                        hub,
                        Math.max(0, wallMillis.getAsLong()),
                        List.of(standing.sign(keys.keyId(), keys.signer())),
                        files,
                        receipts);
        medium.write(Names.MANIFEST, manifest.sign(keys.keyId(), keys.signer()));
        medium.delete(Names.PLAN);
        done = true;
        return new Packed(files.size(), packed, written + kept, kept, plan.records() - packed);
    }
}
