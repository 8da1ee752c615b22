package org.forpost.edge.web;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.forpost.edge.device.EncodedImage;
import org.forpost.edge.lane.Lane;
import org.forpost.edge.operator.Operator;
import org.forpost.edge.operator.Sessions;
import org.forpost.edge.slip.Slips;
import org.forpost.protocol.record.RecordId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves the page and its API on 127.0.0.1.
public final class LaneServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LaneServer.class);

    /// The largest request is an arrival of some 2 KB.
    private static final int MOST_BODY = 64 * 1024;

    /// Before the name of a picture that the document's chip holds.
    private static final String OF_CHIP = "chip-";

    private static final long LOOK_MILLIS = 1000;
    private static final long BEAT_MILLIS = 15_000;

    private static final String LOOPBACK = "127.0.0.1";

    private final Vertx vertx;
    private final Context loop;
    private final Lane lane;
    private final StateJson state;
    private final CrossingApi api;
    private final ChipApi chip;
    private final LivePage live;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("web-", 0).factory());
    private final Events events;
    private final SessionRoutes sessions;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final HttpServer server;

    private LaneServer(
            Vertx vertx,
            Lane lane,
            StateJson state,
            Sessions sessions,
            InstantSource clock,
            ZoneId zone) {
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        this.lane = lane;
        this.state = state;
        this.live = new LivePage(lane);
        RungApi rungs = new RungApi(state.rungs(), sessions);
        this.api = new CrossingApi(lane, rungs, new Slips(state.name().post(), zone), clock, zone);
        this.sessions = new SessionRoutes(sessions, state, rungs);
        this.chip =
                new ChipApi(
                        lane::chips,
                        lane::readChip,
                        () -> LocalDate.ofInstant(clock.instant(), zone));
        this.events = new Events(this.sessions::hears);
        this.server =
                vertx.createHttpServer(
                        new HttpServerOptions()
                                .setHost(LOOPBACK)
                                .setMaxHeaderSize(16 * 1024)
                                .setHttp2ClearTextEnabled(false)
                                .setCompressionSupported(false));
    }

    /// @param port 0 takes any free one
    /// @param zone whose date a day of birth must not be after
    /// @throws IOException when the port cannot be had
    public static LaneServer start(
            Vertx vertx,
            int port,
            Lane lane,
            StateJson state,
            Sessions sessions,
            InstantSource clock,
            ZoneId zone)
            throws IOException, InterruptedException {
        LaneServer server = new LaneServer(vertx, lane, state, sessions, clock, zone);
        server.server.requestHandler(server.router());
        try {
            var listening = new CompletableFuture<Void>();
            // On the one event loop that also holds the followers of events.
            server.loop.runOnContext(_ ->
                    server.server
                            // With a port alone Vert.x forgets the host of the options.
                            .listen(port, LOOPBACK)
                            .onSuccess(_ -> listening.complete(null))
                            .onFailure(listening::completeExceptionally));
            listening.get();
        } catch (ExecutionException e) {
            throw new IOException(
                    "port " + port + " of 127.0.0.1 cannot be had: " + reason(e), e.getCause());
        }
        lane.onChange(server::look);
        server.loop.runOnContext(_ -> {
            vertx.setPeriodic(LOOK_MILLIS, _ -> server.look());
            vertx.setPeriodic(LOOK_MILLIS, _ -> server.onThread(lane::sweepLive));
            vertx.setPeriodic(BEAT_MILLIS, _ -> server.events.beat());
        });
        server.look();
        return server;
    }

    private static String reason(ExecutionException e) {
        return e.getCause() == null ? "unknown" : String.valueOf(e.getCause().getMessage());
    }

    public int port() {
        return server.actualPort();
    }

    private Router router() {
        Page page = new Page();
        Router router = Router.router(vertx);
        Doorman doorman = new Doorman(page.importMapHash());
        router.route().handler(doorman::check);
        router.route().handler(BodyHandler.create(false).setBodyLimit(MOST_BODY));
        router.get("/").handler(page::index);
        router.get("/page/:file").handler(page::own);
        router.get("/lib/*").handler(page::library);
        sessions.mount(router, this::answer);
        router.get("/api/state").handler(it -> answer(it, _ -> ok(state.now())));
        router.get("/api/events").handler(events::follow);
        router.post("/api/crossings").handler(it -> asOfficer(it, (_, body) -> api.open(body)));
        router.post("/api/crossings/:id/capture")
                .handler(it -> asOfficer(it, (_, body) -> api.capture(it.pathParam("id"), body)));
        router.post("/api/crossings/:id/fingers-differ")
                .handler(it -> asOfficer(it, (_, _) -> api.fingersDiffer(it.pathParam("id"))));
        router.post("/api/crossings/:id/decision")
                .handler(it ->
                        asOfficer(
                                it,
                                (officer, body) ->
                                        api.decide(
                                                it.pathParam("id"),
                                                officer.login(),
                                                SessionRoutes.token(it),
                                                body)));
        router.post("/api/crossings/:id/correction")
                .handler(it ->
                        asOfficer(
                                it,
                                (officer, body) ->
                                        api.correct(
                                                it.pathParam("id"),
                                                officer.login(),
                                                SessionRoutes.token(it),
                                                body)));
        DeskApi desk = new DeskApi(lane);
        router.post("/api/desk/:id/open")
                .handler(it -> asOfficer(it, (_, _) -> desk.open(it.pathParam("id"))));
        router.get("/api/crossings").handler(it -> answer(it, _ -> api.decided()));
        router.post("/api/mrz").handler(it -> answer(it, api::mrz));
        router.get("/api/rules").handler(it -> answer(it, _ -> api.rules()));
        router.get("/api/crossings/:id/slip.pdf").handler(this::slip);
        router.delete("/api/crossings/:id")
                .handler(it -> asOfficer(it, (_, _) -> api.abandon(it.pathParam("id"))));
        router.get("/api/crossings/:id/pictures/:name").handler(this::picture);
        router.get("/api/crossings/:id/live/:what").handler(this::live);
        router.post("/api/chip").handler(it -> asOfficer(it, (_, body) -> chip.read(body)));
        router.get("/api/chip").handler(it -> answer(it, _ -> ok(chip.progress())));
        router.delete("/api/chip").handler(it -> asOfficer(it, (_, _) -> chip.abandon()));
        router.post("/api/crossings/:id/chip")
                .handler(it -> asOfficer(it, (_, body) -> chip.read(it.pathParam("id"), body)));
        router.errorHandler(404, it -> error(it, 404, "not-found", "There is no such place here."));
        router.errorHandler(405, it -> error(it, 405, "bad-method", "Not with this method."));
        router.errorHandler(413, it -> error(it, 413, "too-large", "The body is over 64 KiB."));
        router.errorHandler(400, it -> error(it, 400, "bad-request", "This is not a request."));
        router.errorHandler(500, this::unexpected);
        return router;
    }

    private static void error(RoutingContext context, int status, String code, String message) {
        Answers.refuse(context, Problem.of(status, code, message, "See the API's page."));
    }

    private void unexpected(RoutingContext context) {
        LOG.error("unexpected, at {}", context.normalizedPath(), context.failure());
        Answers.refuse(
                context,
                Problem.of(
                        500,
                        "unexpected",
                        "The lane's program met something that it did not expect.",
                        "Try again; if it repeats, give the technician the log."));
    }

    @FunctionalInterface
    interface Handling {
        CrossingApi.Answer of(byte[] body) throws Problem;
    }

    private static CrossingApi.Answer ok(JsonObject body) {
        return new CrossingApi.Answer(200, body);
    }

    @FunctionalInterface
    private interface OfficersHandling {
        CrossingApi.Answer of(Operator officer, byte[] body) throws Problem;
    }

    private void asOfficer(RoutingContext context, OfficersHandling handling) {
        answer(context, body -> handling.of(SessionRoutes.officer(context), body));
    }

    /// Does the work on a virtual thread (it may wait for a device or a disk) and answers on the
    /// event loop.
    private void answer(RoutingContext context, Handling handling) {
        Buffer body = context.body().buffer();
        byte[] bytes = body == null ? new byte[0] : body.getBytes();
        Context here = vertx.getOrCreateContext();
        onThread(() -> {
            try {
                CrossingApi.Answer answer = handling.of(bytes);
                here.runOnContext(_ -> {
                    if (answer.status() == 204) {
                        context.response().setStatusCode(204).end();
                    } else {
                        Answers.send(context, answer.status(), answer.body());
                    }
                });
            } catch (Problem problem) {
                here.runOnContext(_ -> Answers.refuse(context, problem));
            } catch (RuntimeException e) {
                here.runOnContext(_ -> context.fail(500, e));
            }
        });
    }

    private void picture(RoutingContext context) {
        String name = context.pathParam("name");
        Context here = vertx.getOrCreateContext();
        onThread(() -> {
            try {
                RecordId id = CrossingApi.id(context.pathParam("id"));
                Optional<EncodedImage> image =
                        name.matches("(chip-)?(face|[1-9]|10)\\.png")
                                ? picture(id, name)
                                : Optional.empty();
                if (image.isEmpty()) {
                    throw Problem.of(404, "no-picture", "There is no such picture.", "Capture it.");
                }
                byte[] png = Picture.png(image.get());
                here.runOnContext(_ ->
                        context.response()
                                .putHeader("Content-Type", "image/png")
                                .end(Buffer.buffer(png)));
            } catch (Problem problem) {
                here.runOnContext(_ -> Answers.refuse(context, problem));
            } catch (IOException | RuntimeException e) {
                here.runOnContext(_ -> context.fail(500, e));
            }
        });
    }

    private void slip(RoutingContext context) {
        Context here = vertx.getOrCreateContext();
        onThread(() -> {
            try {
                byte[] pdf = api.slip(context.pathParam("id"));
                here.runOnContext(_ ->
                        context.response()
                                .putHeader("Content-Type", "application/pdf")
                                .putHeader("Content-Disposition", "inline; filename=\"slip.pdf\"")
                                .end(Buffer.buffer(pdf)));
            } catch (Problem problem) {
                here.runOnContext(_ -> Answers.refuse(context, problem));
            } catch (RuntimeException e) {
                here.runOnContext(_ -> context.fail(500, e));
            }
        });
    }

    private void live(RoutingContext context) {
        Context here = vertx.getOrCreateContext();
        onThread(() -> {
            try {
                LivePage.Answer answer =
                        live.frame(
                                context.pathParam("id"),
                                context.pathParam("what"),
                                context.request().getParam("viewer"));
                here.runOnContext(_ -> {
                    switch (answer) {
                        case LivePage.Frame frame -> show(context.response(), frame);
                        case LivePage.Ended(String code, String message) ->
                                Answers.send(
                                        context,
                                        200,
                                        new JsonObject().put("live", code).put("message", message));
                    }
                });
            } catch (Problem problem) {
                here.runOnContext(_ -> Answers.refuse(context, problem));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                here.runOnContext(_ -> context.fail(500, e));
            }
        });
    }

    private static void show(HttpServerResponse response, LivePage.Frame frame) {
        if (response.closed()) {
            return;
        }
        JsonObject measures = frame.measures();
        if (measures != null) {
            response.putHeader("X-Forpost-Live", measures.encode());
        }
        response.putHeader("Content-Type", "image/jpeg").end(Buffer.buffer(frame.jpeg()));
    }

    private Optional<EncodedImage> picture(RecordId id, String name) {
        return name.startsWith(OF_CHIP)
                ? lane.chipPicture(id, position(name.substring(OF_CHIP.length())))
                : lane.picture(id, position(name));
    }

    private static int position(String name) {
        String word = name.substring(0, name.length() - ".png".length());
        return word.equals("face") ? 0 : Integer.parseInt(word);
    }

    /// Reads the state and tells whoever follows it. Several calls at once become one.
    public void look() {
        if (!looking.compareAndSet(false, true)) {
            return;
        }
        onThread(() -> {
            looking.set(false);
            JsonObject now = state.now();
            loop.runOnContext(_ -> events.publish(now));
        });
    }

    private void onThread(Runnable work) {
        try {
            threads.execute(work);
        } catch (RejectedExecutionException e) {
            LOG.debug("asked while closing");
        }
    }

    /// Lets go of the port and of every page.
    @Override
    public void close() {
        loop.runOnContext(_ -> events.close());
        threads.shutdown();
        server.close();
    }
}
