package org.forpost.edge.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.forpost.edge.device.sysfs.SysfsPower;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rungs that are no rungs, and a battery as the kernel tells of it.
class LadderTest {
    private static final String RUNG =
            """
            version = "1"
            [[rung]]
            code = "on-battery"
            on_battery = true
            level = 1
            why_en = "a"
            why_ru = "а"
            todo_en = "b"
            todo_ru = "б"
            """;

    private static String refused(String from, String to) {
        assertTrue(RUNG.contains(from));
        return String.valueOf(
                assertThrows(
                                BadRulesException.class,
                                () -> RuleSet.parse(RUNG.replace(from, to)),
                                to)
                        .getMessage());
    }

    @Test
    void eachMistakeIsNamedWhereItIs() throws BadRulesException {
        assertEquals(1, RuleSet.parse(RUNG).ladder().rungs().size());
        assertTrue(refused("level = 1", "level = 3").startsWith("rung[0].level"));
        assertTrue(refused("on_battery = true", "").startsWith("rung[0]: exactly one of"));
        assertTrue(refused("on_battery = true", "on_battery = false").contains("on_battery"));
        assertTrue(refused("why_ru = \"а\"", "").startsWith("rung[0].why_ru"));
        assertTrue(refused("level = 1", "level = 1\nask = 1").startsWith("rung[0].ask"));
        assertTrue(
                refused("level = 1", "level = 1\nforbid = ['wave']")
                        .startsWith("rung[0].forbid: admit, refuse or refer expected"));
        assertTrue(
                refused("on_battery = true", "without = 'heater'").startsWith("rung[0].without"));
        assertTrue(
                String.valueOf(
                                assertThrows(
                                                BadRulesException.class,
                                                () ->
                                                        RuleSet.parse(
                                                                RUNG
                                                                        + RUNG.substring(
                                                                                RUNG.indexOf(
                                                                                        "[["))))
                                        .getMessage())
                        .startsWith("rung[1].code"));
    }

    @Test
    void aRuleSetWithoutRungsHasThoseThatShip() throws BadRulesException {
        assertEquals(RuleSet.shipped().ladder(), RuleSet.parse("version = \"9\"\n").ladder());
    }

    @Test
    void aBatteryThatDischargesWithoutMainsIsOnBattery(@TempDir Path folder) throws Exception {
        SysfsPower power = new SysfsPower(folder);
        assertFalse(new SysfsPower(folder.resolve("nowhere")).onBattery());
        assertFalse(power.onBattery());
        supply(folder, "BAT0", "type", "Battery");
        supply(folder, "BAT0", "status", "Discharging");
        assertTrue(power.onBattery());
        supply(folder, "AC", "type", "Mains");
        supply(folder, "AC", "online", "0");
        assertTrue(power.onBattery());
        supply(folder, "AC", "online", "1");
        assertFalse(power.onBattery());
        supply(folder, "AC", "online", "0");
        supply(folder, "BAT0", "status", "Full");
        assertFalse(power.onBattery());
    }

    private static void supply(Path folder, String name, String file, String word)
            throws Exception {
        Files.writeString(Files.createDirectories(folder.resolve(name)).resolve(file), word + "\n");
    }
}
