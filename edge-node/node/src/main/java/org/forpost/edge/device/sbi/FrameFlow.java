package org.forpost.edge.device.sbi;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// An answer without an end, taken piece by piece: the device is not read from faster than somebody
/// takes, so that at most one piece (some 16 KiB) waits here.
final class FrameFlow implements BodySubscriber<FrameFlow> {

    sealed interface Piece {
        record Bytes(List<ByteBuffer> parts) implements Piece {}

        record End(String why) implements Piece {}
    }

    private final BlockingQueue<Piece> waiting = new LinkedBlockingQueue<>();
    private final CompletableFuture<FrameFlow> self = CompletableFuture.completedFuture(this);
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean closed;

    @Override
    public CompletionStage<FrameFlow> getBody() {
        return self;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (closed) {
            given.cancel();
        } else {
            given.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
        waiting.add(new Piece.Bytes(parts));
    }

    @Override
    public void onError(Throwable failure) {
        String words = failure.getMessage();
        waiting.add(
                new Piece.End(
                        "the connection broke ("
                                + Unacceptable.printable(
                                        words == null ? failure.getClass().getSimpleName() : words)
                                + ")"));
    }

    @Override
    public void onComplete() {
        waiting.add(new Piece.End("the device ended the picture"));
    }

    /// The next piece, or null when none came in time.
    @Nullable Piece take(Duration time) throws InterruptedException {
        Piece piece = waiting.poll(time.toMillis(), TimeUnit.MILLISECONDS);
        Flow.Subscription flow = subscription;
        if (piece instanceof Piece.Bytes && flow != null) {
            flow.request(1);
        }
        return piece;
    }

    void close() {
        closed = true;
        Flow.Subscription flow = subscription;
        if (flow != null) {
            flow.cancel();
        }
        waiting.add(new Piece.End("it was closed"));
    }
}
