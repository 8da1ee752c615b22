package org.forpost.edge;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.forpost.edge.config.EdgeConfig;
import org.forpost.edge.identity.Identity;
import org.forpost.edge.post.Admission;
import org.forpost.edge.post.CarrierWatch;
import org.forpost.edge.post.Custodian;
import org.forpost.edge.post.Custody;
import org.forpost.edge.post.CustodyFolder;
import org.forpost.edge.post.Hearing;
import org.forpost.edge.post.Neighbours;
import org.forpost.edge.post.PostStanding;
import org.forpost.edge.post.Revocations;
import org.forpost.edge.post.Streams;
import org.forpost.edge.post.hazelcast.PostCluster;
import org.forpost.edge.post.multicast.Announcer;
import org.forpost.edge.post.tunnel.Tunnel;
import org.forpost.edge.uplink.ReceiptShelf;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.release.Role;
import org.forpost.protocol.sync.EdgeKeys;
import org.forpost.protocol.sync.Outbox;
import org.jspecify.annotations.Nullable;

/// Puts this lane among its peers: the tunnel, its member of the cluster, and custody.
final class LanesOfPost implements AutoCloseable {
    private final String node;
    private final Journal journal;
    private final ReceiptShelf receipts;
    private final Tunnel tunnel;
    private final @Nullable Announcer announcer;
    private final PostCluster cluster;
    private final Custodian custodian;
    private final Custody custody;
    private final CarrierWatch carrier;
    private final Supplier<Map<Role, Long>> releases;

    /// @param receipted folder of the hub's receipts
    /// @param kept folder of what is kept for peers
    /// @param revocations of the trust release in force
    /// @param earliestMillis what time it is at the earliest
    /// @param route to the hub, used while the lanes let this one
    /// @param dials whether it leads anywhere
    /// @param releases number in force by role
    /// @param refused told in one line who was sent away
    LanesOfPost(
            EdgeConfig config,
            EdgeConfig.Lanes lanes,
            Identity identity,
            Journal journal,
            Path receipted,
            Path kept,
            Supplier<List<X509CRL>> revocations,
            LongSupplier earliestMillis,
            Randomness randomness,
            HubRoute route,
            boolean dials,
            Supplier<Map<Role, Long>> releases,
            Consumer<String> refused)
            throws IOException {
        this.node = config.node();
        this.journal = journal;
        this.releases = releases;
        var hub = Ed25519.check(identity.hubReceiptKey());
        this.receipts = new ReceiptShelf(receipted, hub);
        Neighbours neighbours = neighbours(config, lanes);
        this.custodian = new Custodian(new CustodyFolder(kept), hub, Custodian.SHARE_BYTES);
        EdgeKeys keys =
                new EdgeKeys(
                        identity.node(),
                        Sign1.keyId(Ed25519.publicKey(identity.signingKey())),
                        Ed25519.signer(identity.signingKey()),
                        Hpke.sealer(identity.hubSealKey(), randomness),
                        hub);
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
                        () -> System.nanoTime() / 1_000_000);
        Admission admission =
                new Admission(
                        identity.nodeCa(),
                        config.post(),
                        node -> neighbours.peer(node).isPresent(),
                        new Revocations(identity.nodeCa(), revocations),
                        earliestMillis);
        this.tunnel =
                Tunnel.open(
                        neighbours,
                        identity.tlsKey(),
                        identity.tlsCertificate(),
                        admission,
                        Map.of(Streams.Topic.CUSTODY, Custody.keeping(custodian)),
                        refused);
        try {
            this.announcer = announcer(lanes.announce(), neighbours, identity, admission, refused);
        } catch (IOException e) {
            tunnel.close();
            throw e;
        }
        try {
            this.cluster = PostCluster.join(neighbours);
        } catch (RuntimeException e) {
            if (announcer != null) {
                announcer.close();
            }
            tunnel.close();
            throw new IOException(
                    "the lane's member of the cluster does not start: " + e.getMessage(), e);
        }
        custody.start(tunnel);
        this.carrier =
                new CarrierWatch(
                                config.lane(),
                                dials,
                                cluster,
                                () -> cluster.lanes().size() - 1,
                                () -> System.nanoTime() / 1_000_000,
                                route::dials)
                        .start();
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
    }

    /// The hub's receipt has come, and lies on the shelf.
    void receipted(Receipt receipt) {
        receipts.signed(receipt.priority()).ifPresent(signed -> custody.receipted(receipt, signed));
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
        SortedMap<String, Map<Role, Long>> held = new TreeMap<>();
        held.put(node, releases.get());
        return new PostStanding(
                cluster.lanes(),
                custody.holders(),
                last,
                new PostStanding.Carrier(carrier.holder(), false),
                custodian.kept(),
                held);
    }

    @Override
    public void close() {
        carrier.close();
        custody.close();
        cluster.close();
        if (announcer != null) {
            announcer.close();
        }
        tunnel.close();
    }
}
