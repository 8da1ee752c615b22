package org.forpost.edge.web;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/// Sends JSON, good news and bad, in one shape.
final class Answers {
    private Answers() {}

    static void send(RoutingContext context, int status, JsonObject body) {
        if (context.response().ended() || context.response().closed()) {
            return;
        }
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json; charset=utf-8")
                .end(body.toBuffer());
    }

    static void refuse(RoutingContext context, Problem problem) {
        send(context, problem.status(), problem.json());
    }
}
