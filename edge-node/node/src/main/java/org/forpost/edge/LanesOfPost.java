package org.forpost.edge;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.forpost.edge.config.EdgeConfig;
import org.forpost.edge.identity.Identity;
import org.forpost.edge.post.Admission;
import org.forpost.edge.post.Carriage;
import org.forpost.edge.post.CarrierWatch;
import org.forpost.edge.post.Custodian;
import org.forpost.edge.post.Custody;
import org.forpost.edge.post.CustodyFolder;
import org.forpost.edge.post.Hearing;
import org.forpost.edge.post.Neighbours;
import org.forpost.edge.post.PostStanding;
import org.forpost.edge.post.ReleaseSharing;
import org.forpost.edge.post.Revocations;
import org.forpost.edge.post.Streams;
import org.forpost.edge.post.hazelcast.Membership;
import org.forpost.edge.post.multicast.Announcer;
import org.forpost.edge.post.tunnel.Tunnel;
import org.forpost.edge.uplink.ReceiptShelf;
import org.forpost.edge.uplink.Uplink;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.release.Role;
import org.forpost.protocol.sync.EdgeAction;
import org.forpost.protocol.sync.EdgeEvent;
import org.forpost.protocol.sync.EdgeKeys;
import org.forpost.protocol.sync.Outbox;
import org.jspecify.annotations.Nullable;

/// Puts this lane among its peers: the tunnel, its member of the cluster, and custody.
final class LanesOfPost implements AutoCloseable {
    private final String node;
    private final int lane;
    private final Journal journal;
    private final ReceiptShelf receipts;
    private final Tunnel tunnel;
    private final @Nullable Announcer announcer;
    private final Membership cluster;
    private final Custodian custodian;
    private final Custody custody;

    /// Null until the cluster is there; streams may be open before it.
    private volatile @Nullable CarrierWatch carrier;

    private final Carriage carriage;
    private final Uplink uplink;
    private final Neighbours neighbours;
    private volatile Instant throughSince = Instant.now();
    private volatile int through;
    private final ReleasesInForce releases;
    private final ReleaseSharing sharing;
    private final TellingLanes telling;

    /// @param earliestMillis what time it is at the earliest
    /// @param route to the hub, used while the lanes let this one
    /// @param releases in force, of which the last trust release says which certificates were taken
    ///   back
    /// @param telling what the lanes tell each other of travellers; closed with this
    /// @param refused told in one line who was sent away
    LanesOfPost(
            LaneBox box,
            EdgeConfig.Lanes lanes,
            Journal journal,
            LongSupplier earliestMillis,
            HubRoute route,
            ReleasesInForce releases,
            FromHub fromHub,
            TellingLanes telling,
            Consumer<String> refused)
            throws IOException {
        EdgeConfig config = box.config();
        Identity identity = box.identity();
        this.node = config.node();
        this.lane = config.lane();
        this.journal = journal;
        this.releases = releases;
        this.telling = telling;
        this.receipts = new ReceiptShelf(box.data().at("receipts"), box.receiptKey());
        this.neighbours = neighbours(config, lanes);
        this.uplink = route.uplink();
        this.custodian =
                new Custodian(
                        CustodyFolder.open(box.data().at("custody")),
                        box.receiptKey(),
                        Custodian.SHARE_BYTES);
        EdgeKeys keys = box.keys();
        var standing = receipts.load(journal.incarnation(), refused);
        long[] numbers = new long[Priority.COUNT];
        for (Priority priority : Priority.values()) {
            numbers[priority.code()] = standing.receipted()[priority.code()].number();
        }
        this.custody =
                new Custody(
                        neighbours,
                        keys,
                        Outbox.of(journal),
                        numbers,
                        System::currentTimeMillis,
                        LaneBox::monotonicMillis);
        this.carriage =
                new Carriage(
                        neighbours,
                        keys,
                        Outbox.of(journal),
                        custodian,
                        new ToHub(fromHub),
                        LaneBox::monotonicMillis);
        this.sharing =
                new ReleaseSharing(
                        neighbours, new Shelf(), box.releaseKey(), LaneBox::monotonicMillis);
        Admission admission =
                new Admission(
                        identity.nodeCa(),
                        config.post(),
                        node -> neighbours.peer(node).isPresent(),
                        new Revocations(identity.nodeCa(), releases.trust()::revocationLists),
                        earliestMillis);
        Map<Streams.Topic, Streams.Listener> listeners = telling.among(neighbours);
        listeners.put(Streams.Topic.CUSTODY, Custody.keeping(custodian));
        listeners.put(Streams.Topic.CARRIAGE, carriage.arriving());
        listeners.put(Streams.Topic.RELEASES, sharing.arriving());
        this.tunnel =
                Tunnel.open(
                        neighbours,
                        identity.tlsKey(),
                        identity.tlsCertificate(),
                        admission,
                        listeners,
                        refused);
        try {
            this.announcer = announcer(lanes.announce(), neighbours, identity, admission, refused);
        } catch (IOException e) {
            tunnel.close();
            throw e;
        }
        this.cluster = new Membership(neighbours, refused);
        custody.start(tunnel);
        telling.start(tunnel);
        CarrierWatch watch =
                new CarrierWatch(
                        config.lane(),
                        config.hub() != null,
                        cluster,
                        () -> cluster.lanes().size() - 1,
                        LaneBox::monotonicMillis,
                        route::dials);
        this.carrier = watch;
        carriage.start(tunnel);
        sharing.start(tunnel);
        // A lane that dialled before it knew the others would fetch what one of them has.
        cluster.start(watch::start);
    }

    private static Neighbours neighbours(EdgeConfig config, EdgeConfig.Lanes lanes) {
        return new Neighbours(
                config.post(),
                config.node(),
                config.lane(),
                new Neighbours.Address(lanes.listen(), lanes.port()),
                lanes.memberPort(),
                lanes.network(),
                lanes.peers().stream()
                        .map(peer ->
                                new Neighbours.Peer(
                                        peer.node(),
                                        peer.lane(),
                                        new Neighbours.Address(peer.host(), peer.port())))
                        .toList());
    }

    private @Nullable Announcer announcer(
            EdgeConfig.@Nullable Announce announce,
            Neighbours neighbours,
            Identity identity,
            Admission admission,
            Consumer<String> says)
            throws IOException {
        return announce == null
                ? null
                : Announcer.open(
                        neighbours,
                        identity.tlsKey(),
                        identity.tlsCertificate(),
                        new Hearing(neighbours, admission.ofThePost(), tunnel::moved, says),
                        new Neighbours.Address(announce.group(), announce.port()));
    }

    /// The journal has more durable entries.
    void recorded() {
        custody.recorded();
        carriage.recorded();
        telling.recorded();
    }

    /// The hub's receipt has come, and lies on the shelf.
    void receipted(Receipt receipt) {
        receipts.signed(receipt.priority())
                .ifPresent(signed -> {
                    custody.receipted(receipt, signed);
                    carriage.ownReceipt(receipt, signed);
                });
    }

    /// The hub's receipt for another lane, from the hub.
    void peerReceipt(Receipt receipt, byte[] signed) {
        carriage.peerReceipt(receipt, signed);
    }

    void carriedAway(byte[] object, EdgeAction.CarriedAway.Outcome outcome) {
        carriage.carriedAway(object, outcome);
    }

    /// This lane's own link came up or went down.
    void linkChanged() {
        boolean up = uplink.link().up();
        CarrierWatch watch = carrier;
        if (watch != null) {
            watch.link(up);
        }
        carriage.link(up);
    }

    /// The link to the hub, this lane's own or through a lane that carries for it.
    Uplink.Link link(Uplink.Link own) {
        int lane = own.up() ? 0 : through;
        return lane == 0 ? own : new Uplink.Link(true, throughSince, "", lane);
    }

    private int holder() {
        CarrierWatch watch = carrier;
        return watch == null ? 0 : watch.holder();
    }

    /// The lane that carries, where that is another and it reaches the hub; 0 for none.
    private int reaching() {
        return neighbours.fromHereOn().stream()
                .filter(peer -> carriage.reaches(peer.node()))
                .mapToInt(Neighbours.Peer::lane)
                .boxed()
                .min(Comparator.comparingInt(lane -> lane == holder() ? 0 : lane))
                .orElse(0);
    }

    /// The releases in force here, as their sharing sees them.
    private final class Shelf implements ReleaseSharing.Shelf {
        @Override
        public Map<Role, Long> held() {
            return releases.held();
        }

        @Override
        public Optional<ReleaseSharing.Stored> stored(Role role) throws IOException {
            return releases.stored(role)
                    .map(one -> new ReleaseSharing.Stored(one.signed(), one.content()));
        }

        @Override
        public void brought(EdgeEvent.Carried release) {
            uplink.brought(new EdgeEvent.Brought(List.of(), List.of(release)), () -> {});
        }
    }

    /// The way to the hub, as carrying sees it.
    private final class ToHub implements Carriage.Hub {
        private final FromHub fromHub;

        ToHub(FromHub fromHub) {
            this.fromHub = fromHub;
        }

        @Override
        public void greet(EdgeEvent.CarryHello hello) {
            uplink.carryHello(hello);
        }

        @Override
        public void carry(EdgeEvent.Carry load) {
            uplink.carry(load);
        }

        @Override
        public void brought(EdgeEvent.Brought receipts) {
            uplink.brought(receipts, () -> {});
        }

        @Override
        public void hello(Consumer<byte[]> to) {
            uplink.hello(to);
        }

        @Override
        public void heard() {
            CarrierWatch watch = carrier;
            if (watch != null) {
                watch.word();
            }
        }

        @Override
        public void note(String line) {
            fromHub.note("carriage", line);
        }

        @Override
        public void changed() {
            int now = reaching();
            if (now != through) {
                through = now;
                throughSince = Instant.now();
                fromHub.linkChanged();
            }
        }
    }

    private PostStanding.Carrier carrying() {
        int holder = holder();
        boolean itself = uplink.link().up();
        if (holder == lane || (holder == 0 && itself)) {
            return new PostStanding.Carrier(lane, itself);
        }
        int other = holder == 0 ? reaching() : holder;
        return new PostStanding.Carrier(
                other,
                neighbours.peers().stream()
                        .anyMatch(peer -> peer.lane() == other && carriage.reaches(peer.node())));
    }

    PostStanding standing() {
        List<PostStanding.Last> last = new ArrayList<>();
        for (Priority priority : Priority.values()) {
            long number = journal.recorded(priority).number();
            if (number > 0) {
                last.add(
                        new PostStanding.Last(priority, number, custody.holders(priority, number)));
            }
        }
        SortedMap<String, Map<Role, Long>> held = new TreeMap<>(sharing.numbers());
        held.put(node, releases.held());
        return new PostStanding(
                cluster.lanes(), custody.holders(), last, carrying(), custodian.kept(), held);
    }

    @Override
    public void close() {
        CarrierWatch watch = carrier;
        if (watch != null) {
            watch.close();
        }
        sharing.close();
        carriage.close();
        telling.close();
        custody.close();
        cluster.close();
        if (announcer != null) {
            announcer.close();
        }
        tunnel.close();
    }
}
