package org.forpost.edge.lane;

import java.util.List;
import java.util.Optional;
import org.forpost.protocol.record.Crossing.Approval;
import org.forpost.protocol.record.Crossing.Document;
import org.forpost.protocol.record.Crossing.FingerException;
import org.forpost.protocol.record.Crossing.Outcome;
import org.forpost.protocol.record.Crossing.Person;

/// What ought to have been written down.
///
/// @param reason as of a [Verdict]; never empty: somebody will ask why it was corrected
/// @param document empty where it stays as it stands, as the following
/// @param exceptions all that there ought to have been, each finger at most once
/// @param approvals the word of supervisors, as far as it was given
public record Correction(
        Outcome outcome,
        String officer,
        String reason,
        Optional<Document> document,
        Optional<Person> person,
        Optional<List<FingerException>> exceptions,
        List<Approval> approvals) {

    /// The action for which a supervisor's word is needed where a refusal becomes an admission or
    /// the reverse.
    public static final String ACTION = "correct";

    public Correction {
        exceptions = exceptions.map(List::copyOf);
        approvals = List.copyOf(approvals);
    }
}
