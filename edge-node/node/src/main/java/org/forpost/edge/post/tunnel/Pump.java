package org.forpost.edge.post.tunnel;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// One direction of a carried connection: what comes in here goes out there, no faster than there
/// can take it. When one side ends, or is silent for too long, so does the other.
final class Pump extends ChannelInboundHandlerAdapter {
    /// What TLS had decrypted together with the end of its handshake, before there was a there.
    private final Deque<Object> early = new ArrayDeque<>();

    private @Nullable Channel there;

    /// Joins two channels of one event loop.
    static void join(Channel one, Pump fromOne, Channel other, Pump fromOther) {
        if (!one.isActive() || !other.isActive()) {
            end(one);
            end(other);
            return;
        }
        fromOne.to(other);
        fromOther.to(one);
        one.config().setAutoRead(true);
        other.config().setAutoRead(true);
    }

    static void end(Channel channel) {
        var _ = channel.close();
    }

    private void to(Channel channel) {
        there = channel;
        while (!early.isEmpty()) {
            var _ = channel.writeAndFlush(early.poll(), channel.voidPromise());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Channel to = there;
        if (to == null) {
            early.add(message);
            return;
        }
        var _ = to.writeAndFlush(message, to.voidPromise());
        if (!to.isWritable()) {
            ctx.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (there != null) {
            there.config().setAutoRead(ctx.channel().isWritable());
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        early.forEach(ReferenceCountUtil::release);
        early.clear();
        if (there != null && there.isActive()) {
            var _ =
                    there.writeAndFlush(Unpooled.EMPTY_BUFFER)
                            .addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent) {
            var _ = ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        var _ = ctx.close();
    }
}
