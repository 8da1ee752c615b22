package org.forpost.hub.web;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Server-sent events (HTML Living Standard §9.2) to the open pages.
///
/// A page that does not read what it is sent is let go: it connects again by itself and asks for
/// the state anew, so that nothing has to be kept for it. Used on one event loop, except [#send].
final class EventStream {
    /// Pages of administrators; the API is on the loopback address only.
    private static final int MAX_PAGES = 32;

    /// More than a page of newest records; beyond it a client asks again anyway.
    private static final int MAX_QUEUED_BYTES = 256 * 1024;

    private final Context loop;
    private final Set<HttpServerResponse> pages = new LinkedHashSet<>();

    EventStream(Context loop) {
        this.loop = loop;
    }

    /// Keeps `response` open and sends it events from now on.
    ///
    /// @return false if too many pages are open
    boolean open(HttpServerResponse response) {
        if (pages.size() >= MAX_PAGES) {
            return false;
        }
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream; charset=utf-8")
                .putHeader("Cache-Control", "no-store");
        response.setWriteQueueMaxSize(MAX_QUEUED_BYTES);
        response.closeHandler(closed -> pages.remove(response));
        response.exceptionHandler(failure -> pages.remove(response));
        var _ = response.write("retry: 1500\n\n");
        pages.add(response);
        return true;
    }

    /// Sends one event to every page; may be called by any thread.
    void send(String event, JsonObject data) {
        String text = "event: " + event + "\ndata: " + data.encode() + "\n\n";
        loop.runOnContext(now -> write(text));
    }

    /// A comment, so that a connection that is gone without a word is noticed.
    void stillHere() {
        write(": \n\n");
    }

    private void write(String text) {
        for (HttpServerResponse page : List.copyOf(pages)) {
            if (page.writeQueueFull()) {
                pages.remove(page);
                page.reset();
            } else {
                var _ = page.write(text);
            }
        }
    }
}
