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

/// The rule set of exemptions: who gives no biometrics, and who gives a face only, each in the
/// order in which it is asked.
public final class Exemptions {
    /// The law names half a dozen groups and some listed states; hundreds would be a mistake.
    private static final int MAX_RULES = 64;

    private final String version;
    private final List<Rule> rules;
    private final List<Rule> faceOnly;

    private Exemptions(String version, List<Rule> rules, List<Rule> faceOnly) {
        this.version = version;
        this.rules = List.copyOf(rules);
        this.faceOnly = List.copyOf(faceOnly);
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

    /// Reads a rule set: `version`, and `[[exemption]]` and `[[face_only]]` tables with `code`,
    /// `reason` and exactly one of `under_years`, `category`, `nationalities`.
    ///
    /// @throws BadRulesException naming the first entry that is not so
    public static Exemptions parse(String toml) throws BadRulesException {
        TomlParseResult read = Toml.parse(toml);
        if (read.hasErrors()) {
            throw new BadRulesException("rules", read.errors().getFirst().toString());
        }
        String version = RuleReader.text(read, "version", "version");
        return new Exemptions(version, rules(read, "exemption"), rules(read, "face_only"));
    }

    private static List<Rule> rules(TomlParseResult read, String name) throws BadRulesException {
        var tables = read.getArrayOrEmpty(name);
        if (tables.size() > MAX_RULES) {
            throw new BadRulesException(name, "at most " + MAX_RULES + " entries expected");
        }
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < tables.size(); i++) {
            TomlTable table = tables.getTable(i);
            rules.add(RuleReader.rule(table, name + "[" + i + "]"));
        }
        return rules;
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
        for (Rule rule : faceOnly) {
            if (rule.test().covers(traveller, day)) {
                return new Ruling.FaceOnly(rule.code(), rule.reason(), version);
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
