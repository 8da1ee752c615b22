package org.forpost.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.forpost.hub.command.HubCommand;
import org.forpost.matching.Template;
import org.forpost.protocol.envelope.Assembly;
import org.forpost.protocol.envelope.Message;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.Watchlist;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A watchlist from a file of nominals to a node.
class ReleaseTest {
    private static final String NOMINAL =
            """
            {"id": "%s", "surname": "ERIKSSON", "givenNames": "ANNA MARIA",
             "birthDate": "1979-03-14", "nationality": "UTO",
             "action": "Refer to second line", "fingers": [%s]}\
            """;

    @TempDir Path folder;

    private record Said(int code, String out, String err) {}

    private Said publish(HubWorld world, String nominals) throws Exception {
        Path file = folder.resolve("watchlist.json");
        Files.writeString(file, "{\"nominals\": [" + nominals + "]}");
        return run(
                "release",
                "publish",
                "--dir",
                world.directory().toString(),
                "--watchlist",
                file.toString(),
                "--json");
    }

    private static Said run(String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = HubCommand.execute(new PrintWriter(out), new PrintWriter(err), args);
        return new Said(code, out.toString(), err.toString());
    }

    private static Watchlist fetch(TestNode node, Manifest release) throws Exception {
        assertEquals(0, node.publish(new Message.Want(release.content(), 0)));
        Message.Piece first = node.awaitMessage(Message.Piece.class, piece -> true);
        var assembly = new Assembly(first.chunk());
        assembly.add(first.chunk());
        while (!assembly.complete()) {
            assembly.add(node.awaitMessage(Message.Piece.class, piece -> true).chunk());
        }
        return Watchlist.decode(assembly.whole());
    }

    @Test
    void aReleaseReachesNodesThatAreThereAndNodesThatComeLater() throws Exception {
        try (HubWorld world = new HubWorld(folder).start()) {
            TestNode there = world.node("there-1").connect();
            assertEquals(0, there.publish(there.hello(0)));

            Path file = folder.resolve("watchlist.json");
            String document =
                    "{\"issuer\": \"UTO\", \"number\": \"L898902C3\", \"status\": \"stolen\","
                            + " \"action\": \"Keep it.\"}";
            Files.writeString(
                    file,
                    "{\"nominals\": ["
                            + NOMINAL.formatted("N-0001", "")
                            + "], \"documents\": ["
                            + document
                            + "]}");
            String[] line = {
                "release",
                "publish",
                "--dir",
                world.directory().toString(),
                "--watchlist",
                file.toString(),
                "--json"
            };
            Said said = run(line);

            assertEquals(0, said.code(), said.err());
            JsonNode made = new ObjectMapper().readTree(said.out());
            assertEquals(1, made.get("number").asInt());
            assertEquals(1, made.get("nominals").asInt());
            Watchlist first = fetch(there, there.awaitRelease(1));
            assertEquals(
                    List.of(
                            new Watchlist.LostDocument(
                                    "UTO",
                                    "L898902C3",
                                    Watchlist.LostDocument.Status.STOLEN,
                                    "Keep it.")),
                    first.documents());
            Watchlist.Nominal nominal = first.nominals().getFirst();
            assertEquals("N-0001", nominal.id());
            assertEquals(19790314, nominal.birthDate());

            // 20 kB of nominals: more than the two pieces that may be under way.
            var many = new StringBuilder(NOMINAL.formatted("N-0001", ""));
            for (int i = 2; i <= 400; i++) {
                many.append(',').append(NOMINAL.formatted("N-%04d".formatted(i), ""));
            }
            assertEquals(0, publish(world, many.toString()).code());
            TestNode late = world.node("late-1").connect();
            assertEquals(0, late.publish(late.hello(0)));
            assertEquals(400, fetch(late, late.awaitRelease(2)).nominals().size());
            assertEquals(400, fetch(there, there.awaitRelease(2)).nominals().size());
            assertEquals(
                    2,
                    world.await("/api/state", s -> s.get("release").get("number").asInt() == 2)
                            .get("release")
                            .get("number")
                            .asInt());
            assertEquals(0, late.publish(late.hello(2)));
            world.await(
                    "/api/nodes",
                    all -> all.get("nodes").findValuesAsText("release").contains("2"));
        }
    }

    @Test
    void fingersBecomeTemplates() throws Exception {
        Optional<Path> finger = realFinger();
        assumeTrue(finger.isPresent(), "../shared/data is not there");
        Path image = finger.get();
        Files.copy(image, folder.resolve("right-index" + suffix(image)));
        try (HubWorld world = new HubWorld(folder).start()) {
            TestNode node = world.node("fingers-1").connect();
            assertEquals(0, node.publish(node.hello(0)));
            Said said =
                    publish(
                            world,
                            NOMINAL.formatted(
                                    "N-0001",
                                    "{\"position\": 2, \"image\": \"right-index"
                                            + suffix(image)
                                            + "\"}"));
            assertEquals(0, said.code(), said.err());
            Watchlist.Nominal nominal = fetch(node, node.awaitRelease(1)).nominals().getFirst();
            assertEquals(2, nominal.fingers().getFirst().position());
            Template template = Template.decode(nominal.fingers().getFirst().template());
            assertTrue(template.minutiaeCount() > 10, template::toString);
        }
    }

    private static String suffix(Path image) {
        String name = image.getFileName().toString();
        return name.substring(name.lastIndexOf('.'));
    }

    private static Optional<Path> realFinger() throws Exception {
        for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
            Path data = up.resolve("../shared/data/fvc2002_db1_b").normalize();
            if (Files.isDirectory(data)) {
                try (var files = Files.walk(data)) {
                    return files.filter(file -> file.toString().matches(".*\\.(png|tif|bmp)"))
                            .sorted()
                            .findFirst();
                }
            }
        }
        return Optional.empty();
    }

    @Test
    void whatCannotBeFoundAtALaneIsNotPublished() throws Exception {
        HubWorld world = new HubWorld(folder);
        Files.writeString(folder.resolve("blank.png"), "no image");
        Path outside = Files.createTempFile("outside", ".png");
        String one = NOMINAL.formatted("N-0001", "");
        String[][] bad = {
            {one + "," + one, "nominals[1].id"},
            {one.replace("\"fingers\"", "\"finger\""), "finger"},
            {one.replace("1979-03-14", "14.03.1979"), "nominals[0].birthDate"},
            {one.replace("\"ERIKSSON\"", "\"\""), "nominals[0].surname"},
            {one + "], \"documents\": [{\"issuer\": \"UTO\"}", "documents[0].status"},
            {NOMINAL.formatted("N-0001", finger(11, "blank.png")), "fingers[0].position"},
            {NOMINAL.formatted("N-0001", finger(2, "absent.png")), "absent.png"},
            {NOMINAL.formatted("N-0001", finger(2, "blank.png")), "nominal N-0001, finger 2"},
            {
                NOMINAL.formatted("N-0001", finger(2, outside.toString())),
                "out of the list's folder"
            },
        };
        for (String[] each : bad) {
            Said said = publish(world, each[0]);
            assertNotEquals(0, said.code(), each[1]);
            assertTrue(said.err().contains(each[1]), () -> each[1] + " expected in " + said.err());
            assertEquals(1, said.err().lines().count(), said.err());
        }
        Files.delete(outside);
        try (var releases = Files.list(world.identity().releaseDirectory())) {
            assertTrue(releases.findAny().isEmpty());
        }
    }

    private static String finger(int position, String image) {
        return "{\"position\": " + position + ", \"image\": \"" + image + "\"}";
    }

    @Test
    void aReleaseThatWasTamperedWithOnTheShelfIsNotPublished() throws Exception {
        HubWorld world = new HubWorld(folder);
        assertEquals(0, publish(world, NOMINAL.formatted("N-0001", "")).code());
        Path content = world.identity().releaseDirectory().resolve("watchlist-00000001.content");
        byte[] bytes = Files.readAllBytes(content);
        bytes[bytes.length - 1] ^= 1;
        Files.write(content, bytes);
        try (world) {
            world.start();
            world.awaitAlarm("release");
            assertTrue(world.ask("/api/state").get("release").isNull());
        }
        assertFalse(bytes.length == 0);
    }
}
