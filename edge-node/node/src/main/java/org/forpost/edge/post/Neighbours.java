package org.forpost.edge.post;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The lanes of a post, as one of them sees them: those that the configuration names, and those
/// that have announced themselves since ([Hearing]). Safe for several threads.
public final class Neighbours {
    /// The same on every lane, since a member's address is told to all others.
    public static final String NETWORK = "127.77.0";

    /// Port of the advertised addresses.
    public static final int ADVERTISED_PORT = 5701;

    /// A post has two to eight lanes.
    public static final int MOST_PEERS = 7;

    private final String post;
    private final String node;
    private final int lane;
    private final Address listen;
    private final int memberPort;
    private final String network;

    /// Addresses as configured: one that was announced may turn out to be of no use.
    private final Map<String, Address> configured;

    private final List<Consumer<Peer>> newcomers = new ArrayList<>();
    private List<Peer> peers;

    /// @param host an IP address
    public record Address(String host, int port) {}

    /// Another lane.
    ///
    /// @param node as its certificate names it
    /// @param address on the post's LAN
    public record Peer(String node, int lane, Address address) {}

    /// What an announcement came to.
    enum Heard {
        /// Nothing that was not known.
        KNOWN,

        /// A lane is to be reached at another address.
        MOVED,

        /// A lane that the configuration does not name.
        NEW,

        /// A lane with the number of another one.
        NUMBER_TAKEN,

        /// There are as many as a post may have.
        TOO_MANY
    }

    /// @param post as certificates name it
    /// @param node this lane's name
    /// @param lane this lane's number
    /// @param listen address and port at which the others reach this one
    /// @param memberPort on 127.0.0.1, of this lane's member of the cluster; 0 where it has none
    /// @param network first three numbers of the loopback addresses under which members know each
    ///   other, such as `127.77.0`; the last one is the lane's
    /// @param peers the other lanes that are configured
    public Neighbours(
            String post,
            String node,
            int lane,
            Address listen,
            int memberPort,
            String network,
            List<Peer> peers) {
        this.post = post;
        this.node = node;
        this.lane = lane;
        this.listen = listen;
        this.memberPort = memberPort;
        this.network = network;
        this.peers = List.copyOf(peers);
        this.configured = peers.stream().collect(Collectors.toMap(Peer::node, Peer::address));
    }

    public String post() {
        return post;
    }

    public String node() {
        return node;
    }

    public int lane() {
        return lane;
    }

    public Address listen() {
        return listen;
    }

    public int memberPort() {
        return memberPort;
    }

    public String network() {
        return network;
    }

    /// The other lanes that are known now.
    public synchronized List<Peer> peers() {
        return peers;
    }

    /// Tells each of the other lanes: those that are known at once, the others when they are found.
    public void each(Consumer<Peer> newcomer) {
        List<Peer> known;
        synchronized (this) {
            newcomers.add(newcomer);
            known = peers;
        }
        known.forEach(newcomer);
    }

    /// A lane has proved by its certificate that it is at this address.
    Heard heard(Peer peer) {
        List<Consumer<Peer>> told;
        synchronized (this) {
            Optional<Peer> before = peer(peer.node());
            if (before.isPresent() && before.get().equals(peer)) {
                return Heard.KNOWN;
            }
            boolean taken =
                    peer.lane() == lane
                            || peers.stream()
                                    .anyMatch(one ->
                                            one.lane() == peer.lane()
                                                    && !one.node().equals(peer.node()));
            if (taken || before.stream().anyMatch(one -> one.lane() != peer.lane())) {
                return Heard.NUMBER_TAKEN;
            }
            if (before.isEmpty() && peers.size() >= MOST_PEERS) {
                return Heard.TOO_MANY;
            }
            List<Peer> now = new ArrayList<>(peers);
            now.removeIf(one -> one.node().equals(peer.node()));
            now.add(peer);
            peers = List.copyOf(now);
            if (before.isPresent()) {
                return Heard.MOVED;
            }
            told = List.copyOf(newcomers);
        }
        told.forEach(one -> one.accept(peer));
        return Heard.NEW;
    }

    /// Where to dial a lane.
    ///
    /// @param attempt since it was last reached: each second one goes to the configured address
    ///   where that is another
    public Address address(Peer peer, int attempt) {
        Address known = peer(peer.node()).orElse(peer).address();
        return attempt % 2 == 0
                ? known
                : Objects.requireNonNullElse(configured.get(peer.node()), known);
    }

    /// The loopback address under which all members know a lane's.
    public String advertised(int ofLane) {
        return network + "." + ofLane;
    }

    public synchronized Optional<Peer> peer(String name) {
        return peers.stream().filter(peer -> peer.node().equals(name)).findFirst();
    }

    /// The peers in the order in which this lane asks them for something: the next numbers first,
    /// so that of eight lanes not all ask the same.
    public List<Peer> fromHereOn() {
        List<Peer> order = new ArrayList<>(peers());
        order.sort((a, b) -> Integer.compare(distance(a), distance(b)));
        return order;
    }

    private int distance(Peer peer) {
        return Math.floorMod(peer.lane() - lane, 1000);
    }
}
