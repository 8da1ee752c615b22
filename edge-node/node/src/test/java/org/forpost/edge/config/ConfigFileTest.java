package org.forpost.edge.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is wrong with a configuration is said in one line that names the key.
class ConfigFileTest {
    private static final String WHOLE =
            """
            node = "tikhaya-1"
            post = "tikhaya"
            lane = 1
            zone = "Asia/Yekaterinburg"
            data = "data"
            identity = "identity"
            [web]
            port = 8081
            [hub]
            host = "127.0.0.1"
            port = 8883
            [lanes]
            listen = "10.0.0.1"
            network = "127.78.1"
            [lanes.announce]
            group = "239.255.77.9"
            [[lanes.peer]]
            node = "tikhaya-2"
            lane = 2
            host = "10.0.0.2"
            [devices]
            ports = [4501, 4502]
            trust = "device-ca.pem"
            environment = "Developer"
            [[devices.device]]
            kind = "finger"
            quality = 40
            [[devices.device]]
            kind = "face"
            [matching]
            fmr = 1e-6
            """;

    @TempDir private Path folder;

    private EdgeConfig read(String text) throws Exception {
        Path file = folder.resolve("edge.toml");
        Files.writeString(file, text);
        return ConfigFile.read(file);
    }

    @Test
    void aWholeOneIsReadAndPathsStandBesideIt() throws Exception {
        EdgeConfig config = read(WHOLE);
        assertEquals("tikhaya-1", config.node());
        assertEquals(folder.resolve("data"), config.data());
        assertEquals(1e-6, config.matching().fmr());
        assertEquals(5, config.matching().longestList());
        var lanes = Objects.requireNonNull(config.lanes());
        assertEquals(5702, lanes.port());
        assertEquals("127.78.1", lanes.network());
        assertEquals(new EdgeConfig.Announce("239.255.77.9", 5703), lanes.announce());
        assertEquals(new EdgeConfig.Peer("tikhaya-2", 2, "10.0.0.2", 5702), lanes.peers().get(0));
        assertEquals(40, config.devices().wanted().getFirst().quality());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "node = \"tikhaya-1\"|node = \"Tikhaya 1\"|node is wrong",
                "lane = 1|lane = \"one\"|lane is wrong: expected a whole number",
                "port = 8081|port = 99999|web.port",
                "port = 8081||web.port is missing",
                "zone = \"Asia/Yekaterinburg\"|zone = \"Mars/Base\"|zone is wrong",
                "fmr = 1e-6|fmr = 0.5|matching.fmr is wrong: expected a false match rate",
                "fmr = 1e-6|fnr = 1e-6|matching.fnr is not known here",
                "kind = \"face\"|kind = \"finger\"|devices.device",
                "environment = \"Developer\"|environment = \"Dev\"|devices.environment",
                "lane = 1|lane = |is not TOML",
                "lane = 2|lane = 1|lanes.peer",
                "listen = \"10.0.0.1\"|listen = \"lane1.local\"|lanes.listen is wrong",
                "host = \"10.0.0.2\"||lanes.peer[0].host is missing",
                "network = \"127.78.1\"|network = \"10.0.0\"|lanes.network is wrong",
                "group = \"239.255.77.9\"|group = \"224.0.0.1\"|group is wrong: expected a"
                        + " multicast",
            })
    void aWrongKeyIsNamed(String good, String bad, String said) {
        String text = WHOLE.replace(good, bad == null ? "" : bad);
        var refused = assertThrows(BadConfigException.class, () -> read(text));
        String line = String.valueOf(refused.getMessage());
        assertTrue(line.contains(said), line);
        assertTrue(line.contains("edge.toml"), line);
        assertFalse(line.contains("\n"), line);
    }

    @Test
    void theDeskIsOneOfThePostsLanes() throws Exception {
        String alone = WHOLE.replaceFirst("\\[lanes.announce\\]\n.*\n", "");
        for (String desk : List.of("tikhaya-1", "tikhaya-2")) {
            var lanes = read(alone.replace("[lanes]", "[lanes]\ndesk = \"" + desk + "\"")).lanes();
            assertEquals(desk, Objects.requireNonNull(lanes).desk());
        }
        var refused =
                assertThrows(
                        BadConfigException.class,
                        () -> read(alone.replace("[lanes]", "[lanes]\ndesk = \"second-line\"")));
        String line = String.valueOf(refused.getMessage());
        assertTrue(line.contains("lanes.desk is wrong: expected the node of"), line);
        // A lane that announces itself may be the desk.
        var announced = read(WHOLE.replace("[lanes]", "[lanes]\ndesk = \"tikhaya-8\"")).lanes();
        assertEquals("tikhaya-8", Objects.requireNonNull(announced).desk());
    }

    @Test
    void howFingersAndFacesAreCapturedIsReadAndWhatIsLeftOutIsNotUsed() throws Exception {
        assertEquals(new EdgeConfig.Capture(false, 20, null, null), read(WHOLE).capture());
        Files.writeString(
                folder.resolve("faces.toml"),
                """
                threshold = 0.4
                meaning = "FMR 1e-4 on 2,000 pairs"
                [detector]
                file = "detector.onnx"
                sha256 = "%1$s"
                input = "input"
                width = 320
                height = 240
                mean = [127.0, 127.0, 127.0]
                scale = 0.0078125
                boxes = "boxes"
                scores = "scores"
                least_score = 0.7
                [embedder]
                file = "embedder.onnx"
                sha256 = "%1$s"
                input = "input"
                width = 112
                height = 112
                blue_first = true
                mean = [127.5, 127.5, 127.5]
                scale = 0.0078125
                output = "embedding"
                length = 512
                margin = 0.1
                """
                        .formatted("ab".repeat(32)));
        String capture =
                """
                [capture]
                fingers = "singles"
                least_quality = 30
                nfiq2 = "/usr/bin/nfiq2"
                face_models = "faces.toml"
                """;
        EdgeConfig config =
                read(
                        WHOLE.replace(
                                        "quality = 40",
                                        "quality = 40\n"
                                                + "libfprint = { driver = \"elan\", dpi = 508 }")
                                + capture);
        assertTrue(config.capture().singly());
        assertEquals(Path.of("/usr/bin/nfiq2"), config.capture().nfiq2());
        var faces = Objects.requireNonNull(config.capture().faces());
        assertEquals(folder.resolve("embedder.onnx"), faces.embedder().model().file());
        assertTrue(faces.embedder().input().blueFirst());
        assertEquals(
                new EdgeConfig.Libfprint("elan", 508),
                config.devices().wanted().getFirst().libfprint());

        String manifest = Files.readString(folder.resolve("faces.toml"));
        Files.writeString(folder.resolve("faces.toml"), manifest.replace("512", "1"));
        var refused = assertThrows(BadConfigException.class, () -> read(WHOLE + capture));
        assertTrue(String.valueOf(refused.getMessage()).contains("length"), refused.getMessage());
    }

    @Test
    void aMissingFileIsSaid() {
        var refused =
                assertThrows(
                        BadConfigException.class,
                        () -> ConfigFile.read(folder.resolve("none.toml")));
        assertTrue(String.valueOf(refused.getMessage()).contains("--config"));
    }
}
