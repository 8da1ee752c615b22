package org.forpost.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.Priority;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The administrator's page and the API behind it.
class ConsoleTest {
    @TempDir Path folder;
    private HubWorld world;

    @BeforeEach
    void start() throws IOException {
        world = new HubWorld(folder).start();
    }

    @AfterEach
    void stop() throws IOException {
        world.close();
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), world.hub().webPort())) {
            socket.setSoTimeout((int) HubWorld.PATIENCE.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String status(String request) throws IOException {
        return raw(request + "Connection: close\r\n\r\n").split(" ", 3)[1];
    }

    @Test
    void onlyLoopbackNamesAreAnswered() throws Exception {
        int port = world.hub().webPort();
        assertEquals("200", status("GET / HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n"));
        assertEquals("200", status("GET / HTTP/1.1\r\nHost: localhost\r\n"));
        assertEquals("421", status("GET / HTTP/1.1\r\nHost: hub.example.org:" + port + "\r\n"));
        assertEquals("421", status("GET /api/records HTTP/1.1\r\nHost: 127.0.0.1.evil.org\r\n"));
        assertEquals("405", status("POST /api/state HTTP/1.1\r\nHost: localhost\r\n"));
        assertEquals("404", status("GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n"));
        assertEquals(
                "404", status("GET /lib/lit/3.3.2/package.json HTTP/1.1\r\nHost: localhost\r\n"));
    }

    @Test
    void everyAnswerIsGuarded() throws Exception {
        for (String path : List.of("/", "/console.js", "/api/state", "/nothing")) {
            var headers = world.get(path).headers();
            assertEquals("nosniff", headers.firstValue("X-Content-Type-Options").orElse(""));
            String policy = headers.firstValue("Content-Security-Policy").orElse("");
            assertTrue(policy.startsWith("default-src 'none'"), policy);
            assertFalse(policy.contains("unsafe"), policy);
        }
    }

    @Test
    void recordsArePagedBySequence() throws Exception {
        TestNode node = world.node("paged-1").connect();
        assertEquals(0, node.publish(node.hello(0)));
        var records = new ArrayList<PostRecord>();
        for (int i = 0; i < 5; i++) {
            records.add(Travellers.ordinary(node.name(), "P" + i));
        }
        assertEquals(
                0,
                node.deliver(node.record(Priority.CROSSING, records.toArray(PostRecord[]::new))));
        world.await("/api/records", all -> all.get("records").size() == 5);

        JsonNode first = world.ask("/api/records?limit=2");
        assertEquals(List.of("P0", "P1"), first.get("records").findValuesAsText("document"));
        JsonNode rest = world.ask("/api/records?after=" + first.get("last").asLong());
        assertEquals(List.of("P2", "P3", "P4"), rest.get("records").findValuesAsText("document"));
        assertEquals(5, rest.get("last").asLong());
        assertEquals(0, world.ask("/api/records?after=5").get("records").size());
        assertEquals(5, world.ask("/api/records?after=5").get("last").asLong());
        assertEquals(
                List.of("P4", "P3"),
                world.ask("/api/records?newest=2").get("records").findValuesAsText("document"));
        for (String bad : List.of("limit=0", "limit=1001", "after=-1", "limit=x")) {
            assertEquals(400, world.get("/api/records?" + bad).statusCode(), bad);
        }
    }

    @Test
    void eventsSayWhatHappens() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> events =
                    client.send(
                            HttpRequest.newBuilder(world.page().resolve("/api/events")).build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            var lines =
                    new BufferedReader(
                            new InputStreamReader(events.body(), StandardCharsets.UTF_8));
            assertEquals("retry: 1500", lines.readLine());
            TestNode node = world.node("events-1").connect();
            assertEquals(0, node.publish(node.hello(0)));
            assertEquals(
                    0,
                    node.deliver(
                            node.record(
                                    Priority.CROSSING, Travellers.ordinary(node.name(), "E1"))));
            node.publish(new byte[] {1});

            var wanted = new HashSet<>(List.of("event: node", "event: record", "event: alarm"));
            while (!wanted.isEmpty()) {
                wanted.remove(lines.readLine());
            }
            events.body().close();
            client.shutdownNow();
        }
    }

    @Test
    void anAdministratorSeesNodesRecordsAndAlarmsInTwoLanguages() throws Exception {
        Optional<Path> chromium = chromium();
        assumeTrue(chromium.isPresent(), "no Chromium on the PATH");
        TestNode node = world.node("vysota-1").connect();
        assertEquals(0, node.publish(node.hello(0)));
        try (Playwright playwright =
                        Playwright.create(
                                new Playwright.CreateOptions()
                                        .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser =
                        playwright
                                .chromium()
                                .launch(
                                        new BrowserType.LaunchOptions()
                                                .setExecutablePath(chromium.get())
                                                .setArgs(
                                                        List.of(
                                                                "--no-sandbox",
                                                                "--disable-gpu",
                                                                "--disable-quic",
                                                                "--no-first-run",
                                                                "--disable-background-networking",
                                                                "--disable-component-update",
                                                                "--disable-sync")))) {
            PlaywrightAssertions.setDefaultAssertionTimeout((double) HubWorld.PATIENCE.toMillis());
            Page page = browser.newPage(new Browser.NewPageOptions().setLocale("en-GB"));
            page.setViewportSize(1360, 900);
            page.setDefaultTimeout((double) HubWorld.PATIENCE.toMillis());
            var complaints = new ArrayList<String>();
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    complaints.add(message.text());
                }
            });
            page.onPageError(complaints::add);
            page.navigate(world.page().toString());

            Locator row = page.locator("tr[data-node=vysota-1]");
            PlaywrightAssertions.assertThat(row).containsText("connected");
            // What happens while the page is open appears without anybody asking for it.
            PostRecord nominal = Travellers.nominal(node.name(), "V1");
            assertEquals(0, node.deliver(node.record(Priority.ALERT, nominal)));
            Locator record = page.locator("tr[data-record='" + nominal.id() + "']");
            PlaywrightAssertions.assertThat(record).containsText("Second line");
            PlaywrightAssertions.assertThat(record).containsText("Hit");
            node.publish(new byte[] {1, 2, 3});
            PlaywrightAssertions.assertThat(page.locator("li[data-code=refused]"))
                    .containsText("vysota-1");

            page.getByText("Русский").click();
            PlaywrightAssertions.assertThat(row).containsText("на связи");
            PlaywrightAssertions.assertThat(record).containsText("Вторая линия");
            assertEquals("ru", page.getAttribute("html", "lang"));
            assertEquals(List.of(), complaints);
        }
    }

    private static Optional<Path> chromium() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(":"))
                .map(folder -> Path.of(folder, "chromium"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
