package org.forpost.edge.uplink.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.forpost.protocol.record.RecordId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same node with a standard broker between it and the hub. What the broker has taken and then
/// forgotten is not lost: its acknowledgement lets nothing go.
class StandardBrokerTest {
    @TempDir private Path folder;

    private final TestKeys keys = TestKeys.fresh();
    private final TestCa ca = new TestCa("node-ca");
    private Broker broker;
    private HubBehindBroker carriage;
    private TestHub hub;
    private Post post;

    @BeforeEach
    void aBrokerAHubAndAPost() throws Exception {
        Optional<Path> mosquitto = mosquitto();
        assumeTrue(
                mosquitto.isPresent(),
                "Mosquitto is not installed: the node is not tried behind a standard broker");
        broker = new Broker(mosquitto.get(), folder, ca);
        broker.start();
        carriage = new HubBehindBroker(broker.port(), ca.issue("hub").tls(ca));
        hub = new TestHub(folder.resolve("ledger"), keys, Post.NODE, carriage);
        post = new Post(folder, keys, ca.issue(Post.NODE).tls(ca));
    }

    @AfterEach
    void stop() throws Exception {
        if (post != null) {
            post.close();
            carriage.close();
            hub.close();
            broker.kill();
        }
    }

    private static Optional<Path> mosquitto() {
        String path = System.getenv("PATH");
        return Stream.concat(
                        Stream.of((path == null ? "" : path).split(":")),
                        Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(folder -> Path.of(folder, "mosquitto"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private void drained() throws Exception {
        Patience.await("receipts cover the journal", post::allReceipted);
        Map<RecordId, Integer> counted = hub.counted();
        assertEquals(post.written.size(), counted.size());
        assertEquals(List.of(1), counted.values().stream().distinct().toList());
    }

    @Test
    void aBrokerThatIsKilledInTheMiddleLosesNothingAndNothingIsCountedTwice() throws Exception {
        post.audits(100);
        post.images(4);
        // Nobody listens behind the broker yet: it takes the node's words and forgets them.
        post.dial(broker.port());
        Patience.await("the node has been with the broker", () -> broker.said(Post.NODE));
        carriage.serve(hub);
        drained();

        for (int kill = 0; kill < 2; kill++) {
            post.images(10);
            post.audits(50);
            long before = carriage.messages();
            Patience.await("records are on their way", () -> carriage.messages() > before + 3);
            broker.kill();
            post.audits(10);
            Patience.await("the node has lost the broker", () -> !post.link().up());
            broker.start();
        }
        drained();
    }
}
