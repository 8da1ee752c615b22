package org.forpost.edge.post;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.forpost.protocol.cbor.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One thread on which a part of the post works, and on which it hears each peer at its turn.
public final class PeerDesk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeerDesk.class);
    private static final int BURST_SECONDS = 2;

    private final String name;
    private final int messagesPerSecond;
    private final int bytesPerSecond;
    private final LongSupplier millis;
    private final Map<String, Quota> quotas = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread;

    /// Something to do; what is malformed in it was said by a peer, whose stream has ended.
    @FunctionalInterface
    public interface Work {
        void run() throws MalformedException, IOException;
    }

    /// @param messagesPerSecond of one peer
    /// @param bytesPerSecond of one peer
    /// @param millis monotonic
    public PeerDesk(String name, int messagesPerSecond, int bytesPerSecond, LongSupplier millis) {
        this.name = name;
        this.messagesPerSecond = messagesPerSecond;
        this.bytesPerSecond = bytesPerSecond;
        this.millis = millis;
        this.thread =
                Executors.newSingleThreadScheduledExecutor(
                        task -> Thread.ofPlatform().name(name).daemon().unstarted(task));
    }

    /// Does this next. Returns at once.
    public void run(Work work) {
        later(0, work);
    }

    /// Does this after so many milliseconds. Returns at once.
    public void later(long afterMillis, Work work) {
        try {
            var _ = thread.schedule(() -> guarded(work), afterMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("{} is closed", name);
        }
    }

    /// Does this now, and again and again.
    public void every(long everyMillis, Work work) {
        var _ =
                thread.scheduleWithFixedDelay(
                        () -> guarded(work), 0, everyMillis, TimeUnit.MILLISECONDS);
    }

    /// Deals with what a peer said, on the thread of its stream, which waits for it: so a peer that
    /// says more than is dealt with is not read.
    public void hear(Streams.Stream stream, int bytes, Work work) {
        try {
            Thread.sleep(
                    quotas.computeIfAbsent(
                                    stream.peer(),
                                    _ ->
                                            new Quota(
                                                    messagesPerSecond,
                                                    bytesPerSecond,
                                                    BURST_SECONDS,
                                                    millis))
                            .delay(bytes));
            thread.submit(() -> guarded(() -> with(stream, work))).get();
        } catch (RejectedExecutionException e) {
            LOG.debug("{} is closed", name);
        } catch (ExecutionException e) {
            LOG.error("{} stumbled", name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Does, on the thread of this desk, what concerns one peer: when it fails, that peer's stream
    /// ends and no other.
    public void with(Streams.Stream stream, Work work) {
        try {
            work.run();
        } catch (MalformedException e) {
            LOG.warn("{} says what no lane says: {}", stream.peer(), e.getMessage());
            stream.close();
        } catch (IOException e) {
            LOG.warn("{} gets no answer: {}", stream.peer(), e.getMessage());
            stream.close();
        } catch (RuntimeException e) {
            // What a peer can say once it can say as often as it is read.
            LOG.error("{} stumbled over what {} says", name, stream.peer(), e);
            stream.close();
        }
    }

    private void guarded(Work work) {
        try {
            work.run();
        } catch (RuntimeException | MalformedException | IOException e) {
            LOG.error("{} stumbled", name, e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
