package org.forpost.protocol.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// An invariant that nothing can break would say nothing: every planted bug is caught by a named
/// one. Which caught what is left in `target/planted-bugs.md`, and for scripts in
/// `target/planted-bugs.json`.
class PlantedBugTest {
    @Test
    void everyPlantedBugIsCaughtByAPromise() throws Exception {
        // Several hunts at once, each through one world after the other.
        List<PlantedBugReport.Caught> caught =
                Arrays.stream(PlantedBug.values())
                        .parallel()
                        .map(PlantedBugReport::hunt)
                        .filter(Objects::nonNull)
                        .toList();
        List<PlantedBug> escaped = new ArrayList<>(List.of(PlantedBug.values()));
        escaped.removeAll(caught.stream().map(PlantedBugReport.Caught::bug).toList());
        String table = PlantedBugReport.table(caught);
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target/planted-bugs.md"), table);
        Files.writeString(
                Path.of("target/planted-bugs.json"), PlantedBugReport.json(caught, escaped));
        System.out.println(table);
        assertEquals(
                List.of(), escaped, "not caught in " + PlantedBugReport.MOST_SEEDS + " worlds");
        assertTrue(caught.size() >= 30);
        assertEquals(
                List.of(
                        "BacklogAlwaysDrains",
                        "ForkAlwaysFlagged",
                        "NoFalseFork",
                        "NothingAcknowledgedIsLost",
                        "NothingCountedTwice",
                        "NothingExpiredIsRevived",
                        "NothingForgottenEarly",
                        "NothingLetGoEarly",
                        "ReceiptNeverRetracted",
                        "RefusalAlwaysTold",
                        "ReleaseNeverGoesBack",
                        "TimeNeverGoesBack"),
                caught.stream()
                        .map(PlantedBugReport.Caught::invariant)
                        .distinct()
                        .sorted()
                        .toList(),
                "each promise has caught something");
    }
}
