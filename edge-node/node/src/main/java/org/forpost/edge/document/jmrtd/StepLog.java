package org.forpost.edge.document.jmrtd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import net.sf.scuba.smartcards.CardServiceException;
import org.forpost.edge.document.ChipCheck;
import org.forpost.edge.document.ChipReason;
import org.forpost.edge.document.ChipStep;
import org.forpost.edge.document.DocumentReader;

/// Does one step after the other and keeps how each ended. Whatever a chip makes a library do, a
/// step ends as passed, failed or not possible.
final class StepLog {
    private final Map<ChipCheck, ChipStep> steps = new EnumMap<>(ChipCheck.class);
    private final BoundedCard card;
    private final DocumentReader.Progress progress;
    private final LongSupplier nanos;

    StepLog(BoundedCard card, DocumentReader.Progress progress, LongSupplier nanos) {
        this.card = card;
        this.progress = progress;
        this.nanos = nanos;
    }

    /// What is done in a step.
    ///
    /// @param <T> what it gives
    interface Doing<T> {
        Done<T> now() throws ChipProblem, CardServiceException, BrokenOffException;
    }

    /// A step that passed.
    record Done<T>(T value, String detail) {}

    /// The reading cannot go on.
    static final class BrokenOffException extends Exception {
        private static final long serialVersionUID = 1;

        private final ChipReason reason;

        BrokenOffException(ChipReason reason) {
            super(reason.name(), null, false, false);
            this.reason = reason;
        }

        ChipReason reason() {
            return reason;
        }
    }

    /// @return what it gave, empty where it did not pass
    <T> Optional<T> step(ChipCheck check, Doing<T> doing) throws BrokenOffException {
        progress.at(check, 0, 0);
        long begun = nanos.getAsLong();
        ChipStep.Outcome outcome;
        Optional<T> value = Optional.empty();
        try {
            Done<T> done = doing.now();
            value = Optional.of(done.value());
            outcome = new ChipStep.Passed(done.detail());
        } catch (ChipProblem problem) {
            outcome = problem.outcome();
        } catch (CardServiceException e) {
            outcome = new ChipProblem(ChipReason.REFUSED_BY_CHIP, words(e)).outcome();
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // JMRTD and Bouncy Castle, fed by a stranger: any exception means bytes they did not
            // expect, 65,535 bytes can nest deeper than a stack is, and within a sealed answer a
            // length can still say more than there is memory.
            outcome = new ChipProblem(ChipReason.MALFORMED, e.getClass().getSimpleName()).outcome();
        }
        ChipReason broken = card.broken();
        if (broken != null) {
            ChipReason why = broken.failure() ? broken : ChipReason.CHIP_LOST;
            steps.put(check, new ChipStep(check, new ChipStep.Failed(why, ""), since(begun)));
            throw new BrokenOffException(why);
        }
        steps.put(check, new ChipStep(check, outcome, since(begun)));
        return value;
    }

    private static String words(CardServiceException e) {
        return e.getSW() > 0
                ? String.format(java.util.Locale.ROOT, "status word %04X", e.getSW() & 0xFFFF)
                : String.valueOf(e.getMessage());
    }

    private Duration since(long begun) {
        return Duration.ofNanos(nanos.getAsLong() - begun);
    }

    /// A step that is not even tried.
    void skip(ChipCheck check, ChipReason reason, String detail) {
        steps.put(
                check,
                new ChipStep(check, new ChipProblem(reason, detail).outcome(), Duration.ZERO));
    }

    ChipFiles.Watch watch(ChipCheck check) {
        return (bytes, of) -> progress.at(check, bytes, of);
    }

    boolean passed(ChipCheck check) {
        ChipStep step = steps.get(check);
        return step != null && step.outcome() instanceof ChipStep.Passed;
    }

    boolean failed(ChipCheck check, ChipReason reason) {
        ChipStep step = steps.get(check);
        return step != null
                && step.outcome() instanceof ChipStep.Failed failed
                && failed.reason() == reason;
    }

    /// One for each check; those that were not come to, as such.
    List<ChipStep> all() {
        List<ChipStep> all = new ArrayList<>();
        for (ChipCheck check : ChipCheck.values()) {
            ChipStep step = steps.get(check);
            all.add(
                    step != null
                            ? step
                            : new ChipStep(
                                    check,
                                    new ChipStep.NotPossible(ChipReason.NOT_REACHED, ""),
                                    Duration.ZERO));
        }
        return all;
    }
}
