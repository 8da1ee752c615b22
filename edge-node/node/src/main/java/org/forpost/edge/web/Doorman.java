package org.forpost.edge.web;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/// Lets in what this page sends, and nothing else that a browser on this machine may be led to
/// send.
///
/// - A foreign name that was made to point at 127.0.0.1 (DNS rebinding) is known by its `Host`.
/// - A form or script of another site cannot set `X-Forpost-Request` without asking first (CORS
///   preflight, Fetch standard §3.2.5), and nobody here answers that.
/// - Inline scripts do not run, so that a name with markup in it stays a name.
final class Doorman {
    private static final Set<HttpMethod> CHANGING =
            Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

    private final String contentSecurityPolicy;

    /// @param scriptHash the one inline block of the page, its import map, as `sha256-…`
    Doorman(String scriptHash) {
        this.contentSecurityPolicy =
                "default-src 'self'; script-src 'self' '"
                        + scriptHash
                        + "'; object-src 'none'; base-uri 'none'; form-action 'none';"
                        + " frame-ancestors 'none'";
    }

    void check(RoutingContext context) {
        context.response()
                .putHeader("Content-Security-Policy", contentSecurityPolicy)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Cache-Control", "no-store");
        try {
            check(context.request());
            context.next();
        } catch (Problem problem) {
            Answers.refuse(context, problem);
        }
    }

    private static void check(HttpServerRequest request) throws Problem {
        String host = request.getHeader("Host");
        int port = request.localAddress().port();
        if (host == null || !isHere(host, port)) {
            throw Problem.of(
                    403,
                    "foreign-host",
                    "This lane answers only to its own address on this machine.",
                    "Open http://localhost:" + port + "/");
        }
        String origin = request.getHeader("Origin");
        if (origin != null && !isHere(origin.replaceFirst("^http://", ""), port)) {
            throw Problem.of(403, "foreign-site", "Another site asked.", "Use the lane's page.");
        }
        if (!CHANGING.contains(request.method())) {
            return;
        }
        if (!"1".equals(request.getHeader("X-Forpost-Request"))) {
            throw Problem.of(
                    403,
                    "not-from-the-page",
                    "The header X-Forpost-Request: 1 is missing.",
                    "Send it; a page of another site cannot.");
        }
        if (request.method().equals(HttpMethod.POST)) {
            String type = String.valueOf(request.getHeader("Content-Type"));
            if (!type.matches("(?i)application/json(\\s*;\\s*charset=\"?utf-8\"?)?")) {
                throw Problem.of(
                        415,
                        "not-json",
                        "The body must be application/json.",
                        "Set Content-Type: application/json.");
            }
        }
    }

    private static boolean isHere(String host, int port) {
        return host.equals("127.0.0.1:" + port)
                || host.equalsIgnoreCase("localhost:" + port)
                || host.equals("[::1]:" + port);
    }
}
