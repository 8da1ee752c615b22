package org.forpost.edge.post.hazelcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.core.Hazelcast;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.forpost.edge.post.Neighbours;
import org.forpost.edge.post.TwoLanes;
import org.junit.jupiter.api.Test;

/// A lane whose member of the cluster can't start, or ends.
class MembershipTest {
    @Test
    void theLaneWorksAndTriesAgain() throws Exception {
        TwoLanes post = new TwoLanes();
        List<String> said = new CopyOnWriteArrayList<>();
        CountDownLatch tried = new CountDownLatch(1);
        int port = post.neighbours(1).memberPort();
        ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        try (Membership first = new Membership(post.neighbours(1), said::add)) {
            first.start(tried::countDown);
            assertTrue(tried.await(90, TimeUnit.SECONDS));
            assertEquals(Set.of(1), first.lanes());
            assertThrows(IllegalStateException.class, () -> first.lease("uplink", 10));
            assertTrue(said.getFirst().contains("does not start"), said.getFirst());
            taken.close();
            TwoLanes.await("it is in", () -> isIn(first));

            Hazelcast.getHazelcastInstanceByName("tikhaya-1-" + port)
                    .getLifecycleService()
                    .terminate();
            assertEquals(Set.of(1), first.lanes(), "the page goes on");
            TwoLanes.await("it is in again", () -> isIn(first));
        } finally {
            taken.close();
        }
    }

    @Test
    void whoeverClaimsAnAddressThatNoLaneHasIsNone() {
        Neighbours neighbours = new TwoLanes().neighbours(1);
        String network = neighbours.network();
        assertEquals(OptionalInt.of(2), PostCluster.lane(neighbours, network + ".2"));
        for (String host :
                List.of("localhost", "::1", network + ".x", network + ".0", network + ".222", "")) {
            assertEquals(OptionalInt.empty(), PostCluster.lane(neighbours, host), host);
        }
    }

    private static boolean isIn(Membership lane) {
        try {
            return lane.lease("uplink", 10) == 1;
        } catch (IllegalStateException e) {
            return false;
        }
    }
}
