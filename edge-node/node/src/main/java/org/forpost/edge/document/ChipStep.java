package org.forpost.edge.document;

import java.time.Duration;

/// One step of reading a chip and how it ended.
///
/// @param took how long it took, zero where it was not tried
public record ChipStep(ChipCheck check, Outcome outcome, Duration took) {

    /// How a step ended.
    public sealed interface Outcome {
        /// In English, for a log and the technician: an algorithm, a certificate's subject, a
        /// status word. May be empty. Plain text of at most 300 characters, foreign parts cleaned.
        String detail();
    }

    /// Done, and all is well.
    public record Passed(String detail) implements Outcome {}

    /// Done, and it speaks against the document, or the reading broke.
    public record Failed(ChipReason reason, String detail) implements Outcome {
        public Failed {
            if (!reason.failure()) {
                throw new IllegalArgumentException(reason + " is no failure");
            }
        }
    }

    /// Not done, which says nothing against the document.
    public record NotPossible(ChipReason reason, String detail) implements Outcome {
        public NotPossible {
            if (reason.failure()) {
                throw new IllegalArgumentException(reason + " is a failure");
            }
        }
    }

    @Override
    public String toString() {
        return check.words()
                + ": "
                + switch (outcome) {
                    case Passed p -> "passed";
                    case Failed f -> "failed, " + f.reason();
                    case NotPossible n -> "not possible, " + n.reason();
                }
                + (outcome.detail().isEmpty() ? "" : " (" + outcome.detail() + ")");
    }
}
