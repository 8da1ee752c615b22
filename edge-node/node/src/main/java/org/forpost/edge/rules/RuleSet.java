package org.forpost.edge.rules;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
            Set.of("version", "exemption", "finger_exception", "stay", "rung");

    private final String version;
    private final Exemptions exemptions;
    private final List<ExceptionRule> exceptions;
    private final List<StayRule> stays;
    private final Ladder ladder;

    private RuleSet(
            Exemptions exemptions,
            List<ExceptionRule> exceptions,
            List<StayRule> stays,
            Ladder ladder) {
        this.version = exemptions.version();
        this.exemptions = exemptions;
        this.exceptions = List.copyOf(exceptions);
        this.stays = List.copyOf(stays);
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

    /// Reads a rule set: `version` and the tables `[[exemption]]`, `[[finger_exception]]`,
    /// `[[stay]]` and `[[rung]]`. One without rungs has those that ship: a list that grows old must
    /// not become harmless by being left out.
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
        return new RuleSet(exemptions, exceptions, stays, ladder(read));
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
}
