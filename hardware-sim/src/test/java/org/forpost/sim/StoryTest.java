package org.forpost.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.forpost.sim.cluster.Cluster;
import org.forpost.sim.trust.DevicePki;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The demo's story through the commands that tell it, with a lane and a hub that stand in.
class StoryTest {
    private static final String TOKEN = "feedface";

    @TempDir private static Path shared;
    private static Cluster cluster;
    private static int scannerPort;
    private static int cameraPort;

    @TempDir private Path folder;
    private StandInPost post;

    @BeforeAll
    static void startCluster() throws Exception {
        cluster =
                Cluster.start(
                        new Cluster.Plan(List.of("lane-1"), 0, "Developer", Map.of(), 0, TOKEN),
                        DevicePki.create(shared.resolve("pki"), Clock.systemUTC().instant()),
                        Clock.systemUTC());
        Files.writeString(shared.resolve("token"), TOKEN);
        String line = cluster.describe().getFirst();
        scannerPort =
                Integer.parseInt(line.replaceAll(".*scanner http://127.0.0.1:(\\d+).*", "$1"));
        cameraPort = Integer.parseInt(line.replaceAll(".*camera http://127.0.0.1:(\\d+).*", "$1"));
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void open() throws IOException {
        post = new StandInPost(scannerPort, cameraPort);
        Files.writeString(folder.resolve("password"), "right\n");
    }

    @AfterEach
    void close() {
        post.close();
    }

    private record Ran(int code, String said) {}

    private static Ran sim(String... args) {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        return new Ran(Main.run(out, out, args), said.toString());
    }

    private Ran play(String travellers, String... more) {
        List<String> args =
                new ArrayList<>(
                        List.of(
                                "play",
                                "--control",
                                cluster.controlUrl(),
                                "--token-file",
                                shared.resolve("token").toString(),
                                "--operator",
                                "officer",
                                "--password-file",
                                folder.resolve("password").toString(),
                                "--lane-url",
                                "lane-1=" + post.url(),
                                "--hub-url",
                                post.url(),
                                "--story",
                                folder.resolve("story.jsonl").toString(),
                                "--travellers",
                                travellers));
        args.addAll(List.of(more));
        return sim(args.toArray(String[]::new));
    }

    private Ran verdict() {
        return verdict(20);
    }

    /// @param seconds for which it waits for whatever is not as it should be
    private Ran verdict(int seconds) {
        return sim(
                "verdict",
                "--story",
                folder.resolve("story.jsonl").toString(),
                "--hub-url",
                post.url(),
                "--lane-url",
                "lane-1=" + post.url(),
                "--timeout",
                Integer.toString(seconds),
                "--json",
                folder.resolve("table.json").toString());
    }

    private JsonNode table() throws IOException {
        return new ObjectMapper().readTree(Files.readAllBytes(folder.resolve("table.json")));
    }

    @Test
    void twelveTravellersCrossAndEveryOneIsCountedOnce() throws Exception {
        Ran nominal = sim("nominal", "--out", folder.resolve("nominals.json").toString());
        assertEquals(0, nominal.code(), nominal.said());
        post.watch(folder.resolve("nominals.json"));
        assertEquals(
                0, sim("await", "--watchlist", "1", "--lane-url", "lane-1=" + post.url()).code());

        Ran first = play("1-7");
        assertEquals(0, first.code(), first.said());
        Ran second = play("8-12");
        assertEquals(0, second.code(), second.said());
        String said = first.said() + second.said();
        assertSays(said, "ordinary: four fingers captured, quality ");
        assertSays(said, "a child of four: exempt (age-under-six), nothing captured, admitted");
        assertSays(said, "dry fingers: four fingers captured at attempt 2, quality ");
        assertSays(said, "a finger missing: three fingers captured");
        assertSays(said, "a diplomat: exempt (diplomat)");
        assertSays(said, "POTENTIAL MATCH with N-0001");
        assertSays(said, "recorded as #12");
        assertSays(said, "12 crossings received so far");
        assertEquals(1, said.split("POTENTIAL MATCH", -1).length - 1, said);

        Ran verdict = verdict();
        assertEquals(0, verdict.code(), verdict.said());
        assertEquals(
                "{\"seen\":12,\"recorded\":12,\"received\":12,\"counted_twice\":0,\"lost\":0,"
                        + "\"hits\":1,\"exempt_with_biometrics\":0,"
                        + "\"smashed\":0,\"rescued_by_peer\":0}",
                table().toString());
    }

    @Test
    void aDecisionWhoseAnswerIsLostIsAskedForAgainAndNotMadeTwice() throws Exception {
        post.answersToLose = 1;
        Ran played = play("6");
        assertEquals(0, played.code(), played.said());
        assertSays(played.said(), "does not answer; waiting for it");
        assertEquals(0, verdict().code());
        assertEquals(1, table().path("received").asInt());
    }

    @Test
    void aCrossingThatALaneForgotWhenItDiedBeginsAnew() throws Exception {
        post.crossingsToForget = 1;
        Ran played = play("6");
        assertEquals(0, played.code(), played.said());
        assertSays(played.said(), "begins anew");
        assertEquals(0, verdict().code());
        assertEquals(1, table().path("seen").asInt());
    }

    @Test
    void aNominalWhoIsNotFoundIsSaid() {
        Ran played = play("8");
        assertEquals(3, played.code(), played.said());
        assertSays(played.said(), "is on the watchlist and was not found");
    }

    @Test
    void aLaneThatForgetsWhatItRecordedIsFoundOut() throws Exception {
        post.loses = true;
        assertEquals(0, play("3").code());
        // Nothing gets better by waiting: the stand-in has forgotten it for good.
        Ran verdict = verdict(1);
        assertEquals(1, verdict.code(), verdict.said());
        assertEquals(1, table().path("lost").asInt());
    }

    @Test
    void aHubThatCountsTwiceIsFoundOut() throws Exception {
        post.countsTwice = true;
        assertEquals(0, play("3").code());
        Ran verdict = verdict(1);
        assertEquals(1, verdict.code(), verdict.said());
        assertEquals(1, table().path("counted_twice").asInt());
    }

    @Test
    void aRealImageGoesThroughTheSimulatedScannerAndIsFound() throws Exception {
        Path images = data("fvc2002_db1_b");
        Ran nominal =
                sim(
                        "nominal",
                        "--images",
                        images.toString(),
                        "--finger",
                        "101",
                        "--out",
                        folder.resolve("nominals.json").toString());
        assertEquals(0, nominal.code(), nominal.said());
        post.watch(folder.resolve("nominals.json"));
        Ran played = play("8", "--images", images.toString(), "--finger", "101");
        assertEquals(0, played.code(), played.said());
        assertSays(played.said(), "POTENTIAL MATCH with N-0001");
        assertEquals(0, verdict().code());
        assertEquals(1, table().path("hits").asInt());
    }

    @Test
    void wrongUseIsOneLineAndNotZero() {
        Ran range = play("12-1");
        assertEquals(2, range.code());
        assertSays(range.said(), "expected a number or a range such as 1-12");
        Ran nobody =
                sim(
                        "link",
                        "cut",
                        "--control",
                        "http://127.0.0.1:1",
                        "--token-file",
                        shared.resolve("token").toString());
        assertEquals(1, nobody.code());
        assertSays(nobody.said(), "is 'forpost sim cluster' running there?");
        Ran noStory =
                sim(
                        "verdict",
                        "--story",
                        folder.resolve("none").toString(),
                        "--hub-url",
                        post.url(),
                        "--lane-url",
                        "lane-1=" + post.url());
        assertEquals(1, noStory.code());
        assertSays(noStory.said(), "'forpost sim play' writes it");
        assertEquals(2, sim().code());
        assertEquals(0, sim("play", "--help").code());
    }

    /// A data set beside this checkout; the test is skipped where there is none.
    private static Path data(String set) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path found = at.resolve("../shared/data").resolve(set).normalize();
            if (Files.isDirectory(found)) {
                return found;
            }
        }
        assumeTrue(false, "skipped: ../shared/data/" + set + " is not here");
        throw new IllegalStateException("not reached");
    }

    private static void assertSays(String said, String words) {
        assertTrue(said.contains(words), said);
    }
}
