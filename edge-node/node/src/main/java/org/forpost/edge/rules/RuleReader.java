package org.forpost.edge.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.forpost.protocol.record.Crossing.Category;
import org.forpost.protocol.record.Crossing.FingerException;
import org.forpost.protocol.record.Crossing.Outcome;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/// One exemption out of its table.
final class RuleReader {
    private static final Set<String> TESTS = Set.of("under_years", "category", "nationalities");

    private static final Set<String> EXCEPTION_KEYS =
            Set.of("reason", "permanent", "retake_days", "supervisor", "en", "ru");

    private static final Set<String> STAY_KEYS =
            Set.of("code", "nationalities", "days", "window", "window_days", "en", "ru");

    private RuleReader() {}

    static Exemptions.Rule rule(TomlTable table, String where) throws BadRulesException {
        String code = text(table, "code", where + ".code");
        String reason = text(table, "reason", where + ".reason");
        List<String> tests = table.keySet().stream().filter(TESTS::contains).toList();
        if (tests.size() != 1) {
            throw new BadRulesException(where, "exactly one of " + TESTS + " expected");
        }
        for (String key : table.keySet()) {
            if (!TESTS.contains(key) && !key.equals("code") && !key.equals("reason")) {
                throw new BadRulesException(where + "." + key, "nothing of this name is known");
            }
        }
        return new Exemptions.Rule(code, reason, test(table, tests.getFirst(), where));
    }

    private static Exemptions.Test test(TomlTable table, String key, String where)
            throws BadRulesException {
        return switch (key) {
            case "under_years" -> {
                Object years = table.get(key);
                if (!(years instanceof Long n) || n < 1 || n > 150) {
                    throw new BadRulesException(where + "." + key, "1 to 150 years expected");
                }
                int limit = n.intValue();
                yield (traveller, day) -> Exemptions.under(limit, traveller.birthDate(), day);
            }
            case "category" -> {
                Category category = category(text(table, key, where + "." + key), where);
                yield (traveller, _) -> traveller.category() == category;
            }
            default -> {
                Set<String> states = nationalities(table.get(key), where + "." + key);
                yield (traveller, _) -> states.contains(traveller.nationality());
            }
        };
    }

    static Category category(String name, String where) throws BadRulesException {
        try {
            return Category.valueOf(name.replace('-', '_').toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new BadRulesException(where + ".category", "no category is called " + name);
        }
    }

    private static Set<String> nationalities(@Nullable Object value, String where)
            throws BadRulesException {
        List<String> states = new ArrayList<>();
        if (value instanceof TomlArray array) {
            for (Object state : array.toList()) {
                if (!(state instanceof String code) || !code.matches("[A-Z]{1,3}")) {
                    throw new BadRulesException(where, "three-letter codes in quotes expected");
                }
                states.add(code);
            }
        }
        if (states.isEmpty()) {
            throw new BadRulesException(where, "a list of three-letter codes expected");
        }
        return Set.copyOf(states);
    }

    static ExceptionRule exception(TomlTable table, String where) throws BadRulesException {
        known(table, EXCEPTION_KEYS, where);
        FingerException.Reason reason = fingerReason(table, where);
        boolean permanent = flag(table, "permanent", where);
        Optional<Integer> retake =
                table.contains("retake_days")
                        ? Optional.of(number(table, "retake_days", 0, 3_660, where))
                        : Optional.empty();
        if (permanent && retake.isPresent()) {
            throw new BadRulesException(
                    where + ".retake_days", "none expected for what is permanent");
        }
        return new ExceptionRule(
                reason, permanent, retake, flag(table, "supervisor", where), words(table, where));
    }

    static FingerException.Reason fingerReason(TomlTable table, String where)
            throws BadRulesException {
        String name = text(table, "reason", where + ".reason");
        try {
            return FingerException.Reason.valueOf(name.replace('-', '_').toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new BadRulesException(where + ".reason", "no reason is called " + name);
        }
    }

    static StayRule stay(TomlTable table, String where) throws BadRulesException {
        known(table, STAY_KEYS, where);
        Set<String> states =
                table.contains("nationalities")
                        ? nationalities(table.get("nationalities"), where + ".nationalities")
                        : Set.of();
        boolean year = Objects.equals(table.get("window"), "calendar-year");
        StayRule.Window window =
                year
                        ? new StayRule.Window.CalendarYear()
                        : new StayRule.Window.Rolling(
                                number(table, "window_days", 1, 3_660, where));
        if (year == table.contains("window_days") || (!year && table.contains("window"))) {
            throw new BadRulesException(
                    where, "either window = \"calendar-year\" or window_days expected");
        }
        return new StayRule(
                text(table, "code", where + ".code"),
                states,
                number(table, "days", 1, 3_660, where),
                window,
                words(table, where));
    }

    static DecisionReason reason(TomlTable table, String where) throws BadRulesException {
        known(table, Set.of("outcome", "code", "en", "ru"), where);
        Outcome outcome =
                switch (text(table, "outcome", where + ".outcome")) {
                    case "admit" -> Outcome.ADMIT;
                    case "refuse" -> Outcome.REFUSE;
                    case "refer" -> Outcome.REFER;
                    default ->
                            throw new BadRulesException(
                                    where + ".outcome", "admit, refuse or refer expected");
                };
        String code = text(table, "code", where + ".code");
        if (!code.matches("[a-z0-9-]{1,32}")) {
            throw new BadRulesException(
                    where + ".code", "up to 32 small letters, digits and hyphens expected");
        }
        return new DecisionReason(outcome, code, words(table, where));
    }

    static void known(TomlTable table, Set<String> keys, String where) throws BadRulesException {
        for (String key : table.keySet()) {
            if (!keys.contains(key)) {
                throw new BadRulesException(where + "." + key, "nothing of this name is known");
            }
        }
    }

    static int number(TomlTable table, String key, int least, int most, String where)
            throws BadRulesException {
        if (table.get(key) instanceof Long value && value >= least && value <= most) {
            return value.intValue();
        }
        throw new BadRulesException(where + "." + key, least + " to " + most + " expected");
    }

    static boolean flag(TomlTable table, String key, String where) throws BadRulesException {
        if (table.get(key) instanceof Boolean value) {
            return value;
        }
        throw new BadRulesException(where + "." + key, "true or false expected");
    }

    static Words words(TomlTable table, String where) throws BadRulesException {
        return new Words(text(table, "en", where + ".en"), text(table, "ru", where + ".ru"));
    }

    static String text(TomlTable table, String key, String where) throws BadRulesException {
        if (table.get(key) instanceof String text && !text.isBlank() && text.length() <= 200) {
            return text;
        }
        throw new BadRulesException(where, "a text of 1 to 200 characters expected");
    }
}
