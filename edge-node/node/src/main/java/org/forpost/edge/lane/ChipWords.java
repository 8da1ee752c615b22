package org.forpost.edge.lane;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.forpost.edge.document.ChipCheck;
import org.forpost.edge.document.ChipReading;
import org.forpost.edge.document.ChipStep;
import org.forpost.protocol.record.ChipFinding;
import org.forpost.protocol.record.Crossing.ChipStep.Result;
import org.forpost.protocol.record.Verification;

/// What chip and comparisons said, in the words of a record (SPEC.md §1.2). Details stay at the
/// lane: they may quote the chip.
final class ChipWords {
    private static final double BILLION = 1e9;

    private ChipWords() {}

    /// @return empty where nothing of a chip was read
    static Optional<ChipFinding> finding(ChipSeen seen) {
        return switch (seen.reading()) {
            case ChipReading.Read read ->
                    Optional.of(finding(ChipFinding.Ended.READ, read.steps(), seen.trust()));
            case ChipReading.Broken broken ->
                    Optional.of(
                            finding(ChipFinding.Ended.BROKEN_OFF, broken.steps(), seen.trust()));
            case ChipReading.NoDocument _, ChipReading.NoReader _ -> Optional.empty();
        };
    }

    private static ChipFinding finding(ChipFinding.Ended ended, List<ChipStep> steps, long trust) {
        ChipFinding.Access access =
                passed(steps, ChipCheck.PACE)
                        ? ChipFinding.Access.PACE
                        : passed(steps, ChipCheck.BAC)
                                ? ChipFinding.Access.BAC
                                : ChipFinding.Access.NONE;
        return new ChipFinding(ended, access, trust, steps.stream().map(ChipWords::step).toList());
    }

    private static boolean passed(List<ChipStep> steps, ChipCheck check) {
        return steps.stream()
                .anyMatch(
                        step -> step.check() == check && step.outcome() instanceof ChipStep.Passed);
    }

    private static ChipFinding.Step step(ChipStep step) {
        String check = word(step.check());
        return switch (step.outcome()) {
            case ChipStep.Passed _ -> new ChipFinding.Step(check, Result.PASSED, "");
            case ChipStep.Failed it ->
                    new ChipFinding.Step(check, Result.FAILED, word(it.reason()));
            case ChipStep.NotPossible it ->
                    new ChipFinding.Step(check, Result.NOT_POSSIBLE, word(it.reason()));
        };
    }

    /// A finger of which the document does not say which it is has no place in a record.
    static List<Verification> verifications(List<HolderCheck> checks) {
        return checks.stream()
                .filter(check ->
                        !(check instanceof HolderCheck.NotPossible not
                                && not.why() == HolderCheck.Why.UNKNOWN_POSITION))
                .map(ChipWords::verification)
                .limit(Verification.MOST)
                .toList();
    }

    private static Verification verification(HolderCheck check) {
        return switch (check) {
            case HolderCheck.Finger it ->
                    new Verification(
                            it.source(),
                            it.position(),
                            agrees(it.agrees()),
                            Math.round(it.score() * 100),
                            Math.round(it.threshold() * BILLION),
                            "");
            case HolderCheck.Face it ->
                    new Verification(
                            it.source(),
                            it.position(),
                            agrees(it.agrees()),
                            cosine(it.score()),
                            cosine(it.threshold()),
                            "");
            case HolderCheck.NotPossible it ->
                    new Verification(
                            it.source(),
                            it.position(),
                            Verification.Result.NOT_POSSIBLE,
                            0,
                            0,
                            word(it.why()));
        };
    }

    private static Verification.Result agrees(boolean agrees) {
        return agrees ? Verification.Result.AGREES : Verification.Result.DOES_NOT_AGREE;
    }

    /// A record knows no number below zero.
    private static long cosine(double value) {
        return Math.round((Math.clamp(value, -1, 1) + 1) * 10_000);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
