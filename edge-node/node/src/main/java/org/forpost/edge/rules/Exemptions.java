package org.forpost.edge.rules;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/// The rule set of exemptions: who gives no biometrics, in the order in which it is asked.
public final class Exemptions {
    /// The law names half a dozen groups and some listed states; hundreds would be a mistake.
    private static final int MAX_RULES = 64;

    private final String version;
    private final List<Rule> rules;

    private Exemptions(String version, List<Rule> rules) {
        this.version = version;
        this.rules = List.copyOf(rules);
    }

    /// The rule set that ships with the program.
    public static Exemptions shipped() {
        try (InputStream in =
                Objects.requireNonNull(Exemptions.class.getResourceAsStream("rules.toml"))) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException | BadRulesException e) {
            throw new IllegalStateException("the program's own rules.toml is damaged", e);
        }
    }

    /// Reads a rule set: `version`, and `[[exemption]]` tables with `code`, `reason` and exactly
    /// one of `under_years`, `category`, `nationalities`.
    ///
    /// @throws BadRulesException naming the first entry that is not so
    public static Exemptions parse(String toml) throws BadRulesException {
        TomlParseResult read = Toml.parse(toml);
        if (read.hasErrors()) {
            throw new BadRulesException("rules", read.errors().getFirst().toString());
        }
        String version = RuleReader.text(read, "version", "version");
        List<Rule> rules = new ArrayList<>();
        var tables = read.getArrayOrEmpty("exemption");
        if (tables.size() > MAX_RULES) {
            throw new BadRulesException("exemption", "at most " + MAX_RULES + " entries expected");
        }
        for (int i = 0; i < tables.size(); i++) {
            TomlTable table = tables.getTable(i);
            rules.add(RuleReader.rule(table, "exemption[" + i + "]"));
        }
        return new Exemptions(version, rules);
    }

    public String version() {
        return version;
    }

    /// @param day the post's date of the crossing
    public Ruling ruling(Traveller traveller, LocalDate day) {
        for (Rule rule : rules) {
            if (rule.test().covers(traveller, day)) {
                return new Ruling.Exempt(rule.code(), rule.reason(), version);
            }
        }
        return new Ruling.Due();
    }

    record Rule(String code, String reason, Test test) {}

    /// What makes a traveller exempt.
    @FunctionalInterface
    interface Test {
        boolean covers(Traveller traveller, LocalDate day);
    }

    /// A child born on 29 February turns of age on 1 March of a common year: a day too late takes
    /// nothing from a child that cannot be given back.
    static boolean under(int years, LocalDate birthDate, LocalDate day) {
        LocalDate birthday = birthDate.plusYears(years);
        if (birthday.getDayOfMonth() < birthDate.getDayOfMonth()) {
            birthday = birthday.plusDays(1);
        }
        return day.isBefore(birthday);
    }
}
