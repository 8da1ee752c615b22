package org.forpost.edge.post;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.cert.X509CRL;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.forpost.edge.post.tunnel.Tunnel;

/// Two lanes of one post on one machine, which is as many as one network can hold: the third would
/// have to listen where the second one does.
public final class TwoLanes {
    public static final String POST = "tikhaya";

    private static final long PATIENCE_SECONDS = 90;

    public final NodeCa ca = new NodeCa();
    public final NodeCa.Issued first = ca.lane("tikhaya-1", POST);
    public final NodeCa.Issued second = ca.lane("tikhaya-2", POST);
    public final List<String> said = new CopyOnWriteArrayList<>();
    public final List<X509CRL> revoked = new CopyOnWriteArrayList<>();
    private final int[] tunnels = {freePort("127.0.0.1"), freePort("127.0.0.1")};
    private final int[] members = {freePort("127.0.0.1"), freePort("127.0.0.1")};
    private final String network = freeNetwork();

    /// @param lane 1 or 2
    public Neighbours neighbours(int lane) {
        int other = 3 - lane;
        return new Neighbours(
                POST,
                "tikhaya-" + lane,
                lane,
                new Neighbours.Address("127.0.0.1", tunnels[lane - 1]),
                members[lane - 1],
                network,
                List.of(
                        new Neighbours.Peer(
                                "tikhaya-" + other,
                                other,
                                new Neighbours.Address("127.0.0.1", tunnels[other - 1]))));
    }

    /// The same, of a lane whose configuration names no other.
    public Neighbours alone(int lane) {
        return new Neighbours(
                POST,
                "tikhaya-" + lane,
                lane,
                new Neighbours.Address("127.0.0.1", tunnels[lane - 1]),
                members[lane - 1],
                network,
                List.of());
    }

    public Admission admission(int lane) {
        return new Admission(
                ca.certificate(),
                POST,
                Set.of("tikhaya-" + (3 - lane)),
                new Revocations(ca.certificate(), () -> revoked),
                System::currentTimeMillis);
    }

    /// With one listener, to custody.
    public Tunnel tunnel(int lane, Streams.Listener arriving) throws IOException {
        return tunnel(lane, Map.of(Streams.Topic.CUSTODY, arriving));
    }

    public Tunnel tunnel(int lane, Map<Streams.Topic, Streams.Listener> arriving)
            throws IOException {
        NodeCa.Issued own = lane == 1 ? first : second;
        return Tunnel.open(
                neighbours(lane),
                own.key(),
                own.certificate(),
                admission(lane),
                arriving,
                said::add);
    }

    public static void await(String what, Callable<Boolean> wanted) throws Exception {
        long end = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
        while (!wanted.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "in " + PATIENCE_SECONDS + " s it never came to this: " + what);
            }
            Thread.sleep(10);
        }
    }

    private static int freePort(String address) {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(address))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Several builds may run on one machine: each takes a network of its own.
    private static String freeNetwork() {
        for (int i = 0; i < 64; i++) {
            String network = "127." + (78 + (int) (Math.random() * 100)) + "." + i;
            try (ServerSocket one =
                            new ServerSocket(
                                    Neighbours.ADVERTISED_PORT,
                                    1,
                                    InetAddress.getByName(network + ".1"));
                    ServerSocket other =
                            new ServerSocket(
                                    Neighbours.ADVERTISED_PORT,
                                    1,
                                    InetAddress.getByName(network + ".2"))) {
                return one.isBound() && other.isBound() ? network : "";
            } catch (IOException e) {
                // Taken by another build: the next one.
            }
        }
        throw new IllegalStateException("no free loopback network");
    }
}
