package org.forpost.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rules, trust anchors and operators on their way from files at the hub to a lane in force: hub
/// and lane are processes of their own, as `deploy-scripts/forpost` starts them, and TLS is between
/// them.
class ReleasesIT {
    /// Tests run in their module's folder.
    private static final String FORPOST =
            Path.of("..", "deploy-scripts", "forpost").toAbsolutePath().toString();

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir private Path folder;
    private final List<Process> running = new ArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : running) {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    @Test
    void rulesTrustAndOperatorsReachALaneAndOutliveItsRestart() throws Exception {
        String hub = folder.resolve("hub").toString();
        done("hub", "init", "--dir", hub, "--host", "127.0.0.1");
        Path lane = Files.createDirectory(folder.resolve("lane"));
        done(
                "hub",
                "enrol",
                "--dir",
                hub,
                "--node",
                "tikhaya-1",
                "--post",
                "tikhaya",
                "--out",
                lane.resolve("identity").toString());
        done("sim", "ca", "--out", folder.resolve("sim").toString());
        int mqtt = freePort();
        int web = freePort();
        int page = freePort();
        Path config =
                Files.writeString(
                        lane.resolve("edge.toml"),
                        """
                        node = "tikhaya-1"
                        post = "tikhaya"
                        lane = 1
                        data = "data"
                        identity = "identity"
                        [web]
                        port = %d
                        [hub]
                        host = "127.0.0.1"
                        port = %d
                        [devices]
                        trust = "../sim/device-ca.pem"
                        environment = "Developer"
                        [[devices.device]]
                        kind = "finger"
                        port = %d
                        quality = 40
                        [[devices.device]]
                        kind = "face"
                        port = %d
                        quality = 20
                        [matching]
                        fmr = 1e-5
                        """
                                .formatted(page, mqtt, freePort(), freePort()));
        start(
                "hub",
                "hub",
                "run",
                "--dir",
                hub,
                "--mqtt-port",
                String.valueOf(mqtt),
                "--web-port",
                String.valueOf(web));
        Process edge = start("lane", "edge", "--config", config.toString());
        until("the lane answers", () -> lane(page).contains("\"operatorsRelease\":0"));

        published(hub, "rules", rules("2027.1", "the-first"));
        published(hub, "trust", authority());
        published(hub, "operators", operators());
        until("the rules are in force", () -> lane(page).contains("\"the-first\""));
        until("the operators are known", () -> lane(page).contains("\"operatorsRelease\":1"));
        until("the trust anchors are installed", () -> log("lane").contains("trust number 1"));
        assertEquals(200, logIn(page));

        // The next rules take the place of the first ones, beside a running lane.
        published(hub, "rules", rules("2027.2", "the-second"));
        until("the second rules are in force", () -> lane(page).contains("\"the-second\""));
        assertTrue(!lane(page).contains("\"the-first\""), "one rule set at a time");

        // After kill -9, and without the hub, the lane has what it had.
        for (Process process : running) {
            process.destroyForcibly();
            process.waitFor();
        }
        start("again", "edge", "--config", config.toString());
        until("the lane answers again", () -> lane(page).contains("\"the-second\""));
        assertTrue(lane(page).contains("\"operatorsRelease\":1"), lane(page));
        assertEquals(200, logIn(page));
        assertTrue(!edge.isAlive());
    }

    /// What a lane would refuse, the hub does not sign.
    @Test
    void rulesThatNoLaneWouldTakeAreNotPublished() throws Exception {
        String hub = folder.resolve("hub").toString();
        done("hub", "init", "--dir", hub, "--host", "127.0.0.1");
        Path bad = rules("2027.1", "no such thing as spaces");
        Process refused =
                forpost(
                        "refused",
                        "hub",
                        "release",
                        "publish",
                        "--dir",
                        hub,
                        "--role",
                        "rules",
                        bad.toString());
        assertTrue(refused.waitFor(2, TimeUnit.MINUTES));
        assertTrue(refused.exitValue() != 0, log("refused"));
        assertTrue(log("refused").contains("rung"), log("refused"));
    }

    private void published(String hub, String role, Path file) throws Exception {
        done("hub", "release", "publish", "--dir", hub, "--role", role, file.toString());
    }

    private Path rules(String version, String rung) throws IOException {
        return Files.writeString(
                folder.resolve(version + ".toml"),
                """
                version = "%s"
                [[rung]]
                code = "%s"
                list_age_hours = 0
                level = 1
                why_en = "A rung of a test."
                why_ru = "Ступень для проверки."
                todo_en = "Nothing."
                todo_ru = "Ничего."
                """
                        .formatted(version, rung));
    }

    /// As an administrator makes one who has nothing but a JDK.
    private Path authority() throws Exception {
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String store = folder.resolve("csca.p12").toString();
        Path pem = folder.resolve("csca.pem");
        for (List<String> step :
                List.of(
                        List.of("-genkeypair", "-alias", "csca", "-keyalg", "EC", "-dname"),
                        List.of("-exportcert", "-rfc", "-alias", "csca", "-file"))) {
            List<String> command = new ArrayList<>(List.of(keytool));
            command.addAll(step);
            command.add(step.getLast().equals("-file") ? pem.toString() : "CN=CSCA Utopia, C=UT");
            command.addAll(List.of("-keystore", store, "-storepass", "not a secret"));
            if (step.getFirst().equals("-genkeypair")) {
                command.addAll(List.of("-ext", "bc:c=ca:true"));
            }
            ended(new ProcessBuilder(command), "keytool");
        }
        return pem;
    }

    private Path operators() throws IOException {
        return Files.writeString(
                folder.resolve("operators.toml"),
                """
                [[operator]]
                login = "ivanova"
                name = "Мария Иванова"
                roles = ["officer"]
                password = "a long password"
                """);
    }

    private static String lane(int page) throws InterruptedException {
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(
                                            URI.create("http://localhost:" + page + "/api/session"))
                                    .timeout(Duration.ofSeconds(20))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        }
    }

    private static int logIn(int page) throws Exception {
        return HTTP.send(
                        HttpRequest.newBuilder(
                                        URI.create("http://localhost:" + page + "/api/session"))
                                .timeout(Duration.ofMinutes(1))
                                .header("Content-Type", "application/json")
                                .header("X-Forpost-Request", "1")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "{\"login\":\"ivanova\",\"password\":\"a long"
                                                        + " password\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    private void until(String what, Callable<Boolean> holds) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        while (!holds.call()) {
            for (Process process : running) {
                assertTrue(process.isAlive(), () -> what + ": a program ended\n" + logs());
            }
            assertTrue(Instant.now().isBefore(end), () -> what + "\n" + logs());
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private Process start(String log, String... command) throws IOException {
        Process process = forpost(log, command);
        running.removeIf(old -> !old.isAlive());
        running.add(process);
        return process;
    }

    private void done(String... command) throws Exception {
        ended(program(command), "setup");
    }

    private void ended(ProcessBuilder builder, String log) throws Exception {
        Process process = builder.redirectErrorStream(true).redirectOutput(to(log)).start();
        assertTrue(process.waitFor(3, TimeUnit.MINUTES), builder.command().toString());
        assertEquals(0, process.exitValue(), () -> builder.command() + "\n" + logs());
    }

    private Process forpost(String log, String... command) throws IOException {
        return program(command).redirectErrorStream(true).redirectOutput(to(log)).start();
    }

    private static ProcessBuilder program(String... command) {
        List<String> line = new ArrayList<>(List.of(FORPOST));
        line.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(line);
        // Seconds of work in all: the last compiler would only cost.
        builder.environment().put("FORPOST_JVM_FLAGS", "-XX:TieredStopAtLevel=1");
        return builder;
    }

    private ProcessBuilder.Redirect to(String log) {
        return ProcessBuilder.Redirect.appendTo(new File(folder.toFile(), log + ".log"));
    }

    private String log(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".log"));
    }

    private String logs() {
        StringBuilder all = new StringBuilder();
        for (String name : List.of("setup", "keytool", "hub", "lane", "again")) {
            Path file = folder.resolve(name + ".log");
            try {
                all.append(Files.exists(file) ? name + ":\n" + Files.readString(file) : "");
            } catch (IOException e) {
                all.append(e.getMessage());
            }
        }
        return all.toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
