package org.forpost.edge.post.tunnel;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.forpost.edge.post.Streams;
import org.forpost.edge.post.TwoLanes;
import org.junit.jupiter.api.Test;

/// A peer whose frames are many and small.
class FrameStreamTest {
    private static final int SMALL = 3;

    @Test
    void noMoreIsReadBeforeTheyFillTheMemory() throws Exception {
        Busy busy = new Busy();
        EmbeddedChannel channel = new EmbeddedChannel();
        FrameStream.on(channel, "tikhaya-2", busy);
        for (int i = 0; i < 20_000 && channel.config().isAutoRead(); i++) {
            channel.writeInbound(channel.alloc().buffer().writeInt(SMALL).writeZero(SMALL));
        }
        assertFalse(channel.config().isAutoRead(), "20,000 frames wait and more are read");
        busy.free.countDown();
        TwoLanes.await("it is read again", () -> channel.config().isAutoRead());
    }

    @Test
    void whoeverDoesNotReadAnswersIsGivenUpBeforeTheyFillTheMemory() throws Exception {
        Busy busy = new Busy();
        EmbeddedChannel channel = new EmbeddedChannel(new FullWire());
        FrameStream.on(channel, "tikhaya-2", busy);
        Streams.Stream stream = busy.stream.get(60, TimeUnit.SECONDS);
        for (int i = 0; i < 200_000 && channel.isOpen(); i++) {
            stream.send(new byte[SMALL]);
        }
        assertFalse(channel.isOpen());
    }

    /// Has a disk that takes its time.
    private static final class Busy implements Streams.Listener {
        final CompletableFuture<Streams.Stream> stream = new CompletableFuture<>();
        final CountDownLatch free = new CountDownLatch(1);

        @Override
        public void opened(Streams.Stream opened) {
            stream.complete(opened);
        }

        @Override
        public void frame(Streams.Stream from, byte[] frame) {
            try {
                free.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void closed(Streams.Stream closed) {}
    }

    /// Nothing that is written ever goes.
    private static final class FullWire extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            ReferenceCountUtil.release(message);
        }
    }
}
