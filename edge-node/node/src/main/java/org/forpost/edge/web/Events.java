package org.forpost.edge.web;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Pages that follow the state (HTML standard, server-sent events). Used on the event loop alone.
final class Events {
    /// A lane has one page, a supervisor's and a few forgotten ones.
    private static final int MOST_FOLLOWERS = 16;

    private final Predicate<String> hears;
    private final List<Follower> followers = new ArrayList<>();
    private String latest = "";
    private String latestBare = "";

    /// @param hears whether the session of a token is open
    Events(Predicate<String> hears) {
        this.hears = hears;
    }

    private static final class Follower {
        private final HttpServerResponse response;
        private final String token;
        private String told = "";

        Follower(HttpServerResponse response, String token) {
            this.response = response;
            this.token = token;
        }
    }

    void follow(RoutingContext context) {
        if (followers.size() >= MOST_FOLLOWERS) {
            Answers.refuse(
                    context,
                    Problem.of(503, "too-many-pages", "Too many pages are open.", "Close some."));
            return;
        }
        HttpServerResponse response = context.response();
        response.setChunked(true).putHeader("Content-Type", "text/event-stream; charset=utf-8");
        Follower follower = new Follower(response, SessionCookie.token(context));
        followers.add(follower);
        response.closeHandler(_ -> followers.remove(follower));
        response.exceptionHandler(_ -> followers.remove(follower));
        response.write("retry: 1000\n\n");
        tell(follower);
    }

    /// The state as it is now. The age of the list alone is no news: a page counts by itself.
    void publish(JsonObject state) {
        JsonObject bare = state.copy();
        bare.getJsonObject("watchlist").remove("ageSeconds");
        String text = bare.encode();
        if (!text.equals(latestBare)) {
            latestBare = text;
            latest = state.encode();
        }
        dismiss();
        List.copyOf(followers).forEach(this::tell);
    }

    /// Whose session is locked or over hears so, and no more.
    private void dismiss() {
        for (Follower follower : List.copyOf(followers)) {
            if (!hears.test(follower.token)) {
                followers.remove(follower);
                follower.response.end("event: locked\ndata: {}\n\n");
            }
        }
    }

    /// A page that does not read is not written to; it gets the newest state once it does.
    private void tell(Follower follower) {
        if (!latest.isEmpty()
                && !follower.told.equals(latest)
                && !follower.response.writeQueueFull()) {
            follower.told = latest;
            follower.response.write("event: state\ndata: " + latest + "\n\n");
        }
    }

    /// Keeps connections from looking dead.
    void beat() {
        for (Follower follower : List.copyOf(followers)) {
            if (!follower.response.writeQueueFull()) {
                follower.response.write(": \n\n");
            }
        }
    }

    void close() {
        List.copyOf(followers).forEach(follower -> follower.response.end());
        followers.clear();
    }
}
