package org.forpost.edge.lane;

import java.util.List;
import java.util.Map;
import org.forpost.protocol.record.Crossing.Approval;
import org.forpost.protocol.record.Crossing.Outcome;
import org.forpost.protocol.record.Crossing.Word;
import org.jspecify.annotations.Nullable;

/// The officer's word.
///
/// @param reason code of the rules in force, and a note after a colon; may be empty for an
///   admission after a complete capture
/// @param approvals the word of supervisors, as far as it was given
public record Verdict(
        Outcome outcome,
        String officer,
        String reason,
        Confirmation confirmation,
        List<Approval> approvals) {

    /// The action for which a supervisor's word is needed where fingers could not be had that the
    /// rules do not leave to the officer.
    public static final String EXCEPTIONS = "exceptions";

    public Verdict {
        approvals = List.copyOf(approvals);
    }

    /// The same with the words of supervisors.
    public Verdict on(List<Approval> words) {
        return new Verdict(outcome, officer, reason, confirmation, words);
    }

    /// What the officer says of the candidates.
    ///
    /// @param words by the candidate's reference
    /// @param others what is said of all the others, or null where nothing is
    public record Confirmation(Map<String, Word> words, @Nullable Word others) {
        public Confirmation {
            words = Map.copyOf(words);
        }

        /// Nothing was said of anybody.
        public static Confirmation silent() {
            return new Confirmation(Map.of(), null);
        }

        /// It is none of them.
        public static Confirmation nobody() {
            return new Confirmation(Map.of(), Word.NOT_THE_SAME);
        }

        /// It is this one and none of the others.
        public static Confirmation only(String reference) {
            return new Confirmation(Map.of(reference, Word.HIT), Word.NOT_THE_SAME);
        }

        @Nullable Word word(String reference) {
            Word said = words.get(reference);
            return said == null ? others : said;
        }
    }
}
