package org.forpost.edge.post.tunnel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Counts who stands before the door without having shown a certificate, and sends away whoever is
/// too many: so a machine of the LAN that opens connections and says nothing costs no more than
/// these, and never the places that are kept for peers.
@Sharable
final class Door extends ChannelInboundHandlerAdapter {
    /// A peer opens six connections at once when the LAN comes back: one for each topic, one or two
    /// of its member.
    static final int FROM_ONE_ADDRESS = 12;

    /// From all addresses that no peer is expected at; each costs about 50 kB until it is sent
    /// away.
    static final int FROM_STRANGERS = 16;

    /// Whoever was sent away keeps its place for so long: else a stranger could have the door
    /// reckon a thousand handshakes a second.
    private static final long AGAIN_SECONDS = 1;

    private final Predicate<InetAddress> expected;
    private final Map<InetAddress, Integer> waiting = new HashMap<>();
    private int strangers;

    /// @param expected whether a peer is known to be at an address
    Door(Predicate<InetAddress> expected) {
        this.expected = expected;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        InetAddress from = ((InetSocketAddress) ctx.channel().remoteAddress()).getAddress();
        if (!mayWait(ctx.channel(), from)) {
            var _ = ctx.close();
            return;
        }
        ctx.channel()
                .closeFuture()
                .addListener(_ -> {
                    var _ =
                            ctx.executor()
                                    .schedule(
                                            () -> left(ctx.channel(), from),
                                            AGAIN_SECONDS,
                                            TimeUnit.SECONDS);
                });
        ctx.fireChannelActive();
    }

    private synchronized boolean mayWait(Channel channel, InetAddress from) {
        int already = waiting.getOrDefault(from, 0);
        boolean stranger = !expected.test(from);
        if (already >= FROM_ONE_ADDRESS || (stranger && strangers >= FROM_STRANGERS)) {
            return false;
        }
        waiting.put(from, already + 1);
        strangers += stranger ? 1 : 0;
        channel.attr(Keys.STRANGER).set(stranger);
        return true;
    }

    /// Whoever has shown its certificate is counted elsewhere.
    void admitted(Channel channel) {
        left(channel, ((InetSocketAddress) channel.remoteAddress()).getAddress());
    }

    private synchronized void left(Channel channel, InetAddress from) {
        if (channel.attr(Keys.LEFT_DOOR).setIfAbsent(true) != null) {
            return;
        }
        if (waiting.merge(from, -1, Integer::sum) <= 0) {
            waiting.remove(from);
        }
        strangers -= Boolean.TRUE.equals(channel.attr(Keys.STRANGER).get()) ? 1 : 0;
    }
}
