package org.forpost.edge.post;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The lanes of a post, as one of them sees them.
///
/// @param post as certificates name it
/// @param node this lane's name
/// @param lane this lane's number
/// @param listen address and port at which the others reach this one
/// @param memberPort on 127.0.0.1, of this lane's member of the cluster; 0 where it has none
/// @param network first three numbers of the loopback addresses under which members know each
///   other, such as `127.77.0`; the last one is the lane's
/// @param peers the other lanes
public record Neighbours(
        String post,
        String node,
        int lane,
        Address listen,
        int memberPort,
        String network,
        List<Peer> peers) {
    /// The same on every lane, since a member's address is told to all others.
    public static final String NETWORK = "127.77.0";

    /// Port of the advertised addresses.
    public static final int ADVERTISED_PORT = 5701;

    public Neighbours {
        peers = List.copyOf(peers);
    }

    /// @param host an IP address
    public record Address(String host, int port) {}

    /// Another lane.
    ///
    /// @param node as its certificate names it
    /// @param address on the post's LAN
    public record Peer(String node, int lane, Address address) {}

    /// The loopback address under which all members know a lane's.
    public String advertised(int ofLane) {
        return network + "." + ofLane;
    }

    public Optional<Peer> peer(String name) {
        return peers.stream().filter(peer -> peer.node().equals(name)).findFirst();
    }

    /// The peers in the order in which this lane asks them for something: the next numbers first,
    /// so that of eight lanes not all ask the same.
    public List<Peer> fromHereOn() {
        List<Peer> order = new ArrayList<>(peers);
        order.sort((a, b) -> Integer.compare(distance(a), distance(b)));
        return order;
    }

    private int distance(Peer peer) {
        return Math.floorMod(peer.lane() - lane, 1000);
    }
}
