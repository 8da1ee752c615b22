package org.forpost.edge.device.sbi;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.forpost.edge.device.Refusal;

/// One exchange with a device on this machine: bounded in bytes, and in time from the first byte of
/// the request to the last of the answer.
///
/// The JDK's client writes the header `Content-Length` in just that spelling, which some devices
/// insist on, takes any method, follows no redirect and asks no proxy.
final class DeviceWire implements AutoCloseable {
    /// A handful of devices at a few hundred bytes each; a generous discovery has 4 KiB.
    static final int MOST_INFO_BYTES = 64 * 1024;

    /// Ten lossless 500 dpi fingers in base64 twice over (record, then JWT) stay below 6 MiB.
    static final int MOST_CAPTURE_BYTES = 8 * 1024 * 1024;

    /// A loopback port takes a connection at once or never.
    private static final Duration CONNECT_TIME = Duration.ofSeconds(2);

    private final HttpClient client;

    /// A wire whose waiting is done on `executor`, which is the caller's to close.
    DeviceWire(Executor executor) {
        client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .proxy(HttpClient.Builder.NO_PROXY)
                        .connectTimeout(CONNECT_TIME)
                        .executor(executor)
                        .build();
    }

    /// Sends a request and waits for the whole answer.
    ///
    /// @throws IOException when no whole answer came in time; the message is for the officer
    /// @throws Unacceptable when it is too large, or not of status 200
    byte[] exchange(String method, int port, String path, String body, int mostBytes, Duration time)
            throws IOException, Unacceptable, InterruptedException {
        HttpResponse<byte[]> answer =
                send(method, port, path, body, () -> new BoundedBody(mostBytes), time);
        if (answer.statusCode() != 200) {
            throw new Unacceptable(
                    Refusal.MALFORMED,
                    method + " " + path,
                    "HTTP status 200",
                    Integer.toString(answer.statusCode()));
        }
        return answer.body();
    }

    /// Sends a request and hands over the answer as it comes, whatever its status.
    ///
    /// @param time for the head of the answer; the body's time is the caller's to bound
    HttpResponse<FrameFlow> open(String method, int port, String path, String body, Duration time)
            throws IOException, Unacceptable, InterruptedException {
        return send(method, port, path, body, FrameFlow::new, time);
    }

    private <T> HttpResponse<T> send(
            String method,
            int port,
            String path,
            String body,
            java.util.function.Supplier<BodySubscriber<T>> subscriber,
            Duration time)
            throws IOException, Unacceptable, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .method(
                                method,
                                HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                        .header("Content-Type", "application/json")
                        .header("EXT", "forpost")
                        .build();
        CompletableFuture<HttpResponse<T>> coming =
                client.sendAsync(request, head -> subscriber.get());
        try {
            return coming.get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException(
                    "it did not answer within " + seconds(time) + " on port " + port, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BoundedBody.TooLarge large) {
                throw new Unacceptable(
                        Refusal.TOO_LARGE,
                        method + " " + path,
                        "at most " + large.most() + " bytes",
                        "more");
            }
            throw new IOException(
                    "the connection to port " + port + " failed (" + whatFailed(e) + ")", e);
        } finally {
            coming.cancel(true);
        }
    }

    private static String whatFailed(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause == null) {
            return "unknown";
        }
        String words = cause.getMessage();
        return Unacceptable.printable(words == null ? cause.getClass().getSimpleName() : words);
    }

    static String seconds(Duration time) {
        return Math.max(1, time.toSeconds()) + " s";
    }

    /// Hangs up on every device.
    @Override
    public void close() {
        client.shutdownNow();
    }
}
