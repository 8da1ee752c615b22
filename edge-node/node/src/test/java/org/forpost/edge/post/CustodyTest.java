package org.forpost.edge.post;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.sync.Outbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lane 1 gives its records to a lane 2 that answers as it likes.
class CustodyTest {
    private static final byte[] NOTHING =
            new CustodyMessage.Stand(List.of(List.of(), List.of(), List.of(), List.of())).encode();

    @TempDir private Path folder;
    private final Second second = new Second();
    private final CompletableFuture<Streams.Listener> dialled = new CompletableFuture<>();
    private LaneInPost lane;
    private Custody custody;

    @BeforeEach
    void begin() throws Exception {
        TwoLanes post = new TwoLanes();
        lane = new LaneInPost(post, 1, folder);
        lane.audit("one");
        custody =
                new Custody(
                        post.neighbours(1),
                        LaneInPost.keys(1),
                        Outbox.of(lane.journal),
                        new long[Priority.COUNT],
                        System::currentTimeMillis,
                        () -> System.nanoTime() / 1_000_000);
        custody.start((to, topic, listener) -> dialled.complete(listener));
        dialled.get().opened(second);
    }

    @AfterEach
    void close() throws Exception {
        custody.close();
        lane.close();
    }

    @Test
    void whoeverAnswersWithoutEndIsReadNoFasterThanItIsDealtWith() throws Exception {
        CountDownLatch wire = new CountDownLatch(1);
        second.wire = wire;
        AtomicInteger taken = new AtomicInteger();
        Thread reads =
                Thread.ofPlatform()
                        .daemon()
                        .start(() -> {
                            for (int i = 0; i < 1_000; i++) {
                                hears(NOTHING);
                                taken.incrementAndGet();
                            }
                        });
        TwoLanes.await(
                "it is read, or waits",
                () -> taken.get() == 1_000 || reads.getState() == Thread.State.WAITING);
        assertTrue(taken.get() < 1_000, "all of it was taken, and waits in memory");
        wire.countDown();
        TwoLanes.await("it is dealt with", () -> taken.get() == 1_000);
    }

    @Test
    void nobodyHoldsMoreThanItWasGiven() throws Exception {
        hears(NOTHING);
        assertEquals(1, second.given().first());
        hears(new CustodyMessage.Held(Priority.AUDIT, 1, 1_000_000).encode());
        TwoLanes.await("the stream ends", () -> second.closed.getCount() == 0);
        assertEquals(0, custody.holders(Priority.AUDIT, 1_000));
    }

    private void hears(byte[] frame) {
        dialled.join().frame(second, frame);
    }

    private static final class Second implements Streams.Stream {
        final BlockingQueue<byte[]> sent = new LinkedBlockingQueue<>();
        final CountDownLatch closed = new CountDownLatch(1);

        /// What is sent goes when this is open.
        volatile CountDownLatch wire = new CountDownLatch(0);

        @Override
        public String peer() {
            return "tikhaya-2";
        }

        @Override
        public void send(byte[] frame) {
            try {
                wire.await();
                sent.add(frame);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /// The next envelope.
        BatchCodec.Claim given() throws Exception {
            while (true) {
                byte[] frame = sent.poll(60, TimeUnit.SECONDS);
                if (CustodyMessage.decode(frame) instanceof CustodyMessage.Keep(byte[] envelope)) {
                    return Objects.requireNonNull(BatchCodec.claim(envelope));
                }
            }
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }
}
