package org.forpost.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Who may ask the lane at all, byte for byte over a socket.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoorTest {
    private TestPost post;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        post = new TestPost(folder);
    }

    @AfterAll
    void shut() {
        post.close();
    }

    private String ask(String head, String body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), post.port())) {
            socket.setSoTimeout(60_000);
            String request =
                    head.replace("\n", "\r\n")
                            + "\r\nConnection: close\r\nContent-Length: "
                            + body.length()
                            + "\r\n\r\n"
                            + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String host() {
        return "localhost:" + post.port();
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.substring(9, 12));
    }

    private String post(String headers) throws IOException {
        return ask("POST /api/crossings HTTP/1.1\n" + headers, "{}");
    }

    @Test
    void nothingAnswersAtAnotherAddressOfThisMachine() throws IOException {
        new Socket(InetAddress.getLoopbackAddress(), post.port()).close();
        InetAddress other = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
        assertThrows(ConnectException.class, () -> new Socket(other, post.port()).close());
    }

    @Test
    void aForeignNameForThisMachineIsTurnedAway() throws IOException {
        String answer = ask("GET /api/state HTTP/1.1\nHost: evil.example:" + post.port(), "");
        assertEquals(403, status(answer), answer);
        assertTrue(answer.contains("foreign-host"), answer);
    }

    @Test
    void anotherSiteCannotPost() throws IOException {
        String json = "Content-Type: application/json\n";
        String own = "Host: " + host() + "\n";
        assertEquals(403, status(post(own + json + "X-Other: 1")));
        assertEquals(
                403,
                status(post(own + json + "X-Forpost-Request: 1\nOrigin: http://evil.example")));
        assertEquals(415, status(post(own + "Content-Type: text/plain\nX-Forpost-Request: 1")));
        assertEquals(401, status(post(own + json + "X-Forpost-Request: 1")));
    }

    @Test
    void nothingOfTheApiAnswersWithoutASession() throws IOException {
        String changing = "\nContent-Type: application/json\nX-Forpost-Request: 1";
        String id = "0".repeat(32);
        for (String call :
                new String[] {
                    "GET /api/state",
                    "GET /api/events",
                    "GET /api/crossings/" + id + "/pictures/1.png",
                    "GET /api/whatever",
                    "POST /api/crossings",
                    "POST /api/crossings/" + id + "/capture",
                    "POST /api/crossings/" + id + "/decision",
                    "DELETE /api/crossings/" + id,
                    "POST /api/supervisor",
                    "POST /api/drill",
                    "DELETE /api/drill",
                    "POST /api/session/awake",
                }) {
            String answer = ask(call + " HTTP/1.1\nHost: " + host() + changing, "{}");
            assertEquals(401, status(answer), call);
            assertTrue(answer.contains("no-session") && answer.contains("Log in"), answer);
        }
        String forged =
                "GET /api/state HTTP/1.1\nHost: "
                        + host()
                        + "\nCookie: forpost-session-"
                        + post.port()
                        + "="
                        + "A".repeat(43);
        assertEquals(401, status(ask(forged, "")));
        String lane = ask("GET /api/session HTTP/1.1\nHost: " + host(), "");
        assertEquals(200, status(lane));
        assertTrue(!lane.contains("crossing"), "a passer-by sees no traveller");
    }

    @Test
    void aCookieIsForThisPageAloneAndEndsWithTheSession() throws IOException {
        String login =
                "{\"login\":\"petrov\",\"password\":\"\\u041f\\u0430\\u0440\\u043e\\u043b\\u044c-17\"}";
        String head = "POST /api/session HTTP/1.1\nHost: " + host();
        String json = "\nContent-Type: application/json";
        assertEquals(403, status(ask(head + json, login)), "another site's form");
        assertEquals(
                403,
                status(
                        ask(
                                head + json + "\nX-Forpost-Request: 1\nOrigin: http://evil.example",
                                login)));
        String answer = ask(head + json + "\nX-Forpost-Request: 1", login);
        assertEquals(200, status(answer), answer);
        String cookie =
                answer.lines()
                        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("set-cookie"))
                        .findFirst()
                        .orElseThrow();
        assertTrue(cookie.matches("(?i).*; httponly; samesite=strict.*"), cookie);
        String own = "\nCookie: " + cookie.substring(cookie.indexOf(':') + 2, cookie.indexOf(';'));
        String state = "GET /api/state HTTP/1.1\nHost: " + host() + own;
        assertEquals(200, status(ask(state, "")));
        String out = "DELETE /api/session HTTP/1.1\nHost: " + host() + own;
        assertEquals(403, status(ask(out, "")), "not without the page's header");
        assertEquals(204, status(ask(out + "\nX-Forpost-Request: 1", "")));
        assertEquals(401, status(ask(state, "")));
    }

    @Test
    void aBodyOfMoreThan64KibIsNotRead() throws IOException {
        String answer =
                ask(
                        "POST /api/crossings HTTP/1.1\nHost: "
                                + host()
                                + "\nContent-Type: application/json\nX-Forpost-Request: 1",
                        " ".repeat(65 * 1024));
        assertEquals(413, status(answer), answer);
    }

    @Test
    void thePageRunsNoInlineScriptAndItsLibrariesAreThere() throws IOException {
        String page = ask("GET / HTTP/1.1\nHost: " + host(), "");
        assertEquals(200, status(page));
        String policy =
                page.lines()
                        .filter(line ->
                                line.toLowerCase(Locale.ROOT).startsWith("content-security-policy"))
                        .findFirst()
                        .orElseThrow();
        assertTrue(policy.contains("default-src 'self'; script-src 'self' 'sha256-"), policy);
        assertTrue(!policy.contains("unsafe"), policy);
        assertTrue(page.contains("nosniff"), page);
        assertEquals(200, status(ask("GET /lib/lit/index.js HTTP/1.1\nHost: " + host(), "")));
        for (String path : new String[] {"/lib/lit/../../../x.js", "/page/..%2fx.js", "/nowhere"}) {
            assertEquals(404, status(ask("GET " + path + " HTTP/1.1\nHost: " + host(), "")), path);
        }
    }
}
