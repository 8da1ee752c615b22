package org.forpost.edge.web;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.forpost.edge.operator.Login;
import org.forpost.edge.operator.Operator;
import org.forpost.edge.operator.Sessions;

/// Everything under `/api` but `/api/session` needs an open session; who it is goes with the
/// request.
final class SessionRoutes {
    private static final String OPERATOR = "forpost.operator";
    private static final String TOKEN = "forpost.token";

    private final Sessions sessions;
    private final SessionApi api;
    private final StateJson state;
    private final RungApi rungs;

    SessionRoutes(Sessions sessions, StateJson state, RungApi rungs) {
        this.sessions = sessions;
        this.api = new SessionApi(sessions);
        this.state = state;
        this.rungs = rungs;
    }

    /// Does the work on another thread and answers on the event loop.
    interface Worker {
        void answer(RoutingContext context, LaneServer.Handling handling);
    }

    void mount(Router router, Worker worker) {
        router.get("/api/session")
                .handler(it -> {
                    String token = SessionCookie.token(it);
                    worker.answer(it, _ -> ok(api.standing(token, state.now())));
                });
        router.post("/api/session")
                .handler(it -> {
                    String before = SessionCookie.token(it);
                    worker.answer(
                            it,
                            body -> {
                                Login.Open open = api.logIn(body);
                                sessions.logOut(before);
                                return begun(it, open);
                            });
                });
        router.post("/api/session/unlock")
                .handler(it -> {
                    String token = SessionCookie.token(it);
                    worker.answer(it, body -> begun(it, api.unlock(token, body)));
                });
        router.post("/api/session/extension")
                .handler(it -> worker.answer(it, body -> ok(api.extend(body))));
        router.post("/api/session/lock")
                .handler(it -> {
                    sessions.lock(SessionCookie.token(it));
                    done(it);
                });
        router.delete("/api/session")
                .handler(it -> {
                    String token = SessionCookie.token(it);
                    worker.answer(
                            it,
                            _ -> {
                                sessions.logOut(token);
                                SessionCookie.remove(it);
                                return new CrossingApi.Answer(204, new JsonObject());
                            });
                });
        router.route("/api/*").handler(this::check);
        router.post("/api/session/awake").handler(SessionRoutes::done);
        router.post("/api/supervisor")
                .handler(it -> {
                    String token = SessionCookie.token(it);
                    worker.answer(it, body -> ok(api.word(token, body)));
                });
        router.post("/api/drill")
                .handler(it -> worker.answer(it, body -> ok(rungs.begin(operator(it), body))));
        router.delete("/api/drill")
                .handler(it ->
                        worker.answer(
                                it,
                                _ -> {
                                    rungs.end(operator(it));
                                    return new CrossingApi.Answer(204, new JsonObject());
                                }));
    }

    private static void done(RoutingContext context) {
        context.response().setStatusCode(204).end();
    }

    private static CrossingApi.Answer begun(RoutingContext context, Login.Open open) {
        SessionCookie.set(context, open.token());
        return ok(
                new JsonObject()
                        .put("state", "open")
                        .put("operator", SessionApi.json(open.operator())));
    }

    private static CrossingApi.Answer ok(JsonObject body) {
        return new CrossingApi.Answer(200, body);
    }

    private void check(RoutingContext context) {
        String token = SessionCookie.token(context);
        try {
            Sessions.View view = sessions.view(token).orElseThrow(SessionApi::noSession);
            if (view.locked()) {
                throw SessionApi.locked();
            }
            if (!isLook(context)) {
                sessions.awake(token);
            }
            context.put(OPERATOR, view.operator());
            context.put(TOKEN, token);
            context.next();
        } catch (Problem problem) {
            Answers.refuse(context, problem);
        }
    }

    /// What the page does by itself does not keep a session awake.
    private static boolean isLook(RoutingContext context) {
        return context.request().method().name().equals("GET");
    }

    /// @return who asks; only behind the check above
    static Operator operator(RoutingContext context) {
        return context.get(OPERATOR);
    }

    /// @return of the session; only behind the check above
    static String token(RoutingContext context) {
        return context.get(TOKEN);
    }

    /// @return who asks, where that is somebody who may decide about travellers
    static Operator officer(RoutingContext context) throws Problem {
        Operator operator = operator(context);
        if (!operator.decides()) {
            throw Problem.of(
                    403,
                    "not-an-officer",
                    "A technician takes no travellers.",
                    "Let an officer log in.");
        }
        return operator;
    }

    /// @return whether this follower of events may hear more of them
    boolean hears(String token) {
        return sessions.view(token).filter(view -> !view.locked()).isPresent();
    }
}
