package org.forpost.sim.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.forpost.sim.Refusal;
import org.forpost.sim.link.Weather;
import org.forpost.sim.scanner.Position;
import org.forpost.sim.trust.DevicePki;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two lanes steered from outside, over real sockets.
class ClusterTest {
    private static final String TOKEN = "0123456789abcdef";

    // One authority for all tests: RSA keys take their time.
    @TempDir private static Path folder;
    private Cluster cluster;
    private ControlClient control;

    @BeforeEach
    void start() throws Exception {
        cluster = start(folder.resolve("pki"), 0);
        control = new ControlClient(URI.create(cluster.controlUrl()), TOKEN);
    }

    private static Cluster start(Path pki, int controlPort) throws Exception {
        DevicePki authority =
                Files.exists(pki)
                        ? DevicePki.open(pki)
                        : DevicePki.create(pki, Clock.systemUTC().instant());
        return Cluster.start(
                new Cluster.Plan(
                        List.of("lane-1", "lane-2"),
                        0,
                        "Developer",
                        Map.of(
                                "lane-1",
                                new Cluster.Line(0, new InetSocketAddress(NetUtil.LOCALHOST4, 9))),
                        controlPort,
                        TOKEN),
                authority,
                Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void somebodyComesToOneLaneAndOnlyThere() throws Exception {
        control.come("lane-1", new Person(3, Set.of(Position.RIGHT_INDEX), 0, Optional.empty()));
        assertEquals(
                List.of("Right MiddleFinger", "Right RingFinger", "Right LittleFinger"),
                names(capture("lane-1")));
        assertEquals("101", error(capture("lane-2")));
        control.leave("lane-1");
        assertEquals("101", error(capture("lane-1")));
    }

    @Test
    void faultsComeAndGo() throws Exception {
        control.come("lane-2", new Person(4, Set.of(), 0, Optional.empty()));
        control.putFault("lane-2", "finger", "not-ready", Set.of("capture"));
        assertEquals("202", error(capture("lane-2")));
        control.clearFaults("lane-2");
        assertEquals(4, names(capture("lane-2")).size());
    }

    @Test
    void linesAreCutSlowedAndRestored() {
        assertEquals(List.of("lane-1"), control.lanesWithLink());
        control.cut("lane-1", Optional.of("blackhole"));
        control.weather("lane-1", new Weather(300, 8_000));
        JsonNode line = control.status().path("lanes").get(0).path("link");
        assertEquals("blackhole", line.path("state").asText());
        assertEquals(300, line.path("latencyMs").asInt());
        control.cut("lane-1", Optional.empty());
        assertEquals(
                "up", control.status().path("lanes").get(0).path("link").path("state").asText());
    }

    @Test
    void wrongCallsSayWhatWasExpected() {
        assertRefused("no lane of that name", () -> control.leave("lane-9"));
        assertRefused(
                "expected one of", () -> control.putFault("lane-1", "finger", "no-such", Set.of()));
        assertRefused(
                "expected finger or face",
                () -> control.putFault("lane-1", "nose", "hang", Set.of()));
        assertRefused(
                "expected reset, blackhole", () -> control.cut("lane-1", Optional.of("scissors")));
        assertRefused("no simulated link", () -> control.cut("lane-2", Optional.of("reset")));
    }

    @Test
    void whoDoesNotKnowTheTokenChangesNothing() {
        ControlClient stranger = new ControlClient(URI.create(cluster.controlUrl()), "guess");
        assertRefused("token", () -> stranger.cut("lane-1", Optional.of("reset")));
        assertEquals(
                "up", control.status().path("lanes").get(0).path("link").path("state").asText());
    }

    @Test
    void devicesKeepTheirCertificatesAndKeysAreTheOwnersOnly() throws Exception {
        Path chain = folder.resolve("pki/lane-1-finger.chain.pem");
        String before = Files.readString(chain);
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(
                                folder.resolve("pki/lane-1-finger.key.pem"))));
        cluster.close();
        cluster = start(folder.resolve("pki"), 0);
        assertEquals(before, Files.readString(chain));
    }

    @Test
    void aTakenPortStopsEverythingWithOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, NetUtil.LOCALHOST4)) {
            assertRefused(
                    "--control-port", () -> start(folder.resolve("pki"), taken.getLocalPort()));
        }
    }

    private static void assertRefused(String word, org.junit.jupiter.api.function.Executable call) {
        String message = String.valueOf(assertThrows(Refusal.class, call).getMessage());
        assertTrue(message.contains(word), message);
    }

    private JsonNode capture(String lane) throws Exception {
        int port = 0;
        for (JsonNode each : control.status().path("lanes")) {
            if (each.path("lane").asText().equals(lane)) {
                port = each.path("scanner").path("port").asInt();
            }
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/capture"))
                            .method(
                                    "RCAPTURE",
                                    HttpRequest.BodyPublishers.ofString(
                                            """
                                            {"env":"Developer","purpose":"Registration",
                                             "specVersion":"1.0","timeout":50,"transactionId":"t",
                                             "bio":[{"type":"Finger","count":4,"deviceSubId":2,
                                                     "requestedScore":0}]}
                                            """))
                            .build();
            return new ObjectMapper()
                    .readTree(http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
        }
    }

    private static String error(JsonNode answer) {
        return answer.path("biometrics").get(0).path("error").path("errorCode").asText();
    }

    private static List<String> names(JsonNode answer) throws Exception {
        List<String> names = new java.util.ArrayList<>();
        for (JsonNode each : answer.path("biometrics")) {
            byte[] payload =
                    java.util.Base64.getUrlDecoder()
                            .decode(each.path("data").asText().split("\\.", -1)[1]);
            names.add(new ObjectMapper().readTree(payload).path("bioSubType").asText());
        }
        return names;
    }
}
