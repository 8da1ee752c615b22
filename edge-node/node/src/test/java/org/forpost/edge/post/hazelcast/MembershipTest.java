package org.forpost.edge.post.hazelcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.forpost.edge.post.TwoLanes;
import org.junit.jupiter.api.Test;

/// A lane whose member of the cluster can't start.
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
        } finally {
            taken.close();
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
