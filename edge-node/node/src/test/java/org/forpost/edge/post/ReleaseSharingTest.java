package org.forpost.edge.post;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.release.Role;
import org.forpost.protocol.sync.EdgeEvent;
import org.junit.jupiter.api.Test;

/// Lane 1 has a release in force, and lane 2 asks for one.
class ReleaseSharingTest {
    private static final String SECOND = "tikhaya-2";

    private final byte[] content = new byte[ReleaseMessage.PIECE_BYTES + 5];
    private final AtomicInteger reads = new AtomicInteger();
    private final List<Streams.Listener> dialled = new ArrayList<>();
    private final Peer peer = new Peer();

    @Test
    void whatIsOfferedIsReadOnceAndAnythingElseNever() throws Exception {
        Neighbours post =
                new Neighbours(
                        "tikhaya",
                        "tikhaya-1",
                        1,
                        new Neighbours.Address("127.0.0.1", 1),
                        0,
                        Neighbours.NETWORK,
                        List.of(
                                new Neighbours.Peer(
                                        SECOND, 2, new Neighbours.Address("127.0.0.1", 2))));
        try (ReleaseSharing sharing =
                new ReleaseSharing(
                        post,
                        new InForce(),
                        Ed25519.check(Ed25519.publicKey(LaneInPost.seed(7))),
                        () -> System.nanoTime() / 1_000_000)) {
            sharing.start((to, topic, listener) -> dialled.add(listener));
            Streams.Listener stream = dialled.getFirst();
            stream.opened(peer);
            TwoLanes.await("it offers", () -> offered() == 1);
            reads.set(0);

            for (int i = 0; i < 20; i++) {
                stream.frame(peer, new ReleaseMessage.Ask(new byte[Sha256.BYTES], 0).encode());
                assertEquals(0, piece().bytes().length);
            }
            assertEquals(0, reads.get(), "nothing is looked for that is not offered");

            byte[] hash = Sha256.of(content);
            stream.frame(peer, new ReleaseMessage.Ask(hash, 0).encode());
            assertEquals(ReleaseMessage.PIECE_BYTES, piece().bytes().length);
            stream.frame(peer, new ReleaseMessage.Ask(hash, ReleaseMessage.PIECE_BYTES).encode());
            assertArrayEquals(Arrays.copyOf(content, 5), piece().bytes());
            assertEquals(1, reads.get());
        }
    }

    private int offered() throws Exception {
        return ReleaseMessage.decode(peer.sent.poll(60, TimeUnit.SECONDS))
                        instanceof ReleaseMessage.Offer(List<byte[]> manifests)
                ? manifests.size()
                : 0;
    }

    private ReleaseMessage.Piece piece() throws Exception {
        return (ReleaseMessage.Piece) ReleaseMessage.decode(peer.sent.poll(60, TimeUnit.SECONDS));
    }

    /// Rules, and nothing else.
    private final class InForce implements ReleaseSharing.Shelf {
        @Override
        public Map<Role, Long> held() {
            return Map.of(Role.RULES, 3L);
        }

        @Override
        public Optional<ReleaseSharing.Stored> stored(Role role) {
            reads.incrementAndGet();
            return Optional.of(new ReleaseSharing.Stored(new byte[100], content));
        }

        @Override
        public void brought(EdgeEvent.Carried release) {}
    }

    private static final class Peer implements Streams.Stream {
        final BlockingQueue<byte[]> sent = new LinkedBlockingQueue<>();

        @Override
        public String peer() {
            return SECOND;
        }

        @Override
        public void send(byte[] frame) {
            sent.add(frame);
        }

        @Override
        public void close() {}
    }
}
