package org.forpost.protocol.bundle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.receipt.Hello;
import org.forpost.protocol.record.Audit;
import org.forpost.protocol.record.Body;
import org.forpost.protocol.record.ClockTrust;
import org.forpost.protocol.record.Image;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.record.RecordId;
import org.forpost.protocol.record.Stamp;
import org.forpost.protocol.release.Role;
import org.forpost.protocol.sync.EdgeAction;
import org.forpost.protocol.sync.EdgeConversation;
import org.forpost.protocol.sync.EdgeEvent;
import org.forpost.protocol.sync.EdgeKeys;
import org.forpost.protocol.sync.Outbox;
import org.forpost.protocol.sync.Releases;
import org.forpost.protocol.synthetic.SyntheticCrossings;
import org.forpost.protocol.world.FaultyDisk;

/// A node with a journal of its own, that packs bundles and takes answers.
final class BundlePost implements AutoCloseable {
    final String name;
    final byte[] seed;
    final Journal journal;
    final EdgeConversation conversation;
    final Head[] receipted = new Head[Priority.COUNT];
    final List<String> complaints = new ArrayList<>();
    final List<byte[]> receipts = new ArrayList<>();
    final Map<Role, Long> releases = new HashMap<>(Map.of(Role.WATCHLIST, 0L));
    final EdgeKeys keys;
    private final BundleHub hub;
    private final SyntheticCrossings people;
    private final int box;
    private int drawn;
    private long now;

    BundlePost(BundleHub hub, String name) throws Exception {
        this(hub, name, 0);
    }

    /// @param box another number is another box of the same lane: its journal begins anew
    BundlePost(BundleHub hub, String name, int box) throws Exception {
        this.hub = hub;
        this.name = name;
        this.box = box;
        seed = new byte[32];
        seed[0] = (byte) name.hashCode();
        seed[1] = 1;
        hub.enrol(name, Ed25519.publicKey(seed));
        Randomness randomness =
                count -> {
                    byte[] bytes = new byte[count];
                    bytes[0] = (byte) ++drawn;
                    bytes[1] = seed[0];
                    bytes[2] = (byte) box;
                    return bytes;
                };
        var sealer = Hpke.sealer(hub.sealPublic(), randomness);
        journal =
                Journal.open(
                        FaultyDisk.of(Map.of()),
                        new SegmentKeys(new byte[32], sealer, randomness),
                        randomness,
                        complaints::add);
        people = new SyntheticCrossings(seed[0] + 256L * box, name, 1_795_000_000_000L);
        keys =
                new EdgeKeys(
                        name,
                        Sign1.keyId(Ed25519.publicKey(seed)),
                        Ed25519.signer(seed),
                        sealer,
                        hub.receiptCheck());
        Arrays.fill(receipted, Head.START);
        conversation =
                new EdgeConversation(
                        keys,
                        Outbox.of(journal),
                        EdgeConversation.Standing.none(),
                        new Releases(releases, hub.releaseCheck()),
                        () -> 0);
    }

    void crossings(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            write(people.withoutTemplates());
        }
        journal.force();
    }

    /// Images that do not become smaller by compression.
    void images(int count, int bytes) throws IOException {
        for (int i = 0; i < count; i++) {
            byte[] noise = new byte[bytes];
            new java.util.Random(drawn + i).nextBytes(noise);
            write(body(new Image(id(), Image.Format.FINGER_RECORD, noise)));
        }
        journal.force();
    }

    void audit(String event) throws IOException {
        write(body(new Audit(event, "")));
        journal.force();
    }

    private PostRecord body(Body body) {
        return new PostRecord(
                id(), name, new Stamp(1_795_000_000_000L, 0, ClockTrust.NEVER_SET, 0), body);
    }

    private RecordId id() {
        byte[] id = new byte[16];
        id[0] = seed[0];
        id[1] = (byte) ++drawn;
        id[2] = (byte) (drawn >> 8);
        id[3] = (byte) box;
        return RecordId.of(id);
    }

    private void write(PostRecord record) throws IOException {
        journal.append(record.priority(), RecordCodec.encode(record));
    }

    Hello standing() {
        long[] recorded = new long[Priority.COUNT];
        long[] counted = new long[Priority.COUNT];
        for (Priority priority : Priority.values()) {
            recorded[priority.code()] = journal.recorded(priority).number();
            counted[priority.code()] = receipted[priority.code()].number();
        }
        List<byte[]> former = journal.formerIncarnations();
        return new Hello(
                name,
                journal.incarnation(),
                recorded,
                counted,
                new TreeMap<>(releases),
                0,
                new long[Priority.COUNT],
                former.isEmpty() ? null : former.getLast());
    }

    Packing packing(Medium medium) {
        return packing(medium, HeldForPeers.NOTHING);
    }

    Packing packing(Medium medium, HeldForPeers custody) {
        return new Packing(
                keys,
                BundleManifest.hubId(hub.sealPublic()),
                Outbox.of(journal),
                standing(),
                receipts,
                custody,
                () -> 1_795_000_000_000L,
                medium);
    }

    Packing.Packed pack(Path stick) throws IOException {
        return pack(stick, Long.MAX_VALUE);
    }

    Packing.Packed pack(Path stick, HeldForPeers custody) throws IOException {
        return pack(packing(medium(stick), custody), Long.MAX_VALUE);
    }

    Packing.Packed pack(Path stick, long room) throws IOException {
        return pack(packing(medium(stick)), room);
    }

    static Packing.Packed pack(Packing packing, long room) throws IOException {
        var _ = packing.begin(room);
        while (true) {
            Packing.Packed done = packing.step();
            if (done != null) {
                return done;
            }
        }
    }

    Medium medium(Path stick) throws IOException {
        return FileStoreMedium.create(stick.resolve(Names.folder(name)));
    }

    /// Takes the answer on the stick in, as the running lane does.
    List<EdgeAction> take(Path stick) throws Exception {
        AnswerFolder.Found found =
                AnswerFolder.read(medium(stick), name, hub.receiptCheck(), hub.releaseCheck());
        if (found == null) {
            return List.of();
        }
        complaints.addAll(found.faults());
        List<EdgeAction> actions = new ArrayList<>(conversation.on(++now, found.event()));
        for (EdgeAction action : List.copyOf(actions)) {
            switch (action) {
                case EdgeAction.Receipted counted -> {
                    receipted[counted.receipt().priority().code()] = counted.receipt().head();
                    receipts.add(counted.signed());
                }
                case EdgeAction.Install install -> {
                    releases.put(install.manifest().role(), install.manifest().number());
                    var _ = conversation.on(++now, new EdgeEvent.Installed(install.manifest()));
                }
                case EdgeAction.NewIncarnation ending -> {
                    var _ =
                            journal.beginIncarnation(
                                    ending.held(),
                                    succession ->
                                            RecordCodec.encode(body(ending.audit(succession))));
                    Arrays.fill(receipted, Head.START);
                    var _ = conversation.on(++now, new EdgeEvent.Incarnated());
                }
                case EdgeAction.Refuse refuse -> complaints.add(refuse.why());
                default -> {}
            }
        }
        return actions;
    }

    boolean drained() {
        return Arrays.stream(Priority.values())
                .allMatch(one -> receipted[one.code()].equals(journal.recorded(one)));
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}
