package org.forpost.hub.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The page's files, all of them and nothing else, in memory: about 60 kB. What is not listed here
/// cannot be asked for.
final class Assets {
    private static final String LIBRARIES = "/META-INF/resources/webjars/";

    /// Path below `/lib/` of each module of Lit that the import map leads to; versions as in the
    /// top pom.
    private static final List<String> LIT =
            List.of(
                    "lit/3.3.2/index.js",
                    "lit-html/3.3.2/lit-html.js",
                    "lit-html/3.3.2/is-server.js",
                    "lit-html/3.3.2/directive.js",
                    "lit-html/3.3.2/directive-helpers.js",
                    "lit-html/3.3.2/directives/repeat.js",
                    "lit-element/4.2.2/lit-element.js",
                    "lit__reactive-element/2.1.2/reactive-element.js",
                    "lit__reactive-element/2.1.2/css-tag.js");

    private static final List<String> OWN =
            List.of("console.js", "console.css", "words.js", "icon.svg");

    private static final Pattern INLINE =
            Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

    private final Map<String, Asset> byPath = new HashMap<>();
    private final String importMapHash;

    /// @param tag quoted hash of the content, for conditional requests
    record Asset(String type, String tag, byte[] bytes) {}

    Assets() throws IOException {
        byte[] page = resource("index.html");
        put("/", "text/html; charset=utf-8", page);
        for (String name : OWN) {
            put("/" + name, typeOf(name), resource(name));
        }
        for (String name : LIT) {
            put("/lib/" + name, typeOf(name), resource(LIBRARIES + name));
        }
        Matcher inline = INLINE.matcher(new String(page, StandardCharsets.UTF_8));
        if (!inline.find()) {
            throw new IOException("the page has no import map");
        }
        importMapHash =
                "'sha256-"
                        + Base64.getEncoder()
                                .encodeToString(
                                        sha256(inline.group(1).getBytes(StandardCharsets.UTF_8)))
                        + "'";
    }

    Optional<Asset> at(String path) {
        return Optional.ofNullable(byPath.get(path));
    }

    /// Source expression (CSP Level 3 §2.3.1) that lets the page's one inline script, its import
    /// map, pass.
    String importMapHash() {
        return importMapHash;
    }

    private void put(String path, String type, byte[] bytes) {
        String tag =
                "\"" + Base64.getUrlEncoder().encodeToString(sha256(bytes)).substring(0, 22) + "\"";
        byPath.put(path, new Asset(type, tag, bytes));
    }

    private static byte[] resource(String name) throws IOException {
        try (@Nullable InputStream in = Assets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the program is incomplete: " + name + " is missing");
            }
            return in.readAllBytes();
        }
    }

    private static String typeOf(String name) {
        if (name.endsWith(".js")) {
            return "text/javascript; charset=utf-8";
        }
        return name.endsWith(".css") ? "text/css; charset=utf-8" : "image/svg+xml";
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
