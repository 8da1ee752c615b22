package org.forpost.edge.post.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.forpost.edge.post.Streams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A stream of frames over one TLS connection: four bytes of length, then so many bytes. A frame of
/// none says that this end still lives.
final class FrameStream extends SimpleChannelInboundHandler<ByteBuf> implements Streams.Stream {
    private static final Logger LOG = LoggerFactory.getLogger(FrameStream.class);

    private static final int LENGTH_BYTES = 4;
    private static final int ALIVE_SECONDS = 5;
    private static final int SILENT_SECONDS = 20;

    /// What waits for the listener's disk before no more is read, in bytes of memory.
    private static final long MOST_WAITING = 2L << 20;

    /// What waits for the wire before the peer is given up: it does not read.
    private static final long MOST_UNSENT = 16L << 20;

    /// What a frame that waits takes beside its bytes: else a million of three bytes each would be
    /// three megabytes here and a hundred in memory.
    private static final int AROUND_A_FRAME = 256;

    private final String peer;
    private final Channel channel;
    private final Streams.Listener listener;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong unsent = new AtomicLong();
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("post-stream").factory());

    private FrameStream(String peer, Channel channel, Streams.Listener listener) {
        super(ByteBuf.class);
        this.peer = peer;
        this.channel = channel;
        this.listener = listener;
    }

    /// Takes over a channel whose other end has proved to be `peer`.
    static void on(Channel channel, String peer, Streams.Listener listener) {
        FrameStream stream = new FrameStream(peer, channel, listener);
        channel.pipeline()
                .addLast(
                        new IdleStateHandler(SILENT_SECONDS, ALIVE_SECONDS, 0),
                        new LengthFieldBasedFrameDecoder(
                                Streams.MAX_FRAME_BYTES, 0, LENGTH_BYTES, 0, LENGTH_BYTES),
                        stream);
        stream.thread.execute(() -> listener.opened(stream));
        channel.closeFuture().addListener(_ -> stream.ended());
        channel.config().setAutoRead(true);
    }

    private void ended() {
        thread.execute(() -> listener.closed(this));
        thread.shutdown();
    }

    @Override
    public String peer() {
        return peer;
    }

    @Override
    public void send(byte[] frame) {
        if (frame.length + LENGTH_BYTES > Streams.MAX_FRAME_BYTES) {
            throw new IllegalArgumentException(
                    "frame: at most " + (Streams.MAX_FRAME_BYTES - LENGTH_BYTES) + " bytes");
        }
        if (unsent.addAndGet(memory(frame)) > MOST_UNSENT) {
            var _ = channel.close();
            return;
        }
        ByteBuf head = channel.alloc().buffer(LENGTH_BYTES).writeInt(frame.length);
        var _ =
                channel.writeAndFlush(Unpooled.wrappedBuffer(head, Unpooled.wrappedBuffer(frame)))
                        .addListener(_ -> unsent.addAndGet(-memory(frame)));
    }

    @Override
    public void close() {
        var _ = channel.close();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf in) {
        if (!in.isReadable()) {
            return;
        }
        byte[] frame = new byte[in.readableBytes()];
        in.readBytes(frame);
        if (waiting.addAndGet(memory(frame)) > MOST_WAITING) {
            channel.config().setAutoRead(false);
        }
        thread.execute(() -> hand(frame));
    }

    private void hand(byte[] frame) {
        try {
            listener.frame(this, frame);
        } catch (RuntimeException e) {
            LOG.error("a frame of {} could not be taken; the stream ends", peer, e);
            var _ = channel.close();
        }
        if (waiting.addAndGet(-memory(frame)) <= MOST_WAITING) {
            channel.config().setAutoRead(true);
        }
    }

    private static long memory(byte[] frame) {
        return (long) frame.length + AROUND_A_FRAME;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent idle) {
            if (idle.state() == IdleState.WRITER_IDLE) {
                var _ = channel.writeAndFlush(channel.alloc().buffer(LENGTH_BYTES).writeInt(0));
            } else {
                LOG.info("{} was silent for {} s", peer, SILENT_SECONDS);
                var _ = ctx.close();
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.info("the stream with {} ends: {}", peer, cause.toString());
        var _ = ctx.close();
    }
}
