package org.forpost.edge.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The page's own files and the libraries it imports, all from the class path.
final class Page {
    private static final Pattern IMPORT_MAP =
            Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);
    private static final Pattern OWN = Pattern.compile("[a-z-]+(\\.[a-z]{2})?\\.(js|css|svg|json)");
    private static final Pattern LIBRARY =
            Pattern.compile(
                    "(lit|lit-html|lit-element|lit__reactive-element)/((?:[a-z-]+/){0,2}[a-z-]+\\.js)");
    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "json", "application/json; charset=utf-8",
                    "svg", "image/svg+xml");

    private final Map<String, String> versions = new HashMap<>();
    private final String importMapHash;

    Page() {
        importMapHash = hashOf(importMap());
    }

    /// The page's one inline block, for the content security policy.
    String importMapHash() {
        return importMapHash;
    }

    void index(RoutingContext context) {
        send(context, "page/index.html");
    }

    void own(RoutingContext context) {
        String name = context.pathParam("file");
        if (name == null || !OWN.matcher(name).matches()) {
            context.next();
            return;
        }
        send(context, "page/" + name);
    }

    void library(RoutingContext context) {
        Matcher path = LIBRARY.matcher(context.normalizedPath().substring("/lib/".length()));
        if (!path.matches()) {
            context.next();
            return;
        }
        String library = path.group(1);
        send(
                context,
                "/META-INF/resources/webjars/"
                        + library
                        + "/"
                        + versions.computeIfAbsent(library, Page::version)
                        + "/"
                        + path.group(2));
    }

    private static void send(RoutingContext context, String resource) {
        byte[] bytes = read(resource);
        if (bytes == null) {
            context.next();
            return;
        }
        String suffix = resource.substring(resource.lastIndexOf('.') + 1);
        context.response()
                .putHeader("Content-Type", Objects.requireNonNull(TYPES.get(suffix)))
                .end(Buffer.buffer(bytes));
    }

    private static byte @Nullable [] read(String resource) {
        try (InputStream in = Page.class.getResourceAsStream(resource)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the program's own file " + resource + " is damaged", e);
        }
    }

    private static String version(String library) {
        Properties properties = new Properties();
        String name = "/META-INF/maven/org.webjars.npm/" + library + "/pom.properties";
        try (InputStream in = Objects.requireNonNull(Page.class.getResourceAsStream(name), name)) {
            properties.load(in);
            return Objects.requireNonNull(properties.getProperty("version"), name);
        } catch (IOException e) {
            throw new IllegalStateException("the program's own file " + name + " is damaged", e);
        }
    }

    private static String importMap() {
        byte[] index = Objects.requireNonNull(read("page/index.html"), "page/index.html");
        Matcher found = IMPORT_MAP.matcher(new String(index, StandardCharsets.UTF_8));
        if (!found.find()) {
            throw new IllegalStateException("page/index.html has no import map");
        }
        return found.group(1);
    }

    private static String hashOf(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
