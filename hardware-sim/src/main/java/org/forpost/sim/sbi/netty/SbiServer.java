package org.forpost.sim.sbi.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;
import org.forpost.sim.Refusal;
import org.forpost.sim.sbi.SbiDevice;

/// One device on one port of 127.0.0.1.
public final class SbiServer implements AutoCloseable {
    /// A capture request of the text takes about 1 KiB; `customOpts` may take some more.
    private static final int LARGEST_REQUEST = 64 * 1_024;

    private static final int LOWEST_PORT = 4501;
    private static final int HIGHEST_PORT = 4600;

    private final Channel channel;

    private SbiServer(Channel channel) {
        this.channel = channel;
    }

    /// Starts listening.
    ///
    /// @param port within 4501 to 4600, where hosts look for devices; 0 takes any free port, for
    ///   tests
    /// @param device makes the device, given the port that it got
    /// @param loops Netty's threads, owned by the caller
    /// @param workers where captures wait and images are made
    /// @throws Refusal if the port is taken or outside the range
    public static SbiServer start(
            int port, IntFunction<SbiDevice> device, EventLoopGroup loops, Executor workers) {
        if (port != 0 && (port < LOWEST_PORT || port > HIGHEST_PORT)) {
            throw new Refusal(
                    "device port "
                            + port
                            + " is outside 4501 to 4600, where hosts look for devices: choose"
                            + " another --first-device-port");
        }
        // The device states its own port, which is known only after binding.
        LateDevice late = new LateDevice();
        var bound =
                new ServerBootstrap()
                        .group(loops)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childHandler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel accepted) {
                                        accepted.pipeline()
                                                .addLast(new HttpServerCodec())
                                                .addLast(new HttpObjectAggregator(LARGEST_REQUEST))
                                                .addLast(new Conversation(late::get, workers));
                                    }
                                })
                        .bind(new InetSocketAddress(NetUtil.LOCALHOST4, port))
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new Refusal(
                    "cannot listen on 127.0.0.1:"
                            + port
                            + " for a device ("
                            + bound.cause().getMessage()
                            + "): stop what uses the port, or choose another --first-device-port",
                    bound.cause());
        }
        SbiServer server = new SbiServer(bound.channel());
        late.set(device.apply(server.port()));
        return server;
    }

    /// The port that it listens on.
    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /// Stops listening; open conversations end with the event loops.
    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
    }
}
