package org.forpost.sim.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.forpost.sim.Refusal;

/// What this side saw, one JSON object a line, forced to disk before the next thing happens: a
/// witness that shares nothing with those it is held against.
///
/// ```
/// {"event":"seen","traveller":8,"lane":"lane-2"}
/// {"event":"recorded","traveller":8,"lane":"lane-2","recordId":"3f…","number":4,"hit":true,"exempt":false,"outcome":"refer"}
/// {"event":"smashed","lane":"lane-2","recordIds":["3f…"]}
/// ```
///
/// @param seen how many travellers came
/// @param recorded the ids of the records that lanes said they recorded
/// @param hits how many of those had a candidate that the officer confirmed
/// @param twice ids that lanes gave out more than once: always a mistake
/// @param smashed records that lay on a lane's disk, and not at the hub, when it was destroyed
public record Story(
        int seen, Set<String> recorded, int hits, Set<String> twice, Set<String> smashed) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// A million travellers; a larger file is not a story.
    private static final long LARGEST = 500_000_000;

    /// Copies the sets.
    public Story {
        recorded = Set.copyOf(recorded);
        twice = Set.copyOf(twice);
        smashed = Set.copyOf(smashed);
    }

    static void seen(Path file, Traveller traveller, String lane) {
        append(file, event("seen", traveller, lane));
    }

    static void recorded(
            Path file,
            Traveller traveller,
            String lane,
            LaneClient.Recorded record,
            boolean hit,
            boolean exempt,
            String outcome) {
        append(
                file,
                event("recorded", traveller, lane)
                        .put("recordId", record.recordId())
                        .put("number", record.number())
                        .put("hit", hit)
                        .put("exempt", exempt)
                        .put("outcome", outcome));
    }

    static void smashed(Path file, String lane, Set<String> records) {
        ObjectNode event =
                JsonNodeFactory.instance.objectNode().put("event", "smashed").put("lane", lane);
        records.forEach(event.putArray("recordIds")::add);
        append(file, event);
    }

    /// Ids of the records that one lane said it recorded.
    static Set<String> recordedAt(Path file, String lane) {
        Set<String> records = new LinkedHashSet<>();
        for (String line : lines(file)) {
            try {
                JsonNode event = JSON.readTree(line);
                if (event.path("event").asText().equals("recorded")
                        && event.path("lane").asText().equals(lane)) {
                    records.add(event.path("recordId").asText());
                }
            } catch (JsonProcessingException e) {
                throw new Refusal(file + ": not JSON", e);
            }
        }
        return records;
    }

    private static ObjectNode event(String event, Traveller traveller, String lane) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("event", event)
                .put("traveller", traveller.number())
                .put("lane", lane);
    }

    private static void append(Path file, ObjectNode event) {
        try (FileChannel out =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.APPEND)) {
            ByteBuffer line = ByteBuffer.wrap((event + "\n").getBytes(StandardCharsets.UTF_8));
            while (line.hasRemaining()) {
                out.write(line);
            }
            out.force(true);
        } catch (IOException e) {
            throw new Refusal("cannot write the story " + file + ": " + e.getMessage(), e);
        }
    }

    /// Reads a story file.
    ///
    /// @throws Refusal if it cannot be read or a line is not what is described above
    public static Story read(Path file) {
        int seen = 0;
        int hits = 0;
        Set<String> recorded = new LinkedHashSet<>();
        Set<String> twice = new LinkedHashSet<>();
        Set<String> smashed = new LinkedHashSet<>();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            JsonNode event;
            try {
                event = JSON.readTree(line);
            } catch (JsonProcessingException e) {
                throw new Refusal(file + ", line " + number + ": not JSON", e);
            }
            switch (event.path("event").asText()) {
                case "seen" -> seen++;
                case "recorded" -> {
                    String id = event.path("recordId").asText();
                    if (!recorded.add(id)) {
                        twice.add(id);
                    }
                    if (event.path("hit").asBoolean()) {
                        hits++;
                    }
                }
                case "smashed" -> event.path("recordIds").forEach(id -> smashed.add(id.asText()));
                default ->
                        throw new Refusal(
                                file
                                        + ", line "
                                        + number
                                        + ": expected event seen, recorded or smashed");
            }
        }
        return new Story(seen, recorded, hits, twice, smashed);
    }

    private static List<String> lines(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new Refusal(file + " is too large to be a story");
            }
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new Refusal(
                    "cannot read the story " + file + ": 'forpost sim play' writes it", e);
        }
    }
}
