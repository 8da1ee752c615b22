package org.forpost.hub.lan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A page's interface on a machine of the [Lan], asked on that machine.
final class Http {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_MILLIS = 20_000;

    private final Lan.Machine machine;
    private final int port;
    private volatile String cookie = "";

    /// @param status of HTTP
    record Answer(int status, JsonNode body) {}

    Http(Lan.Machine machine, int port) {
        this.machine = machine;
        this.port = port;
    }

    JsonNode get(String path) throws Exception {
        Answer answer = ask("GET", path, null);
        if (answer.status() != 200) {
            throw new IOException(machine.name() + " answers " + path + " with " + answer);
        }
        return answer.body();
    }

    Answer ask(String method, String path, @Nullable JsonNode body) throws Exception {
        return Inside.of(machine, () -> asked(method, path, body));
    }

    private Answer asked(String method, String path, @Nullable JsonNode body) throws IOException {
        var connection =
                (HttpURLConnection)
                        URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        // A connection that was kept would be used by a thread on another machine.
        connection.setRequestProperty("Connection", "close");
        connection.setRequestProperty("X-Forpost-Request", "1");
        if (!cookie.isEmpty()) {
            connection.setRequestProperty("Cookie", cookie);
        }
        if (body != null) {
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/json");
            connection.getOutputStream().write(body.toString().getBytes(StandardCharsets.UTF_8));
        }
        int status = connection.getResponseCode();
        String set = connection.getHeaderField("Set-Cookie");
        if (set != null) {
            cookie = set.substring(0, set.indexOf(';'));
        }
        try (InputStream in =
                status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            byte[] bytes = in == null ? new byte[0] : in.readAllBytes();
            return new Answer(
                    status,
                    bytes.length == 0
                            ? JsonNodeFactory.instance.objectNode()
                            : JSON.readTree(bytes));
        }
    }
}
