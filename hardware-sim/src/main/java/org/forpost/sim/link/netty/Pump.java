package org.forpost.sim.link.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.forpost.sim.link.Impairment;
import org.jspecify.annotations.Nullable;

/// One direction of one connection: reads from its channel and writes to another when the line lets
/// it. Runs on the line's only thread.
// A write that fails means that the other end has gone: its own handler closes this one.
@SuppressWarnings("FutureReturnValueIgnored")
final class Pump extends ChannelInboundHandlerAdapter {
    /// What is on the way: about what a router keeps in its queue. Beyond it the sender waits.
    private static final int MOST_ON_THE_WAY = 64 * 1_024;

    private record Piece(ByteBuf bytes, long departureNanos) {}

    private final Supplier<List<Impairment>> line;
    private final Queue<Piece> onTheWay = new ArrayDeque<>();
    private int bytesOnTheWay;
    private boolean held;
    private boolean ended;
    private boolean scheduled;
    private @Nullable Channel from;
    private @Nullable Channel to;

    Pump(Supplier<List<Impairment>> line) {
        this.line = line;
    }

    /// Says where bytes go; until then none are read.
    void connect(Channel destination) {
        to = destination;
        drain();
    }

    void hold() {
        held = true;
        read();
    }

    void resume() {
        held = false;
        drain();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        from = ctx.channel();
        read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        int length = bytes.readableBytes();
        long departure = System.nanoTime();
        for (Impairment impairment : line.get()) {
            departure = impairment.departure(length, departure);
        }
        onTheWay.add(new Piece(bytes, departure));
        bytesOnTheWay += length;
        drain();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        ended = true;
        drain();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A reset on one side is a reset on the other.
        ctx.close();
    }

    private void drain() {
        Channel out = to;
        Channel in = from;
        if (out == null || in == null || held) {
            return;
        }
        long now = System.nanoTime();
        while (true) {
            Piece next = onTheWay.peek();
            if (next == null) {
                break;
            }
            long wait = next.departureNanos - now;
            if (wait > 0 || !out.isWritable()) {
                // A full socket is looked at again soon; a piece under way when it arrives.
                later(in, wait > 0 ? wait : TimeUnit.MILLISECONDS.toNanos(5));
                break;
            }
            onTheWay.remove();
            bytesOnTheWay -= next.bytes.readableBytes();
            out.write(next.bytes);
        }
        out.flush();
        if (ended && onTheWay.isEmpty()) {
            out.close();
        }
        read();
    }

    private void later(Channel in, long nanos) {
        if (!scheduled) {
            scheduled = true;
            in.eventLoop()
                    .schedule(
                            () -> {
                                scheduled = false;
                                drain();
                            },
                            nanos,
                            TimeUnit.NANOSECONDS);
        }
    }

    private void read() {
        Channel in = from;
        if (in != null) {
            in.config().setAutoRead(to != null && !held && bytesOnTheWay < MOST_ON_THE_WAY);
        }
    }

    /// Lets go of what never arrived.
    void drop() {
        for (Piece piece = onTheWay.poll(); piece != null; piece = onTheWay.poll()) {
            ReferenceCountUtil.release(piece.bytes);
        }
        bytesOnTheWay = 0;
    }
}
