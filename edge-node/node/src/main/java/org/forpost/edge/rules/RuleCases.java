package org.forpost.edge.rules;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.Crossing.Direction;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/// Examples with what the law wants of each, to try a rule set with before it is published.
///
/// `[[person]]` has `name`, `born`, `nationality`, `category`, `expect` (the code of an exemption
/// or of a rule for a face only, or `due`); `[[finger]]` has `name`, `reason`, `permanent`,
/// `expect` (the day on which it is due again, `never`, or `no rule`) and `expect_supervisor`;
/// `[[stay]]` has `name`, `ground`, `nationality`, `crossings`, `expect_used`, `expect_last_day`;
/// `[[degraded]]` has `name`, `list_age_hours` (none without a list), `without`, `on_battery`,
/// `disk_free_mib`, `captured`, `expect_rungs` and, for `outcome`, `expect`: `allowed`,
/// `with-supervisor` or `forbidden`. The day is `day`, or `at` with an offset and the `zone` of the
/// post.
public final class RuleCases {
    private static final int MAX_CASES = 10_000;

    private static final Set<String> PERSON_KEYS =
            Set.of("name", "born", "nationality", "category", "day", "at", "zone", "expect");
    private static final Set<String> STAY_KEYS =
            Set.of(
                    "name",
                    "ground",
                    "nationality",
                    "crossings",
                    "day",
                    "at",
                    "zone",
                    "expect_used",
                    "expect_last_day");

    private static final Set<String> DEGRADED_KEYS =
            Set.of(
                    "name",
                    "list_age_hours",
                    "without",
                    "on_battery",
                    "disk_free_mib",
                    "captured",
                    "outcome",
                    "expect_rungs",
                    "expect");

    private static final Set<String> FINGER_KEYS =
            Set.of(
                    "name",
                    "reason",
                    "permanent",
                    "day",
                    "at",
                    "zone",
                    "expect",
                    "expect_supervisor");

    private static final Set<String> TABLES = Set.of("person", "finger", "stay", "degraded");

    private RuleCases() {}

    /// One example and how it came out.
    public record Outcome(String name, String expected, String found) {
        public boolean passed() {
            return expected.equals(found);
        }
    }

    /// Tries every example.
    ///
    /// @throws BadRulesException naming the first entry that is no example
    public static List<Outcome> run(RuleSet rules, String toml) throws BadRulesException {
        TomlParseResult read = Toml.parse(toml);
        if (read.hasErrors()) {
            throw new BadRulesException("cases", read.errors().getFirst().toString());
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (String key : read.keySet()) {
            if (!TABLES.contains(key) || !read.isArray(key)) {
                throw new BadRulesException(
                        key, "[[person]], [[finger]], [[stay]] or [[degraded]] tables expected");
            }
        }
        var people = read.getArrayOrEmpty("person");
        for (int i = 0; i < people.size(); i++) {
            outcomes.add(
                    person(rules, table(people.get(i), "person[" + i + "]"), "person[" + i + "]"));
        }
        var fingers = read.getArrayOrEmpty("finger");
        for (int i = 0; i < fingers.size(); i++) {
            String where = "finger[" + i + "]";
            outcomes.add(finger(rules, table(fingers.get(i), where), where));
        }
        var stays = read.getArrayOrEmpty("stay");
        for (int i = 0; i < stays.size(); i++) {
            outcomes.add(stay(rules, table(stays.get(i), "stay[" + i + "]"), "stay[" + i + "]"));
        }
        var degraded = read.getArrayOrEmpty("degraded");
        for (int i = 0; i < degraded.size(); i++) {
            String where = "degraded[" + i + "]";
            outcomes.add(degraded(rules, table(degraded.get(i), where), where));
        }
        if (outcomes.isEmpty() || outcomes.size() > MAX_CASES) {
            throw new BadRulesException("cases", "1 to " + MAX_CASES + " examples expected");
        }
        return outcomes;
    }

    private static TomlTable table(Object entry, String where) throws BadRulesException {
        if (entry instanceof TomlTable table) {
            return table;
        }
        throw new BadRulesException(where, "a table in double brackets expected");
    }

    private static Outcome person(RuleSet rules, TomlTable table, String where)
            throws BadRulesException {
        RuleReader.known(table, PERSON_KEYS, where);
        String category =
                table.contains("category")
                        ? RuleReader.text(table, "category", where + ".category")
                        : "ordinary";
        Traveller traveller =
                new Traveller(
                        day(RuleReader.text(table, "born", where + ".born"), where + ".born"),
                        RuleReader.text(table, "nationality", where + ".nationality"),
                        RuleReader.category(category, where));
        Ruling ruling = rules.exemptions().ruling(traveller, today(table, where));
        return new Outcome(
                RuleReader.text(table, "name", where + ".name"),
                RuleReader.text(table, "expect", where + ".expect"),
                switch (ruling) {
                    case Ruling.Due _ -> "due";
                    case Ruling.FaceOnly faceOnly -> faceOnly.code();
                    case Ruling.Exempt exempt -> exempt.code();
                });
    }

    private static Outcome finger(RuleSet rules, TomlTable table, String where)
            throws BadRulesException {
        RuleReader.known(table, FINGER_KEYS, where);
        LocalDate today = today(table, where);
        String found =
                rules.exception(
                                RuleReader.fingerReason(table, where),
                                RuleReader.flag(table, "permanent", where))
                        .map(rule ->
                                again(
                                        rule.retakeDue(today)
                                                .map(LocalDate::toString)
                                                .orElse("never"),
                                        rule.supervisor()))
                        .orElseGet(() -> again("no rule", true));
        return new Outcome(
                RuleReader.text(table, "name", where + ".name"),
                again(
                        RuleReader.text(table, "expect", where + ".expect"),
                        RuleReader.flag(table, "expect_supervisor", where)),
                found);
    }

    private static String again(String due, boolean supervisor) {
        return "due again: " + due + (supervisor ? ", on a supervisor's word" : "");
    }

    private static Outcome stay(RuleSet rules, TomlTable table, String where)
            throws BadRulesException {
        RuleReader.known(table, STAY_KEYS, where);
        List<KnownCrossing> known = new ArrayList<>();
        for (Object crossing : table.getArrayOrEmpty("crossings").toList()) {
            known.add(crossing(crossing, where + ".crossings"));
        }
        String found =
                rules.stay(
                                RuleReader.text(table, "ground", where + ".ground"),
                                RuleReader.text(table, "nationality", where + ".nationality"),
                                known,
                                today(table, where))
                        .map(stay ->
                                words(
                                        stay.used(),
                                        stay.lastDay().map(LocalDate::toString).orElse("none")))
                        .orElse("no rule limits it");
        int used = RuleReader.number(table, "expect_used", 0, 3_660, where);
        return new Outcome(
                RuleReader.text(table, "name", where + ".name"),
                words(used, RuleReader.text(table, "expect_last_day", where + ".expect_last_day")),
                found);
    }

    private static Outcome degraded(RuleSet rules, TomlTable table, String where)
            throws BadRulesException {
        RuleReader.known(table, DEGRADED_KEYS, where);
        Set<Conditions.Gone> gone = EnumSet.noneOf(Conditions.Gone.class);
        for (Object device : table.getArrayOrEmpty("without").toList()) {
            gone.add(RungReader.gone(String.valueOf(device), where + ".without"));
        }
        Ladder.Standing standing =
                rules.ladder()
                        .standing(
                                new Conditions(
                                        table.contains("list_age_hours")
                                                ? Optional.of(
                                                        Duration.ofHours(
                                                                RuleReader.number(
                                                                        table,
                                                                        "list_age_hours",
                                                                        0,
                                                                        24 * 3_660,
                                                                        where)))
                                                : Optional.empty(),
                                        gone,
                                        Boolean.TRUE.equals(table.get("on_battery")),
                                        table.contains("disk_free_mib")
                                                ? RuleReader.number(
                                                        table, "disk_free_mib", 0, 1 << 30, where)
                                                : 1 << 30));
        String word = RuleReader.text(table, "outcome", where + ".outcome");
        Crossing.Outcome outcome;
        try {
            outcome = Crossing.Outcome.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new BadRulesException(where + ".outcome", "admit, refuse or refer expected");
        }
        String permission =
                standing.permits(outcome, Boolean.TRUE.equals(table.get("captured")))
                        .name()
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '-');
        return new Outcome(
                RuleReader.text(table, "name", where + ".name"),
                table.getArrayOrEmpty("expect_rungs").toList().stream()
                                .map(String::valueOf)
                                .collect(Collectors.joining(" "))
                        + ": "
                        + word
                        + " "
                        + RuleReader.text(table, "expect", where + ".expect"),
                standing.rungs().stream().map(Rung::code).collect(Collectors.joining(" "))
                        + ": "
                        + word
                        + " "
                        + permission);
    }

    private static String words(int used, String lastDay) {
        return used + " days used, last day " + lastDay;
    }

    private static KnownCrossing crossing(Object text, String where) throws BadRulesException {
        if (text instanceof String crossing && crossing.matches("(entry|exit) \\S{10}")) {
            return new KnownCrossing(
                    Direction.valueOf(
                            crossing.substring(0, crossing.indexOf(' ')).toUpperCase(Locale.ROOT)),
                    day(crossing.substring(crossing.indexOf(' ') + 1), where));
        }
        throw new BadRulesException(where, "\"entry 2026-01-31\" or \"exit 2026-01-31\" expected");
    }

    private static LocalDate today(TomlTable table, String where) throws BadRulesException {
        if (table.contains("day") == table.contains("at")) {
            throw new BadRulesException(where, "either day, or at and zone expected");
        }
        if (table.contains("day")) {
            return day(RuleReader.text(table, "day", where + ".day"), where + ".day");
        }
        try {
            return OffsetDateTime.parse(RuleReader.text(table, "at", where + ".at"))
                    .atZoneSameInstant(ZoneId.of(RuleReader.text(table, "zone", where + ".zone")))
                    .toLocalDate();
        } catch (DateTimeException e) {
            throw new BadRulesException(
                    where + ".at",
                    "\"2026-01-31T23:30:00+03:00\" and a zone like Asia/Omsk expected");
        }
    }

    private static LocalDate day(String text, String where) throws BadRulesException {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new BadRulesException(where, "a day like 2026-01-31 expected");
        }
    }
}
