package org.forpost.edge.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.forpost.edge.post.Admission;
import org.forpost.edge.post.Neighbours;
import org.forpost.edge.post.Streams;
import org.forpost.edge.post.tunnel.Tunnel;

/// Lanes of one post on this machine: who they are to each other, and their tunnels.
final class LanesHere {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String POST = "bench";

    private final ThrowAwayCa ca = new ThrowAwayCa();
    private final int[] ports;
    private final int network = 100 + RANDOM.nextInt(100);
    private final int first = RANDOM.nextInt(240);

    LanesHere(int count) throws IOException {
        ports = free(count);
    }

    /// @param number from 1
    Neighbours neighbours(int number) {
        List<Neighbours.Peer> peers = new ArrayList<>();
        for (int other = 1; other <= ports.length; other++) {
            if (other != number) {
                peers.add(
                        new Neighbours.Peer(
                                "bench-" + other,
                                other,
                                new Neighbours.Address("127.0.0.1", ports[other - 1])));
            }
        }
        return new Neighbours(
                POST,
                "bench-" + number,
                number,
                new Neighbours.Address("127.0.0.1", ports[number - 1]),
                0,
                "127." + network + "." + (first + number),
                peers);
    }

    /// @param of the lane whose tunnel it is
    Tunnel tunnel(Neighbours of, Map<Streams.Topic, Streams.Listener> arriving) throws IOException {
        ThrowAwayCa.Issued own = ca.lane(of.node(), POST);
        return Tunnel.open(
                of,
                own.key(),
                own.certificate(),
                new Admission(
                        ca.certificate,
                        POST,
                        of.peers().stream().map(Neighbours.Peer::node).collect(Collectors.toSet()),
                        _ -> false,
                        System::currentTimeMillis),
                arriving,
                _ -> {});
    }

    /// Ports that nobody listens on, all different.
    static int[] free(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return held.stream().mapToInt(ServerSocket::getLocalPort).toArray();
        } finally {
            for (ServerSocket one : held) {
                one.close();
            }
        }
    }
}
