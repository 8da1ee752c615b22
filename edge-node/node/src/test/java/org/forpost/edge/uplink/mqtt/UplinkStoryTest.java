package org.forpost.edge.uplink.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.RecordId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Records on their way to the hub, over links that fail.
class UplinkStoryTest {
    private static final int WINDOW_BYTES = 16 * 1024;
    private static final int MESSAGE_BYTES = 8 * 1024;

    @TempDir private Path folder;

    private final TestKeys keys = TestKeys.fresh();
    private final TestCa ca = new TestCa("node-ca");
    private HubEndpoint endpoint;
    private TestHub hub;
    private Link link;
    private Post post;

    @BeforeEach
    void aHubAndAPost() throws Exception {
        endpoint = new HubEndpoint(ca.issue("hub", "127.0.0.1"), ca, "TLSv1.3");
        hub = new TestHub(folder.resolve("ledger"), keys, Post.NODE, endpoint);
        endpoint.serve(hub);
        link = new Link(endpoint.port());
        post = new Post(folder, keys, ca.issue(Post.NODE).tls(ca));
    }

    @AfterEach
    void nothingIsLeftOpen() throws Exception {
        post.close();
        try {
            Patience.await("no socket of the node is open", () -> link.open() == 0);
            Patience.await("no thread of a connection is left", () -> Post.threads() == 0);
        } finally {
            link.close();
            endpoint.close();
            hub.close();
        }
    }

    private void drained() throws Exception {
        Patience.await("receipts cover the journal", post::allReceipted);
        Map<RecordId, Integer> counted = hub.counted();
        assertEquals(post.written.size(), counted.size());
        for (RecordId id : post.written) {
            assertEquals(1, counted.getOrDefault(id, 0), () -> "record " + id);
        }
    }

    @Test
    void whatWasRecordedOfflineReachesTheHubAndItsReceiptsSurviveARestart() throws Exception {
        post.audits(500);
        post.images(2);
        post.dial(link.port());
        drained();
        assertTrue(post.link().up());

        post.hangUp();
        assertFalse(post.link().since().isAfter(java.time.Instant.now()));
        Head[] shelf = post.shelf();
        for (Priority priority : Priority.values()) {
            assertEquals(post.head(priority), shelf[priority.code()]);
        }

        int before = endpoint.messages();
        post.dial(link.port());
        post.audits(3);
        drained();
        // A hello or two and the new records; nothing of the 500 again.
        assertTrue(
                endpoint.messages() - before <= 6,
                () -> endpoint.messages() - before + " messages");
    }

    @Test
    void aConnectionCutInTheMiddleLosesNothingAndCountsNothingTwice() throws Exception {
        post.images(8);
        post.audits(50);
        post.dial(link.port());
        for (int cut = 0; cut < 3; cut++) {
            int dialled = link.dialled();
            link.cutAfter(30_000);
            post.images(3);
            Patience.await("the node has dialled again", () -> link.dialled() > dialled);
        }
        drained();
        assertTrue(post.saidOfLink("the hub closed the connection"), post.linkWords::toString);
        Patience.await(
                "the connections that were cut have left no thread", () -> Post.threads() <= 4);
    }

    @Test
    void aHubThatGoesAwayIsFoundAgain() throws Exception {
        post.dial(link.port());
        post.audits(5);
        drained();
        endpoint.cut();
        Patience.await("the link is down", () -> post.linkWords.size() >= 2);
        post.audits(5);
        drained();
        assertEquals(2, endpoint.connections());
    }

    @Test
    void theWindowIsNeverFullerThanItsSize() throws Exception {
        post.dial(link.port());
        Patience.await("the link is up", () -> post.link().up());
        endpoint.withhold = true;
        post.images(6);
        post.audits(300);
        Patience.await("the window is full", () -> endpoint.bytesUnacknowledged() > MESSAGE_BYTES);
        Patience.await(
                "everything goes on, window by window",
                () -> {
                    endpoint.letThrough();
                    return post.allReceipted();
                });
        endpoint.stopWithholding();
        drained();
        assertTrue(
                endpoint.mostUnacknowledged <= WINDOW_BYTES,
                () -> endpoint.mostUnacknowledged + " bytes");
        assertTrue(endpoint.largest <= MESSAGE_BYTES, () -> endpoint.largest + " bytes");
    }

    @Test
    void aPubackThatRefusesIsNotTakenForSuccess() throws Exception {
        endpoint.refuseWith = 0x87;
        post.audits(5);
        post.dial(link.port());
        Patience.await("the refusal is noted", () -> !post.alarms.isEmpty());
        assertEquals("the hub's endpoint refused a message with 0x87", post.alarms.getFirst());
        Patience.await("the link says why", () -> post.saidOfLink("refused with 0x87"));
        assertEquals(0, post.receipted(Priority.AUDIT));
        assertFalse(post.link().up());
        assertTrue(hub.counted().isEmpty());
    }

    /// The only slow one: the watchdog's 20 seconds are real.
    @Test
    void aLinkThatGoesSilentIsDroppedByTheWatchdogAndDialledAgain() throws Exception {
        post.dial(link.port());
        post.audits(5);
        drained();
        link.goSilent();
        post.audits(20);
        post.images(2);
        drained();
        assertTrue(post.saidOfLink("no acknowledgement for 20 s"), () -> post.linkWords.toString());
        assertEquals(2, link.dialled());
        Patience.await("the silent connection's socket is closed", () -> link.open() == 1);
    }
}
