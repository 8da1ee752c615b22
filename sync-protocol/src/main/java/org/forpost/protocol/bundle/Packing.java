package org.forpost.protocol.bundle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.receipt.Hello;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.sync.EdgeKeys;
import org.forpost.protocol.sync.Outbox;
import org.jspecify.annotations.Nullable;

/// A node packs what the hub has not receipted, its own records and those that it keeps for its
/// peers, file by file (SPEC.md §8):
///
/// ```
///   need() ──► begin() ──► step() … step() ──► manifest: done
///                 │           └─ a file that is there already is not written again
///                 └─ an old manifest and answer are taken away, the plan is written or followed
/// ```
///
/// Stopped anywhere, it begins again with `begin()` and comes to the same files. The journal and
/// what is kept for peers are only read.
public final class Packing {
    /// A file takes whole blocks of a stick; exFAT's are as long as this.
    private static final int BLOCK_BYTES = 128 * 1024;

    private final EdgeKeys keys;
    private final byte[] hub;
    private final Outbox outbox;
    private final Hello standing;
    private final List<byte[]> receipts;
    private final HeldForPeers custody;
    private final LongSupplier wallMillis;
    private final Medium medium;
    private final List<BundleManifest.RecordsFile> files = new ArrayList<>();
    private final List<Packet> inOpen = new ArrayList<>();
    private final SortedMap<String, Long> packed = new TreeMap<>();
    private OwnSupply own;
    private PeerSupply peers;
    private EnvelopeFile open = new EnvelopeFile();
    private @Nullable Packet held;
    private long written;
    private long kept;
    private long blocks;
    private long budget = Long.MAX_VALUE;
    private long leftOut;
    private boolean done;

    /// @param hub [BundleManifest#hubId] of the hub that `keys` seals to
    /// @param outbox what is recorded durably; it does not change while this packs
    /// @param standing what the node would say in a hello: its receipted numbers say where to begin
    /// @param receipts the hub's last ones, signed, of this node and its peers; what is more than a
    ///   bundle holds is left out
    /// @param custody what the node keeps for its peers
    /// @param wallMillis told and used for nothing
    public Packing(
            EdgeKeys keys,
            byte[] hub,
            Outbox outbox,
            Hello standing,
            List<byte[]> receipts,
            HeldForPeers custody,
            LongSupplier wallMillis,
            Medium medium) {
        this.keys = keys;
        this.hub = hub.clone();
        this.outbox = outbox;
        this.standing = standing;
        this.receipts =
                List.copyOf(
                        receipts.subList(
                                0, Math.min(receipts.size(), BundleManifest.MAX_RECEIPTS)));
        this.custody = custody;
        this.wallMillis = wallMillis;
        this.medium = medium;
        Plan plan = fresh();
        this.own = ownSupply(plan);
        this.peers = new PeerSupply(custody, plan);
        this.leftOut = peers.leftOut();
    }

    /// What packing takes.
    ///
    /// @param records that wait for a receipt
    /// @param bytes that they take at most
    /// @param byNode of these records, those of each node
    public record Need(long records, long bytes, SortedMap<String, Long> byNode) {}

    /// What was packed.
    ///
    /// @param files of records
    /// @param records that went in
    /// @param byNode of these, those of each node
    /// @param bytes of the files
    /// @param keptBytes of these that were there already, from a run that was cut short
    /// @param left records that wait and did not go in: for the next bundle
    /// @param faults records of peers that could not be read, each in one line
    public record Packed(
            int files,
            long records,
            SortedMap<String, Long> byNode,
            long bytes,
            long keptBytes,
            long left,
            List<String> faults) {}

    private Plan fresh() {
        String incarnation = incarnation();
        List<Plan.Stretch> stretches = new ArrayList<>();
        for (Priority priority : Priority.values()) {
            stretches.add(
                    new Plan.Stretch(
                            keys.node(),
                            incarnation,
                            priority,
                            Math.max(
                                    standing.receipted()[priority.code()] + 1,
                                    outbox.firstReadable(priority)),
                            outbox.recorded(priority).number()));
        }
        stretches.addAll(PeerSupply.waiting(custody, BundleManifest.MAX_HELLOS - 1));
        return new Plan(stretches);
    }

    private String incarnation() {
        return HexFormat.of().formatHex(outbox.incarnation());
    }

    private OwnSupply ownSupply(Plan plan) {
        String incarnation = incarnation();
        return new OwnSupply(
                keys,
                outbox,
                plan.stretches().stream()
                        .filter(one -> one.isOf(keys.node(), incarnation))
                        .toList());
    }

    /// Reads what waits and says how much room it takes at most.
    public Need need() throws IOException {
        long bytes = own.mostBytes() + peers.bytes();
        long mostFiles = bytes / (EnvelopeFile.MAX_BYTES / 2) + 1;
        return new Need(
                records(), BundleManifest.MAX_BYTES + bytes + mostFiles * BLOCK_BYTES, planned());
    }

    private SortedMap<String, Long> planned() {
        SortedMap<String, Long> byNode = new TreeMap<>(peers.records());
        byNode.merge(keys.node(), own.records(), Long::sum);
        return byNode;
    }

    /// Bytes on the medium that may be used: what is free, and what an earlier run left there.
    public long room() throws IOException {
        long room = medium.room() + medium.length(Names.MANIFEST) + medium.length(Names.ANSWER);
        for (int i = 0; i < BundleManifest.MAX_FILES; i++) {
            long length = medium.length(Names.records(i));
            if (length == 0) {
                break;
            }
            room += blocksOf(length);
        }
        return room;
    }

    private static long blocksOf(long bytes) {
        return (bytes + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
    }

    private static long wholeBlocks(long bytes) {
        return Math.max(0, bytes) / BLOCK_BYTES * BLOCK_BYTES;
    }

    /// Begins, or goes on where an earlier run was cut short.
    ///
    /// @param most bytes that may be used; the most urgent records go first
    /// @return whether an earlier run is gone on with
    public boolean begin(long most) throws IOException {
        budget = most - BundleManifest.MAX_BYTES;
        Plan earlier = earlier();
        if (earlier != null) {
            own = ownSupply(earlier);
            peers = new PeerSupply(custody, earlier);
            leftOut = peers.leftOut();
        } else {
            medium.delete(Names.MANIFEST);
            medium.delete(Names.ANSWER);
            for (int role = 1; role <= 4; role++) {
                medium.delete(Names.release(role));
            }
            medium.write(Names.PLAN, fresh().encode());
        }
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
        boolean follows = true;
        boolean news = false;
        String incarnation = incarnation();
        for (Priority priority : Priority.values()) {
            Plan.Stretch one = found.of(keys.node(), incarnation, priority);
            if (one == null) {
                return null;
            }
            long receipted = standing.receipted()[priority.code()];
            follows &=
                    one.from() >= outbox.firstReadable(priority)
                            && one.from() <= receipted + 1
                            && one.to() <= outbox.recorded(priority).number();
            news |= one.to() > receipted;
        }
        return follows && (news || new PeerSupply(custody, found).waits()) ? found : null;
    }

    /// Records in all, for a progress bar.
    public long records() {
        return sum(planned());
    }

    /// Records that are in files by now.
    public long packed() {
        return sum(packed);
    }

    private static long sum(SortedMap<String, Long> byNode) {
        return byNode.values().stream().mapToLong(Long::longValue).sum();
    }

    /// Packs one file, or the manifest after the last.
    ///
    /// @return null while there is more to do
    /// @throws IOException when the medium fails or is gone: begin again with another [Packing]
    public @Nullable Packed step() throws IOException {
        if (done) {
            throw new IllegalStateException("all is packed");
        }
        long room = Math.min(EnvelopeFile.MAX_BYTES, wholeBlocks(budget - blocks));
        boolean full = fillFile(room);
        if (open.envelopes() > 0) {
            put(open.toByteArray(), open.envelopes());
            inOpen.forEach(one -> packed.merge(one.node(), one.records(), Long::sum));
            inOpen.clear();
            open = new EnvelopeFile();
        }
        boolean more =
                full && room == EnvelopeFile.MAX_BYTES && files.size() < BundleManifest.MAX_FILES;
        return more ? null : finish();
    }

    /// @param room most bytes that the file may have
    /// @return whether the file is full, and not the last
    private boolean fillFile(long room) throws IOException {
        while (true) {
            Packet packet = held == null ? next() : held;
            held = null;
            if (packet == null) {
                return false;
            }
            if (!open.hasRoomFor(packet.envelope(), room)) {
                held = packet;
                return true;
            }
            open.add(packet.envelope());
            inOpen.add(packet);
        }
    }

    /// The next envelope, the most urgent first; null after the last.
    private @Nullable Packet next() throws IOException {
        for (Priority priority : Priority.values()) {
            Packet packet = own.next(priority);
            if (packet == null) {
                packet = peers.next(priority);
            }
            if (packet != null) {
                return packet;
            }
        }
        return null;
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
        blocks += blocksOf(file.length);
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
        List<byte[]> hellos = new ArrayList<>();
        hellos.add(standing.sign(keys.keyId(), keys.signer()));
        hellos.addAll(peers.hellos());
        BundleManifest manifest =
                new BundleManifest(
                        keys.node(),
                        hub,
                        Math.max(0, wallMillis.getAsLong()),
                        hellos,
                        files,
                        receipts);
        medium.write(Names.MANIFEST, manifest.sign(keys.keyId(), keys.signer()));
        medium.delete(Names.PLAN);
        done = true;
        long count = packed();
        return new Packed(
                files.size(),
                count,
                new TreeMap<>(packed),
                written + kept,
                kept,
                records() - count + leftOut,
                peers.faults());
    }
}
