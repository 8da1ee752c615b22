package org.forpost.edge.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.forpost.protocol.record.Crossing.Category;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/// One exemption out of its table.
final class RuleReader {
    private static final Set<String> TESTS = Set.of("under_years", "category", "nationalities");

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

    private static Category category(String name, String where) throws BadRulesException {
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

    static String text(TomlTable table, String key, String where) throws BadRulesException {
        if (table.get(key) instanceof String text && !text.isBlank() && text.length() <= 200) {
            return text;
        }
        throw new BadRulesException(where, "a text of 1 to 200 characters expected");
    }
}
