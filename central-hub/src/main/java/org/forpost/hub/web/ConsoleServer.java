package org.forpost.hub.web;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.forpost.hub.fleet.AlarmBook;
import org.forpost.hub.fleet.Fleet;
import org.forpost.hub.registry.Registry;
import org.forpost.protocol.release.Manifest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves the console on 127.0.0.1.
public final class ConsoleServer extends VerticleBase {
    private static final String LOOPBACK = "127.0.0.1";
    private static final Set<String> NAMES = Set.of(LOOPBACK, "localhost", "[::1]");

    private static final int DEFAULT_LIMIT = 500;

    /// As many new records at once go out as events; of more the pages ask for the newest.
    private static final int MAX_RECORD_EVENTS = 50;

    private static final int IDLE_SECONDS = 60;

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleServer.class);

    private final Registry registry;
    private final Fleet fleet;
    private final AlarmBook alarms;
    private final Supplier<@Nullable Manifest> release;
    private final InstantSource clock;
    private final int port;

    private @Nullable HttpServer server;
    private @Nullable EventStream events;

    /// @param release the release that is published now
    /// @param port TCP port, or 0 for any free one
    public ConsoleServer(
            Registry registry,
            Fleet fleet,
            AlarmBook alarms,
            Supplier<@Nullable Manifest> release,
            InstantSource clock,
            int port) {
        this.registry = registry;
        this.fleet = fleet;
        this.alarms = alarms;
        this.release = release;
        this.clock = clock;
        this.port = port;
    }

    /// The port that it listens on, once deployed.
    public int actualPort() {
        HttpServer listening = server;
        if (listening == null) {
            throw new IllegalStateException("not listening yet");
        }
        return listening.actualPort();
    }

    @Override
    public Future<?> start() throws Exception {
        var stream = new EventStream(context);
        events = stream;
        fleet.onChange(node -> stream.send("node", Answers.node(node)));
        alarms.onAlarm(alarm -> stream.send("alarm", Answers.alarm(alarm)));
        vertx.setPeriodic(15_000, 15_000, timer -> stream.stillHere());
        server =
                vertx.createHttpServer(
                                new HttpServerOptions()
                                        .setHost(LOOPBACK)
                                        .setPort(port)
                                        .setIdleTimeout(IDLE_SECONDS)
                                        .setHttp2ClearTextEnabled(false)
                                        .setMaxInitialLineLength(2048)
                                        .setMaxHeaderSize(16 * 1024)
                                        .setCompressionSupported(false))
                        .requestHandler(routes(new Assets(), stream));
        return server.listen();
    }

    /// These rows are new; called by the thread that applied them.
    public void arrived(List<Registry.Row> rows) {
        @Nullable EventStream stream = events;
        if (stream == null || rows.isEmpty()) {
            return;
        }
        rows.subList(Math.max(0, rows.size() - MAX_RECORD_EVENTS), rows.size())
                .forEach(row -> stream.send("record", Answers.record(row)));
        stream.send("state", new JsonObject().put("records", rows.size()));
    }

    /// Another release is published; called by any thread.
    public void published() {
        @Nullable EventStream stream = events;
        if (stream != null) {
            stream.send("state", new JsonObject().put("records", 0));
        }
    }

    private Router routes(Assets assets, EventStream stream) {
        Router router = Router.router(vertx);
        String policy =
                "default-src 'none'; script-src 'self' "
                        + assets.importMapHash()
                        + "; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none';"
                        + " form-action 'none'; frame-ancestors 'none'";
        router.route().handler(request -> guard(request, policy));
        router.get("/api/records").handler(this::records);
        router.get("/api/nodes").handler(this::nodes);
        router.get("/api/posts").handler(this::posts);
        router.get("/api/state").handler(this::state);
        router.get("/api/events")
                .handler(request -> {
                    if (!stream.open(request.response())) {
                        refuse(request, 503, "too many open pages");
                    }
                });
        router.get().handler(request -> asset(request, assets));
        router.errorHandler(
                500,
                request -> {
                    LOG.error("{} failed", request.request().path(), request.failure());
                    refuse(request, 500, "the hub could not answer; its log says why");
                });
        return router;
    }

    private static void guard(RoutingContext request, String policy) {
        HttpServerResponse response = request.response();
        response.putHeader("Content-Security-Policy", policy)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
        HttpMethod method = request.request().method();
        if (!isLoopbackName(request.request())) {
            refuse(request, 421, "this console answers to 127.0.0.1 and localhost only");
        } else if (!method.equals(HttpMethod.GET)) {
            response.putHeader("Allow", "GET");
            refuse(request, 405, "only GET is answered");
        } else {
            request.next();
        }
    }

    private static boolean isLoopbackName(HttpServerRequest request) {
        @Nullable String host = request.getHeader("Host");
        if (host == null) {
            return false;
        }
        return NAMES.contains(host.replaceFirst(":\\d{1,5}$", ""));
    }

    private void records(RoutingContext request) {
        @Nullable String newest = request.request().getParam("newest");
        int limit;
        long after;
        try {
            limit =
                    (int)
                            number(
                                    request,
                                    newest == null ? "limit" : "newest",
                                    DEFAULT_LIMIT,
                                    1,
                                    Registry.MAX_PAGE);
            after = number(request, "after", 0, 0, Long.MAX_VALUE);
        } catch (IllegalArgumentException e) {
            refuse(request, 400, String.valueOf(e.getMessage()));
            return;
        }
        answer(
                request,
                () -> {
                    List<Registry.Row> rows =
                            newest == null ? registry.after(after, limit) : registry.newest(limit);
                    var shown = new JsonArray();
                    rows.forEach(row -> shown.add(Answers.record(row)));
                    long last =
                            rows.stream()
                                    .mapToLong(row -> row.arrival().sequence())
                                    .max()
                                    .orElse(after);
                    return new JsonObject().put("records", shown).put("last", last);
                });
    }

    private static long number(
            RoutingContext request, String name, long absent, long least, long most) {
        @Nullable String text = request.request().getParam(name);
        if (text == null) {
            return absent;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            LOG.debug("{} is no number", name, e);
        }
        throw new IllegalArgumentException(
                name + " must be a whole number from " + least + " to " + most);
    }

    private void nodes(RoutingContext request) {
        answer(
                request,
                () -> {
                    var shown = new JsonArray();
                    fleet.nodes().forEach(node -> shown.add(Answers.node(node)));
                    return new JsonObject().put("nodes", shown);
                });
    }

    private void posts(RoutingContext request) {
        answer(
                request,
                () -> {
                    var shown = new JsonArray();
                    fleet.posts().forEach(post -> shown.add(Answers.post(post)));
                    return new JsonObject().put("posts", shown);
                });
    }

    private void state(RoutingContext request) {
        answer(
                request,
                () ->
                        Answers.state(
                                registry.totals(),
                                fleet.nodes(),
                                alarms.latest(),
                                release.get(),
                                clock.instant()));
    }

    /// Asks off the event loop, since the registry reads a file.
    private void answer(RoutingContext request, java.util.concurrent.Callable<JsonObject> asking) {
        vertx.executeBlocking(asking, false)
                .onSuccess(json ->
                        send(
                                request.response()
                                        .putHeader("Content-Type", "application/json")
                                        .putHeader("Cache-Control", "no-store"),
                                json.toBuffer()))
                .onFailure(request::fail);
    }

    private static void asset(RoutingContext request, Assets assets) {
        var found = assets.at(request.request().path());
        if (found.isEmpty()) {
            refuse(request, 404, "there is nothing here");
            return;
        }
        Assets.Asset asset = found.get();
        HttpServerResponse response =
                request.response()
                        .putHeader("Cache-Control", "no-cache")
                        .putHeader("ETag", asset.tag());
        if (asset.tag().equals(request.request().getHeader("If-None-Match"))) {
            response.setStatusCode(304);
            var _ = response.end();
            return;
        }
        send(response.putHeader("Content-Type", asset.type()), Buffer.buffer(asset.bytes()));
    }

    private static void refuse(RoutingContext request, int status, String why) {
        send(
                request.response()
                        .setStatusCode(status)
                        .putHeader("Content-Type", "application/json")
                        .putHeader("Cache-Control", "no-store"),
                new JsonObject().put("error", why).toBuffer());
    }

    private static void send(HttpServerResponse response, Buffer body) {
        if (!response.ended() && !response.closed()) {
            var _ = response.end(body);
        }
    }
}
