package org.forpost.sim.cluster.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.forpost.sim.Refusal;
import org.forpost.sim.cluster.ControlAnswer;
import org.forpost.sim.cluster.ControlRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The control interface on one port of 127.0.0.1.
public final class ControlServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

    /// The longest call names a folder and ten fingers.
    private static final int LARGEST_REQUEST = 16 * 1_024;

    private final Channel channel;

    private ControlServer(Channel channel) {
        this.channel = channel;
    }

    /// Starts listening.
    ///
    /// @throws Refusal if the port is taken
    public static ControlServer start(
            int port,
            Function<ControlRequest, ControlAnswer> api,
            EventLoopGroup loops,
            Executor workers) {
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
                                                .addLast(new Call(api, workers));
                                    }
                                })
                        .bind(new InetSocketAddress(NetUtil.LOCALHOST4, port))
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new Refusal(
                    "cannot listen on 127.0.0.1:"
                            + port
                            + " for control calls ("
                            + bound.cause().getMessage()
                            + "): stop what uses the port, or choose another --control-port",
                    bound.cause());
        }
        return new ControlServer(bound.channel());
    }

    /// The port that it listens on.
    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
    }

    /// One call on one connection.
    // A caller that hangs up before its answer does not want it.
    @SuppressWarnings("FutureReturnValueIgnored")
    private static final class Call extends SimpleChannelInboundHandler<FullHttpRequest> {
        private final Function<ControlRequest, ControlAnswer> api;
        private final Executor workers;

        Call(Function<ControlRequest, ControlAnswer> api, Executor workers) {
            this.api = api;
            this.workers = workers;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
            String authorization = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
            ControlRequest call =
                    new ControlRequest(
                            request.method().name(),
                            request.uri(),
                            authorization,
                            ByteBufUtil.getBytes(request.content()));
            workers.execute(() -> {
                ControlAnswer answer;
                try {
                    answer = api.apply(call);
                } catch (RuntimeException e) {
                    LOG.error("{} {} failed", call.method(), call.path(), e);
                    answer = new ControlAnswer(500, "{\"error\":\"unexpected failure\"}");
                }
                send(ctx, answer);
            });
        }

        private static void send(ChannelHandlerContext ctx, ControlAnswer answer) {
            byte[] body = answer.json().getBytes(StandardCharsets.UTF_8);
            var response =
                    new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1,
                            HttpResponseStatus.valueOf(answer.status()),
                            Unpooled.wrappedBuffer(body));
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                    .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                    .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            LOG.debug("control call ended", cause);
            ctx.close();
        }
    }
}
