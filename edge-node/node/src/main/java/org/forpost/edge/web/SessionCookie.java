package org.forpost.edge.web;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;

/// The session's token as the browser keeps it: no script reads it (HttpOnly), no other site makes
/// the browser send it (SameSite=Strict), and it is gone when the browser is closed.
///
/// Not `Secure`: the page is served to this machine alone, without TLS. The port is part of the
/// name, since cookies know no ports (RFC 6265 §8.5) and a test machine has several lanes.
final class SessionCookie {
    private static final int MAX_TOKEN = 64;

    private SessionCookie() {}

    private static String name(RoutingContext context) {
        return "forpost-session-" + context.request().localAddress().port();
    }

    /// @return empty where there is none
    static String token(RoutingContext context) {
        Cookie cookie = context.request().getCookie(name(context));
        return cookie == null || cookie.getValue().length() > MAX_TOKEN ? "" : cookie.getValue();
    }

    static void set(RoutingContext context, String token) {
        context.response()
                .addCookie(
                        Cookie.cookie(name(context), token)
                                .setPath("/")
                                .setHttpOnly(true)
                                .setSameSite(CookieSameSite.STRICT));
    }

    static void remove(RoutingContext context) {
        context.response()
                .addCookie(
                        Cookie.cookie(name(context), "")
                                .setPath("/")
                                .setHttpOnly(true)
                                .setSameSite(CookieSameSite.STRICT)
                                .setMaxAge(0));
    }
}
