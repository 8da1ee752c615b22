package org.forpost.edge.post.hazelcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.forpost.edge.post.Streams;
import org.forpost.edge.post.TwoLanes;
import org.forpost.edge.post.tunnel.Tunnel;
import org.junit.jupiter.api.Test;

/// Two real members that know each other through the tunnel only.
class ClusterStoryTest {
    private static final SortedSet<Integer> BOTH = new TreeSet<>(List.of(1, 2));

    @Test
    void twoLanesFindEachOtherAndOneOfThemCarries() throws Exception {
        TwoLanes post = new TwoLanes();
        try (Tunnel one = post.tunnel(1, new Nobody());
                PostCluster first = PostCluster.join(post.neighbours(1))) {
            assertEquals(Set.of(1), first.lanes(), "alone, and working");
            assertEquals(1, first.lease("uplink", 60));
            try (Tunnel two = post.tunnel(2, new Nobody());
                    PostCluster second = PostCluster.join(post.neighbours(2))) {
                TwoLanes.await(
                        "both lanes are in one cluster",
                        () -> first.lanes().equals(BOTH) && second.lanes().equals(BOTH));
                assertEquals(1, second.lease("uplink", 60), "one carries for both");
                first.release("uplink");
                assertEquals(2, second.lease("uplink", 60));
                assertEquals(2, first.lease("uplink", 60));
                one.recheck();
                two.recheck();
                assertEquals(BOTH, second.lanes(), "whoever is good stays");
                nothingListensOnTheLan(post.neighbours(1).memberPort());
            }
            TwoLanes.await("the other is missed", () -> first.lanes().equals(Set.of(1)));
            first.release("uplink");
        }
        assertEquals(List.of(), post.said, "nobody was refused");
    }

    private static void nothingListensOnTheLan(int port) throws Exception {
        for (NetworkInterface one : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            for (InetAddress address : Collections.list(one.getInetAddresses())) {
                if (!address.isLoopbackAddress()) {
                    assertThrows(ConnectException.class, () -> new Socket(address, port).close());
                }
            }
        }
    }

    @Test
    void aRevokedLaneIsOutWithinSeconds() throws Exception {
        TwoLanes post = new TwoLanes();
        try (Tunnel one = post.tunnel(1, new Nobody());
                Tunnel two = post.tunnel(2, new Nobody());
                PostCluster first = PostCluster.join(post.neighbours(1));
                PostCluster second = PostCluster.join(post.neighbours(2))) {
            TwoLanes.await("one cluster", () -> first.lanes().equals(BOTH));
            post.revoked.add(post.ca.revoking(post.second.certificate()));
            one.recheck();
            TwoLanes.await("the revoked one is out", () -> first.lanes().equals(Set.of(1)));
            assertFalse(post.said.isEmpty());
            two.recheck();
            TwoLanes.await("and knows it", () -> second.lanes().equals(Set.of(2)));
        }
    }

    /// Nobody opens a stream here.
    private static final class Nobody implements Streams.Listener {
        @Override
        public void opened(Streams.Stream stream) {
            stream.close();
        }

        @Override
        public void frame(Streams.Stream stream, byte[] frame) {}

        @Override
        public void closed(Streams.Stream stream) {}
    }
}
