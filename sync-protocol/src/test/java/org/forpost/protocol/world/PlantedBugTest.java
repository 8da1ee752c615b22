package org.forpost.protocol.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// An invariant that nothing can break would say nothing: every planted bug is caught by a named
/// one. Which caught what is left in `target/planted-bugs.md`, and for scripts in
/// `target/planted-bugs.json`.
class PlantedBugTest {
    @Test
    void everyPlantedBugIsCaughtByAPromise() throws Exception {
        List<PlantedBugReport.Caught> caught = new ArrayList<>();
        List<PlantedBug> escaped = new ArrayList<>();
        for (PlantedBug bug : PlantedBug.values()) {
            PlantedBugReport.Caught one = PlantedBugReport.hunt(bug);
            if (one == null) {
                escaped.add(bug);
            } else {
                caught.add(one);
            }
        }
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
