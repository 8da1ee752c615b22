package org.forpost.edge.rules;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.forpost.protocol.record.Crossing.FingerException;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/// One version of everything that the law says, as data: who gives no biometrics, what an absent
/// finger means, how long a stay may be.
public final class RuleSet {
    /// Grounds of entry are a dozen or two, some by nationality.
    private static final int MAX_RULES = 256;

    /// A rule set that is printed on fifty pages; more is no rule set.
    private static final int MAX_CHARACTERS = 200_000;

    private static final Set<String> TABLES =
            Set.of(
                    "version",
                    "refusal_hours",
                    "exemption",
                    "face_only",
                    "finger_exception",
                    "stay",
                    "reason",
                    "rung",
                    "questions");

    /// Where the rule set does not say otherwise: whoever was refused tries again on the same day,
    /// with another document or at the next lane.
    private static final int USUAL_REFUSAL_HOURS = 24;

    private static final int MOST_REFUSAL_HOURS = 24 * 31;

    private final String version;
    private final Exemptions exemptions;
    private final List<ExceptionRule> exceptions;
    private final List<StayRule> stays;
    private final Ladder ladder;
    private final List<DecisionReason> reasons;
    private final Duration refusalsKept;
    private final Optional<Words> questions;

    private RuleSet(
            Exemptions exemptions,
            List<ExceptionRule> exceptions,
            List<StayRule> stays,
            List<DecisionReason> reasons,
            Duration refusalsKept,
            Optional<Words> questions,
            Ladder ladder) {
        this.version = exemptions.version();
        this.exemptions = exemptions;
        this.exceptions = List.copyOf(exceptions);
        this.stays = List.copyOf(stays);
        this.reasons = List.copyOf(reasons);
        this.refusalsKept = refusalsKept;
        this.questions = questions;
        this.ladder = ladder;
    }

    /// The rule set that ships with the program.
    public static RuleSet shipped() {
        try (InputStream in =
                Objects.requireNonNull(RuleSet.class.getResourceAsStream("rules.toml"))) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException | BadRulesException e) {
            throw new IllegalStateException("the program's own rules.toml is damaged", e);
        }
    }

    /// Reads a rule set: `version`, `refusal_hours` and the tables `[[exemption]]`,
    /// `[[face_only]]`, `[[finger_exception]]`, `[[stay]]`, `[[reason]]` and `[questions]`. A set
    /// without rungs has those that ship: a list that grows old must not become harmless by being
    /// left out. Beside them `[[rung]]`.
    ///
    /// @throws BadRulesException naming the first entry that is not as it should be
    public static RuleSet parse(String toml) throws BadRulesException {
        if (toml.length() > MAX_CHARACTERS) {
            throw new BadRulesException(
                    "rules", "at most " + MAX_CHARACTERS + " characters expected");
        }
        Exemptions exemptions = Exemptions.parse(toml);
        TomlParseResult read = Toml.parse(toml);
        for (String key : read.keySet()) {
            if (!TABLES.contains(key)) {
                throw new BadRulesException(key, "nothing of this name is known");
            }
        }
        List<ExceptionRule> exceptions = new ArrayList<>();
        for (TomlTable table : tables(read, "finger_exception")) {
            exceptions.add(
                    RuleReader.exception(table, "finger_exception[" + exceptions.size() + "]"));
        }
        List<StayRule> stays = new ArrayList<>();
        for (TomlTable table : tables(read, "stay")) {
            stays.add(RuleReader.stay(table, "stay[" + stays.size() + "]"));
        }
        List<DecisionReason> reasons = new ArrayList<>();
        for (TomlTable table : tables(read, "reason")) {
            reasons.add(RuleReader.reason(table, "reason[" + reasons.size() + "]"));
        }
        int hours =
                read.contains("refusal_hours")
                        ? RuleReader.number(read, "refusal_hours", 0, MOST_REFUSAL_HOURS, "rules")
                        : USUAL_REFUSAL_HOURS;
        return new RuleSet(
                exemptions,
                exceptions,
                stays,
                reasons,
                Duration.ofHours(hours),
                questions(read),
                ladder(read));
    }

    private static Ladder ladder(TomlParseResult read) throws BadRulesException {
        List<Rung> rungs = new ArrayList<>();
        Set<String> codes = new HashSet<>();
        for (TomlTable table : tables(read, "rung")) {
            String where = "rung[" + rungs.size() + "]";
            Rung rung = RungReader.rung(table, where);
            if (!codes.add(rung.code())) {
                throw new BadRulesException(where + ".code", "each code once expected");
            }
            rungs.add(rung);
        }
        return rungs.isEmpty() ? shipped().ladder() : new Ladder(rungs);
    }

    private static Optional<Words> questions(TomlParseResult read) throws BadRulesException {
        if (!read.contains("questions")) {
            return Optional.empty();
        }
        if (!(read.get("questions") instanceof TomlTable table)) {
            throw new BadRulesException("questions", "a table with en and ru expected");
        }
        RuleReader.known(table, Set.of("en", "ru"), "questions");
        return Optional.of(RuleReader.words(table, "questions"));
    }

    private static List<TomlTable> tables(TomlParseResult read, String name)
            throws BadRulesException {
        if (read.contains(name) && !read.isArray(name)) {
            throw new BadRulesException(name, "[[" + name + "]] tables expected");
        }
        var array = read.getArrayOrEmpty(name);
        if (array.size() > MAX_RULES) {
            throw new BadRulesException(name, "at most " + MAX_RULES + " tables expected");
        }
        List<TomlTable> tables = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            if (!(array.get(i) instanceof TomlTable table)) {
                throw new BadRulesException(name, "[[" + name + "]] tables expected");
            }
            tables.add(table);
        }
        return tables;
    }

    public String version() {
        return version;
    }

    public Exemptions exemptions() {
        return exemptions;
    }

    /// The rungs of degraded operation.
    public Ladder ladder() {
        return ladder;
    }

    /// What follows when a finger cannot be given for this reason.
    public Optional<ExceptionRule> exception(FingerException.Reason reason, boolean permanent) {
        return exceptions.stream()
                .filter(rule -> rule.reason() == reason && rule.permanent() == permanent)
                .findFirst();
    }

    /// How long somebody who enters today may stay.
    ///
    /// @param ground code of the ground of entry
    /// @param known crossings of this traveller
    /// @param today at the post
    /// @return empty if no rule limits a stay on this ground
    public Optional<Stay> stay(
            String ground, String nationality, List<KnownCrossing> known, LocalDate today) {
        return stays.stream()
                .filter(rule -> rule.code().equals(ground) && rule.covers(nationality))
                .findFirst()
                .map(rule -> new StayReckoning(rule, version).reckon(known, today));
    }

    /// Codes of all grounds of entry that a rule limits for this nationality.
    public List<String> grounds(String nationality) {
        return stays.stream()
                .filter(rule -> rule.covers(nationality))
                .map(StayRule::code)
                .distinct()
                .toList();
    }

    /// All grounds of entry, each with the states whose citizens may name it.
    public List<Ground> grounds() {
        return stays.stream()
                .map(rule -> new Ground(rule.code(), rule.nationalities(), rule.reason()))
                .toList();
    }

    /// A ground of entry that limits a stay.
    ///
    /// @param nationalities three-letter codes; empty for everybody
    public record Ground(String code, Set<String> nationalities, Words words) {}

    /// What an officer may give as the reason of a decision, in the order of the rule set.
    public List<DecisionReason> reasons() {
        return reasons;
    }

    /// How many days back a crossing can still matter to a stay: twice the longest window, since a
    /// stay that reaches into it may have begun before.
    public int daysKnown() {
        return 2
                * stays.stream()
                        .mapToInt(rule -> rule.window().longest())
                        .max()
                        .orElse(StayRule.YEAR);
    }

    /// For how long somebody who was refused, referred or found is compared with those that come.
    public Duration refusalsKept() {
        return refusalsKept;
    }

    /// Whom a traveller may ask, for the slip.
    public Optional<Words> questions() {
        return questions;
    }
}
