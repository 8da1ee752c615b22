package org.forpost.sim.sbi.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.forpost.sim.sbi.Reply;
import org.forpost.sim.sbi.SbiDevice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection: one request, one answer, then it closes, as the text's responses say.
// A write that fails means that the host has hung up: its own business, and the channel closes.
@SuppressWarnings("FutureReturnValueIgnored")
final class Conversation extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    /// Four pictures a second; the text wants at least three.
    private static final long BETWEEN_PICTURES_MILLIS = 250;

    /// Slow enough that an endless answer does not eat a processor that others need.
    private static final long BETWEEN_ENDLESS_PIECES_MILLIS = 20;

    private static final String BOUNDARY = "--BoundaryString";

    private final Supplier<SbiDevice> device;
    private final Executor workers;

    Conversation(Supplier<SbiDevice> device, Executor workers) {
        this.device = device;
        this.workers = workers;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        String method = request.method().name();
        String path = request.uri();
        byte[] body = ByteBufUtil.getBytes(request.content());
        workers.execute(() -> {
            try {
                Reply reply = device.get().answer(method, path, body);
                ctx.executor().execute(() -> send(ctx, reply));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                ctx.close();
            } catch (RuntimeException e) {
                LOG.error("{} {} failed", method, path, e);
                ctx.close();
            }
        });
    }

    private void send(ChannelHandlerContext ctx, Reply reply) {
        switch (reply) {
            case Reply.Whole whole -> {
                ctx.write(head(ctx, whole.status(), whole.contentType(), whole.body().length));
                ctx.write(content(whole.body(), whole.body().length));
                ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
                        .addListener(ChannelFutureListener.CLOSE);
            }
            case Reply.Torn torn -> {
                Reply.Whole whole = torn.whole();
                ctx.write(head(ctx, whole.status(), whole.contentType(), whole.body().length));
                ctx.writeAndFlush(content(whole.body(), torn.bytes()))
                        .addListener(ChannelFutureListener.CLOSE);
            }
            case Reply.Silence silence -> {
                // The host has to give up by itself.
            }
            case Reply.Flood flood -> {
                ctx.writeAndFlush(head(ctx, 200, flood.contentType(), flood.bytes()));
                pour(ctx, flood, 0);
            }
            case Reply.Frames frames -> {
                ctx.writeAndFlush(
                        head(ctx, 200, "multipart/x-mixed-replace; boundary=" + BOUNDARY, -1));
                show(ctx, frames.picture(), 0);
            }
        }
    }

    private static void pour(ChannelHandlerContext ctx, Reply.Flood flood, long sent) {
        if (!ctx.channel().isActive()) {
            return;
        }
        boolean endless = flood.bytes() < 0;
        if (!endless && sent >= flood.bytes()) {
            ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
                    .addListener(ChannelFutureListener.CLOSE);
            return;
        }
        int length =
                endless
                        ? flood.piece().length
                        : (int) Math.min(flood.piece().length, flood.bytes() - sent);
        // The next piece follows when this one has left: nothing piles up here.
        ctx.writeAndFlush(content(flood.piece(), length))
                .addListener(written -> {
                    if (!written.isSuccess()) {
                        return;
                    }
                    ctx.executor()
                            .schedule(
                                    () -> pour(ctx, flood, sent + length),
                                    endless ? BETWEEN_ENDLESS_PIECES_MILLIS : 0,
                                    TimeUnit.MILLISECONDS);
                });
    }

    private void show(ChannelHandlerContext ctx, IntFunction<byte[]> picture, int number) {
        if (!ctx.channel().isActive()) {
            return;
        }
        workers.execute(() -> {
            byte[] jpeg = picture.apply(number);
            String head =
                    BOUNDARY
                            + "\r\nAccess-Control-Allow-Origin:*\r\n"
                            + "Content-Type:image/jpeg\r\n"
                            + "Content-Length:"
                            + jpeg.length
                            + "\r\n\r\n";
            ByteBuf part =
                    Unpooled.wrappedBuffer(
                            head.getBytes(StandardCharsets.US_ASCII),
                            jpeg,
                            "\r\n".getBytes(StandardCharsets.US_ASCII));
            ctx.writeAndFlush(new DefaultHttpContent(part))
                    .addListener(written -> {
                        if (!written.isSuccess()) {
                            return;
                        }
                        ctx.executor()
                                .schedule(
                                        () -> show(ctx, picture, number + 1),
                                        BETWEEN_PICTURES_MILLIS,
                                        TimeUnit.MILLISECONDS);
                    });
        });
    }

    private static HttpResponse head(
            ChannelHandlerContext ctx, int status, String contentType, long length) {
        HttpResponse head =
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
        var here = (java.net.InetSocketAddress) ctx.channel().localAddress();
        head.headers()
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .set(HttpHeaderNames.LOCATION, "http://127.0.0.1:" + here.getPort())
                .set(HttpHeaderNames.CONTENT_TYPE, contentType)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (length >= 0) {
            head.headers().set(HttpHeaderNames.CONTENT_LENGTH, length);
        }
        return head;
    }

    private static DefaultHttpContent content(byte[] bytes, int length) {
        return new DefaultHttpContent(Unpooled.wrappedBuffer(bytes, 0, length));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A host that hangs up in the middle is its own business.
        LOG.debug("conversation ended", cause);
        ctx.close();
    }
}
