package org.forpost.edge.rules;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.forpost.protocol.record.Crossing.Outcome;
import org.tomlj.TomlTable;

/// One rung out of its table.
final class RungReader {
    private static final Set<String> WHEN =
            Set.of("list_age_hours", "no_list", "without", "on_battery", "disk_free_mib");

    private static final Set<String> KEYS =
            Set.of(
                    "code",
                    "level",
                    "forbid",
                    "ask_supervisor",
                    "why_en",
                    "why_ru",
                    "todo_en",
                    "todo_ru");

    private RungReader() {}

    static Rung rung(TomlTable table, String where) throws BadRulesException {
        List<String> when = table.keySet().stream().filter(WHEN::contains).toList();
        if (when.size() != 1) {
            throw new BadRulesException(where, "exactly one of " + sorted(WHEN) + " expected");
        }
        for (String key : table.keySet()) {
            if (!WHEN.contains(key) && !KEYS.contains(key)) {
                throw new BadRulesException(where + "." + key, "nothing of this name is known");
            }
        }
        String code = RuleReader.text(table, "code", where + ".code");
        if (!code.matches("[a-z][a-z0-9-]{0,39}")) {
            throw new BadRulesException(where + ".code", "a-z, 0-9 and '-' expected");
        }
        return new Rung(
                code,
                RuleReader.number(table, "level", 0, 2, where),
                when(table, when.getFirst(), where),
                outcomes(table, "forbid", where),
                outcomes(table, "ask_supervisor", where),
                words(table, "why", where),
                words(table, "todo", where));
    }

    private static Rung.When when(TomlTable table, String key, String where)
            throws BadRulesException {
        return switch (key) {
            case "list_age_hours" ->
                    new Rung.When.ListAge(RuleReader.number(table, key, 0, 24 * 366, where));
            case "without" -> new Rung.When.Without(device(table, where));
            case "disk_free_mib" ->
                    new Rung.When.DiskBelow(RuleReader.number(table, key, 1, 1 << 30, where));
            default -> {
                if (!Boolean.TRUE.equals(table.get(key))) {
                    throw new BadRulesException(where + "." + key, "true expected");
                }
                yield key.equals("no_list") ? new Rung.When.NoList() : new Rung.When.OnBattery();
            }
        };
    }

    private static Conditions.Gone device(TomlTable table, String where) throws BadRulesException {
        String name = RuleReader.text(table, "without", where + ".without");
        return gone(name, where + ".without");
    }

    static Conditions.Gone gone(String name, String where) throws BadRulesException {
        return switch (name) {
            case "scanner" -> Conditions.Gone.SCANNER;
            case "camera" -> Conditions.Gone.CAMERA;
            case "chip-reader" -> Conditions.Gone.CHIP_READER;
            default ->
                    throw new BadRulesException(where, "scanner, camera or chip-reader expected");
        };
    }

    private static Set<Outcome> outcomes(TomlTable table, String key, String where)
            throws BadRulesException {
        Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
        if (!table.contains(key)) {
            return outcomes;
        }
        if (!table.isArray(key)) {
            throw new BadRulesException(where + "." + key, "a list of outcomes expected");
        }
        for (Object word : table.getArrayOrEmpty(key).toList()) {
            try {
                outcomes.add(Outcome.valueOf(String.valueOf(word).toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new BadRulesException(
                        where + "." + key, "admit, refuse or refer expected, found " + word);
            }
        }
        return outcomes;
    }

    private static Words words(TomlTable table, String what, String where)
            throws BadRulesException {
        return new Words(
                RuleReader.text(table, what + "_en", where + "." + what + "_en"),
                RuleReader.text(table, what + "_ru", where + "." + what + "_ru"));
    }

    private static List<String> sorted(Set<String> keys) {
        return keys.stream().sorted().toList();
    }
}
