package org.forpost.edge.post.tunnel;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.timeout.IdleStateHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.forpost.edge.post.Admission;
import org.forpost.edge.post.Neighbours;
import org.forpost.edge.post.Streams;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the lanes of a post say to each other goes through here: TLS 1.3 with the certificates that
/// the hub issued to them, both ends asked for theirs.
///
/// ```
/// member 1 ─► 127.77.0.2:5701 ═ tunnel of lane 1 ═══ TLS ═══ tunnel of lane 2 ─► 127.0.0.1: member 2
/// custody of lane 1 ═════════════════════════════════ TLS ═══════════════════════ custody of lane 2
/// the same for carriage, releases and news ([Streams.Topic])
/// ```
///
/// What a connection is for is agreed within the handshake (ALPN, RFC 7301): nothing is read of
/// anybody who has not shown a certificate. All traffic runs on one thread; handshakes are reckoned
/// on another, so that strangers delay nobody who is in.
public final class Tunnel implements Streams, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tunnel.class);

    private static final String MEMBER = "forpost-member/1";
    private static final String LOOPBACK = "127.0.0.1";

    private static final int CONNECT_MILLIS = 3_000;

    /// A handshake takes 10 ms on a LAN.
    private static final int HANDSHAKE_MILLIS = 5_000;

    /// The cluster's heartbeat comes each few seconds.
    private static final int SILENT_SECONDS = 60;

    /// Connections of one peer for one purpose: one, or two of a member, and the same again while
    /// the old ones are not yet given up.
    private static final int FOR_ONE_PURPOSE = 4;

    /// How long a certificate that was revoked or has expired may keep a connection that it has.
    private static final long RECHECK_SECONDS = 5;

    private static final long AGAIN_MILLIS = 1_000;

    private final Neighbours neighbours;
    private final Admission admission;
    private final Map<Topic, Listener> arriving;
    private final Consumer<String> says;
    private final PrivateKey key;
    private final X509Certificate certificate;
    private final Door door;
    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(
                    1,
                    (ThreadFactory)
                            task -> Thread.ofPlatform().name("tunnel").daemon().unstarted(task),
                    NioIoHandler.newFactory());
    private final ExecutorService handshakes =
            Executors.newSingleThreadExecutor(
                    task -> Thread.ofPlatform().name("tunnel-tls").daemon().unstarted(task));
    private final Set<Channel> admitted = ConcurrentHashMap.newKeySet();

    /// Open connections that peers have dialled. The loop's thread only.
    private final Map<Dialled, Integer> dialledHere = new HashMap<>();

    private final List<Channel> listeners = new CopyOnWriteArrayList<>();

    /// Names of the peers in whose stead it listens.
    private final Set<String> standsInFor = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    private record Dialled(String peer, String purpose) {}

    private Tunnel(
            Neighbours neighbours,
            PrivateKey key,
            X509Certificate certificate,
            Admission admission,
            Map<Topic, Listener> arriving,
            Consumer<String> says) {
        this.neighbours = neighbours;
        this.key = key;
        this.certificate = certificate;
        this.admission = admission;
        this.arriving = Map.copyOf(arriving);
        this.says = says;
        this.door = new Door(this::isPeers);
    }

    /// Listens for the peers, and in their stead for this lane's own member.
    ///
    /// @param key of `certificate`, which this lane shows
    /// @param arriving told of streams that peers open, by topic; others are refused
    /// @param says told in one line who was refused
    /// @throws IOException in one line that names the address that could not be had
    public static Tunnel open(
            Neighbours neighbours,
            PrivateKey key,
            X509Certificate certificate,
            Admission admission,
            Map<Topic, Listener> arriving,
            Consumer<String> says)
            throws IOException {
        Tunnel tunnel = new Tunnel(neighbours, key, certificate, admission, arriving, says);
        boolean whole = false;
        try {
            tunnel.listen();
            whole = true;
            return tunnel;
        } finally {
            if (!whole) {
                tunnel.close();
            }
        }
    }

    private boolean isPeers(InetAddress address) {
        return neighbours.peers().stream()
                .anyMatch(peer -> peer.address().host().equals(address.getHostAddress()));
    }

    private void listen() throws IOException {
        bind(neighbours.listen(), new Incoming(serverTls()));
        for (Neighbours.Peer peer : neighbours.peers()) {
            standIn(peer);
        }
        neighbours.each(this::found);
        var _ =
                loop.scheduleWithFixedDelay(
                        this::recheck, RECHECK_SECONDS, RECHECK_SECONDS, TimeUnit.SECONDS);
    }

    /// Listens where this lane's member looks for a peer's.
    private void standIn(Neighbours.Peer peer) throws IOException {
        if (standsInFor.add(peer.node())) {
            bind(
                    new Neighbours.Address(
                            neighbours.advertised(peer.lane()), Neighbours.ADVERTISED_PORT),
                    new Outgoing(peer, clientTls(peer, MEMBER)));
        }
    }

    /// Of a lane that is found while this one runs.
    private void found(Neighbours.Peer peer) {
        try {
            standIn(peer);
        } catch (IOException e) {
            says.accept(peer.node() + " is not in this lane's cluster: " + e.getMessage());
        }
    }

    private void bind(Neighbours.Address address, ChannelInitializer<Channel> each)
            throws IOException {
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(loop)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, 64)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childHandler(each)
                        .bind(address.host(), address.port())
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "the lanes' tunnel cannot listen at "
                            + address.host()
                            + " port "
                            + address.port()
                            + ": "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        listeners.add(bound.channel());
    }

    private SslContext serverTls() throws SSLException {
        List<String> purposes = new ArrayList<>(List.of(MEMBER));
        arriving.keySet().forEach(topic -> purposes.add(purpose(topic)));
        return common(SslContextBuilder.forServer(key, certificate), admission, purposes)
                .clientAuth(ClientAuth.REQUIRE)
                .build();
    }

    private SslContext clientTls(Neighbours.Peer peer, String purpose) throws SSLException {
        // No host name is checked: the certificate names the lane, and must be that lane's.
        return common(
                        SslContextBuilder.forClient()
                                .keyManager(key, certificate)
                                .endpointIdentificationAlgorithm(null),
                        admission.only(peer.node()),
                        List.of(purpose))
                .build();
    }

    private SslContextBuilder common(
            SslContextBuilder builder, Admission asks, List<String> purposes) {
        return builder.sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3")
                .trustManager(new PeerTrust(asks, says))
                .applicationProtocolConfig(
                        new ApplicationProtocolConfig(
                                Protocol.ALPN,
                                SelectorFailureBehavior.FATAL_ALERT,
                                SelectedListenerFailureBehavior.FATAL_ALERT,
                                purposes));
    }

    /// A lane is to be reached elsewhere: what was dialled at its former address ends at once, and
    /// not when its silence is noticed.
    public void moved(Neighbours.Peer peer) {
        for (Channel channel : admitted) {
            Neighbours.Address dialled = channel.attr(Keys.DIALLED).get();
            if (dialled != null
                    && !dialled.equals(peer.address())
                    && peer.node().equals(channel.attr(Keys.PEER).get())) {
                var _ = channel.close();
            }
        }
    }

    /// As ALPN has it.
    private static String purpose(Topic topic) {
        return "forpost-" + topic.name().toLowerCase(Locale.ROOT) + "/1";
    }

    /// Ends every connection whose certificate would not be let in any more.
    public void recheck() {
        for (Channel channel : admitted) {
            X509Certificate shown = channel.attr(Keys.SHOWN).get();
            try {
                var _ = admission.lane(shown);
            } catch (CertificateException e) {
                var _ = channel.close();
                says.accept("a peer's connection is ended: " + e.getMessage());
            } catch (RuntimeException e) {
                // Else this would be the last time that anybody was asked for.
                var _ = channel.close();
                LOG.error("a peer's certificate could not be judged: its connection ends", e);
            }
        }
    }

    @Override
    public void keep(Neighbours.Peer peer, Topic topic, Listener listener) {
        SslContext tls;
        try {
            tls = clientTls(peer, purpose(topic));
        } catch (SSLException e) {
            throw new IllegalStateException("TLS was possible before: " + e.getMessage(), e);
        }
        redial(peer, tls, new AtomicInteger(), listener);
    }

    private void redial(
            Neighbours.Peer peer, SslContext tls, AtomicInteger attempts, Listener listener) {
        if (closed) {
            return;
        }
        dial(
                        peer,
                        loop.next(),
                        tls,
                        attempts,
                        (channel, node) -> FrameStream.on(channel, node, listener))
                .closeFuture()
                .addListener(_ -> {
                    if (!closed) {
                        var _ =
                                loop.schedule(
                                        () -> redial(peer, tls, attempts, listener),
                                        AGAIN_MILLIS,
                                        TimeUnit.MILLISECONDS);
                    }
                });
    }

    @FunctionalInterface
    private interface Use {
        void by(Channel channel, String node);
    }

    /// @param attempts since the peer was last reached by whoever dials
    private Channel dial(
            Neighbours.Peer peer, EventLoop on, SslContext tls, AtomicInteger attempts, Use use) {
        Neighbours.Address to = neighbours.address(peer, attempts.getAndIncrement());
        Use reached =
                (channel, node) -> {
                    attempts.set(0);
                    use.by(channel, node);
                };
        ChannelFuture connecting =
                new Bootstrap()
                        .group(on)
                        .channel(NioSocketChannel.class)
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.SO_KEEPALIVE, true)
                        .handler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        channel.pipeline()
                                                .addLast(
                                                        secured(tls, channel),
                                                        new Admitting(reached, false));
                                    }
                                })
                        .connect(to.host(), to.port());
        connecting.addListener(_ -> {
            if (!connecting.isSuccess()) {
                var _ = connecting.channel().close();
            }
        });
        connecting.channel().attr(Keys.DIALLED).set(to);
        return connecting.channel();
    }

    private SslHandler secured(SslContext tls, Channel channel) {
        SslHandler handler = tls.newHandler(channel.alloc(), handshakes);
        handler.setHandshakeTimeoutMillis(HANDSHAKE_MILLIS);
        handler.setCloseNotifyFlushTimeoutMillis(1_000);
        return handler;
    }

    /// Connections that peers dial.
    private final class Incoming extends ChannelInitializer<Channel> {
        private final SslContext tls;

        Incoming(SslContext tls) {
            this.tls = tls;
        }

        @Override
        protected void initChannel(Channel channel) {
            channel.pipeline().addLast(door, secured(tls, channel), new Admitting(null, true));
        }
    }

    /// After the handshake: who it is, and what for.
    private final class Admitting extends ApplicationProtocolNegotiationHandler {
        private final @Nullable Use use;
        private final boolean incoming;

        Admitting(@Nullable Use use, boolean incoming) {
            super("none");
            this.use = use;
            this.incoming = incoming;
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext ctx, String protocol)
                throws CertificateException, SSLPeerUnverifiedException {
            Channel channel = ctx.channel();
            // Asked again: a resumed session comes without a new look at the certificate.
            X509Certificate shown =
                    (X509Certificate)
                            ctx.pipeline()
                                    .get(SslHandler.class)
                                    .engine()
                                    .getSession()
                                    .getPeerCertificates()[0];
            String node = admission.lane(shown);
            channel.attr(Keys.SHOWN).set(shown);
            channel.attr(Keys.PEER).set(node);
            if (incoming && !mayDialHere(channel, new Dialled(node, protocol))) {
                var _ = ctx.close();
                return;
            }
            admitted.add(channel);
            channel.closeFuture().addListener(_ -> admitted.remove(channel));
            channel.config().setAutoRead(false);
            if (use != null) {
                use.by(channel, node);
            } else if (protocol.equals(MEMBER)) {
                toMember(channel);
            } else {
                listener(protocol)
                        .ifPresentOrElse(
                                listener -> FrameStream.on(channel, node, listener),
                                () -> {
                                    var _ = ctx.close();
                                });
            }
        }

        @Override
        protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
            var _ = ctx.close(); // who and why was said by PeerTrust; the rest is noise of the
            // network
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            var _ = ctx.close();
        }
    }

    private Optional<Listener> listener(String purpose) {
        return arriving.entrySet().stream()
                .filter(one -> purpose(one.getKey()).equals(purpose))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private boolean mayDialHere(Channel channel, Dialled dialled) {
        door.admitted(channel);
        int open = dialledHere.getOrDefault(dialled, 0);
        if (open >= FOR_ONE_PURPOSE) {
            says.accept(
                    dialled.peer()
                            + " has "
                            + open
                            + " connections to this lane for "
                            + dialled.purpose()
                            + " already");
            return false;
        }
        dialledHere.put(dialled, open + 1);
        channel.closeFuture().addListener(_ -> dialledHere.merge(dialled, -1, Integer::sum));
        return true;
    }

    private void toMember(Channel channel) {
        Pump fromPeer = new Pump();
        Pump fromMember = new Pump();
        channel.pipeline().addLast(new IdleStateHandler(SILENT_SECONDS, 0, 0), fromPeer);
        ChannelFuture connecting =
                new Bootstrap()
                        .group(channel.eventLoop())
                        .channel(NioSocketChannel.class)
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.AUTO_READ, false)
                        .handler(fromMember)
                        .connect(LOOPBACK, neighbours.memberPort());
        connecting.addListener(_ -> Pump.join(channel, fromPeer, connecting.channel(), fromMember));
    }

    /// Connections of this lane's member to the address under which it knows a peer's.
    private final class Outgoing extends ChannelInitializer<Channel> {
        private final Neighbours.Peer peer;
        private final SslContext tls;

        private final AtomicInteger attempts = new AtomicInteger();

        /// The loop's thread only.
        private int open;

        Outgoing(Neighbours.Peer peer, SslContext tls) {
            this.peer = peer;
            this.tls = tls;
        }

        @Override
        protected void initChannel(Channel member) {
            if (open >= FOR_ONE_PURPOSE) {
                var _ = member.close();
                return;
            }
            open++;
            member.closeFuture().addListener(_ -> open--);
            member.config().setAutoRead(false);
            Pump fromMember = new Pump();
            member.pipeline().addLast(fromMember);
            Channel dialled =
                    dial(
                            peer,
                            member.eventLoop(),
                            tls,
                            attempts,
                            (channel, _) -> {
                                Pump fromPeer = new Pump();
                                channel.pipeline()
                                        .addLast(
                                                (ChannelHandler)
                                                        new IdleStateHandler(SILENT_SECONDS, 0, 0),
                                                fromPeer);
                                Pump.join(member, fromMember, channel, fromPeer);
                            });
            dialled.closeFuture().addListener(_ -> Pump.end(member));
            member.closeFuture().addListener(_ -> Pump.end(dialled));
        }
    }

    /// Ends all connections and listens no more.
    @Override
    public void close() {
        closed = true;
        listeners.forEach(channel -> channel.close().awaitUninterruptibly());
        admitted.forEach(Pump::end);
        // A handshake that is being reckoned tells the loop what came of it: the loop ends after
        // it.
        handshakes.shutdown();
        try {
            var _ = handshakes.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
