package org.forpost.edge.lane;

import org.forpost.edge.store.Entry;

/// How a decision ended.
public sealed interface DecisionResult {

    /// Durable. The same decision said twice is recorded once and gets the same answer.
    record Recorded(Entry entry) implements DecisionResult {}

    /// The officer has to say more first.
    ///
    /// @param field of the decision
    record Incomplete(Lack lack, String field, String message, String whatToDo)
            implements DecisionResult {}

    enum Lack {
        /// There are candidates and nothing was said of them.
        CONFIRMATION,
        /// Something was confirmed that is not on the table.
        NO_SUCH_CANDIDATE,
        /// A reason is due.
        REASON,
        /// A supervisor must give the word; the field names the action that it is for.
        SUPERVISOR
    }

    /// This crossing was decided otherwise before; a correction is a new record.
    record DecidedOtherwise(Entry entry) implements DecisionResult {}

    /// A capture of this crossing is still running.
    record Running() implements DecisionResult {}

    record NoSuchCrossing() implements DecisionResult {}

    /// Not durable: the crossing stays open.
    record NotRecorded(String message, String whatToDo) implements DecisionResult {}
}
