package org.forpost.sim.link.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.forpost.sim.Refusal;
import org.forpost.sim.link.Cut;
import org.forpost.sim.link.Impairment;
import org.forpost.sim.link.Weather;
import org.jspecify.annotations.Nullable;

/// One line: takes connections on a port of 127.0.0.1 and forwards them to the hub's port, as long
/// as it is not cut. Everything happens on one thread of its own; the methods wait for it.
public final class LinkProxy implements AutoCloseable {
    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final InetSocketAddress hub;
    private final Channel listening;
    private final Set<Connection> connections = new LinkedHashSet<>();
    private @Nullable Cut cut;
    private volatile String state = "up";
    private volatile int open;
    private Weather weather = Weather.CLEAR;
    private List<Impairment> up = List.of();
    private List<Impairment> down = List.of();

    /// Starts listening; the hub need not be there yet.
    ///
    /// @param port 0 for any free one
    /// @throws Refusal if the port is taken
    public LinkProxy(int port, InetSocketAddress hub) {
        this.hub = hub;
        var bound =
                new ServerBootstrap()
                        .group(loop)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.AUTO_READ, false)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(accepting())
                        .bind(new InetSocketAddress(NetUtil.LOCALHOST4, port))
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
            throw new Refusal(
                    "cannot listen on 127.0.0.1:"
                            + port
                            + " for a link ("
                            + bound.cause().getMessage()
                            + "): stop what uses the port, or choose another with --link",
                    bound.cause());
        }
        listening = bound.channel();
    }

    private ChannelHandler accepting() {
        return new ChannelInitializer<SocketChannel>() {
            @Override
            protected void initChannel(SocketChannel accepted) {
                accept(accepted);
            }
        };
    }

    private void accept(SocketChannel accepted) {
        Connection connection = new Connection(accepted);
        connections.add(connection);
        open = connections.size();
        accepted.closeFuture()
                .addListener(closed -> {
                    connections.remove(connection);
                    open = connections.size();
                });
        if (cut == null) {
            connection.dial();
        } else {
            // After the channel is registered: a reset needs a socket that Netty already owns.
            Cut now = cut;
            accepted.eventLoop().execute(() -> now.sever(connection));
        }
    }

    /// Interrupts the line; a cut that is already there is replaced.
    public void cut(Cut how) {
        onLoop(() -> {
            cut = how;
            state = how.name();
            List.copyOf(connections).forEach(how::sever);
        });
    }

    /// Brings the line back; nothing happens where it is up.
    public void restore() {
        onLoop(() -> {
            Cut was = cut;
            cut = null;
            state = "up";
            if (was != null) {
                List.copyOf(connections).forEach(was::restore);
            }
        });
    }

    /// What the line is like from now on.
    public void weather(Weather next) {
        onLoop(() -> {
            weather = next;
            up = next.impairments();
            down = next.impairments();
        });
    }

    /// What each direction does to bytes from now on.
    public void impair(List<Impairment> upwards, List<Impairment> downwards) {
        onLoop(() -> {
            up = List.copyOf(upwards);
            down = List.copyOf(downwards);
        });
    }

    /// `up`, or the name of the cut.
    public String state() {
        return state;
    }

    /// How many connections cross the line, held ones included.
    public int connections() {
        return open;
    }

    /// What the line is like.
    public Weather weather() {
        return weather;
    }

    /// The port that it listens on.
    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    private void onLoop(Runnable change) {
        loop.submit(change).syncUninterruptibly();
    }

    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /// Both halves of a forwarded connection.
    // What fails here is a connection that one end has given up; closing it is all there is to do.
    @SuppressWarnings("FutureReturnValueIgnored")
    private final class Connection implements Cut.Cable {
        private final SocketChannel post;
        private final Pump fromPost = new Pump(() -> up);
        private final Pump fromHub = new Pump(() -> down);
        private Optional<Channel> hubSide = Optional.empty();
        private boolean dialled;

        Connection(SocketChannel post) {
            this.post = post;
            post.pipeline().addLast(fromPost);
            post.closeFuture().addListener(closed -> fromHub.drop());
        }

        void dial() {
            dialled = true;
            new Bootstrap()
                    .group(post.eventLoop())
                    .channel(NioSocketChannel.class)
                    .option(ChannelOption.AUTO_READ, false)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .handler(fromHub)
                    .connect(hub)
                    .addListener((io.netty.channel.ChannelFuture connected) -> {
                        if (!connected.isSuccess()) {
                            reset();
                            return;
                        }
                        Channel hubChannel = connected.channel();
                        hubSide = Optional.of(hubChannel);
                        hubChannel.closeFuture().addListener(closed -> fromPost.drop());
                        if (!post.isActive()) {
                            hubChannel.close();
                            return;
                        }
                        fromPost.connect(hubChannel);
                        fromHub.connect(post);
                    });
        }

        @Override
        public void hold() {
            fromPost.hold();
            fromHub.hold();
        }

        @Override
        public void resume() {
            fromPost.resume();
            fromHub.resume();
            if (!dialled) {
                dial();
            }
        }

        @Override
        public void reset() {
            List<Channel> ends = new ArrayList<>(List.of(post));
            hubSide.ifPresent(ends::add);
            for (Channel end : ends) {
                // A linger of 0 makes the close a TCP RST.
                end.config().setOption(ChannelOption.SO_LINGER, 0);
                end.close();
            }
        }
    }
}
