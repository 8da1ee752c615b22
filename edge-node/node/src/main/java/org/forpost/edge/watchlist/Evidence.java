package org.forpost.edge.watchlist;

import java.time.Instant;
import java.util.List;
import org.forpost.edge.watchlist.name.NameReason;
import org.forpost.protocol.release.Watchlist.LostDocument;

/// Why somebody or something on a list may concern the traveller.
public sealed interface Evidence {

    /// Fingers are alike.
    ///
    /// @param position the traveller's finger that fits best, ISO/IEC 19794
    /// @param score comparison score of all fingers together
    /// @param falseMatchRate how often two different people reach that score in one comparison
    record Fingers(int position, double score, double falseMatchRate) implements Evidence {}

    /// Name and date of birth are alike.
    ///
    /// @param likeness 0 to 100; it ranks and means nothing beyond that
    record Name(int likeness, List<NameReason> reasons) implements Evidence {
        public Name {
            reasons = List.copyOf(reasons);
        }
    }

    /// The document's number is on the list.
    record Document(LostDocument.Status status) implements Evidence {}

    /// Fingers are like those of somebody who was refused at this post.
    ///
    /// @param at when
    /// @param reason code and note of that refusal
    /// @param fingers as above
    record RefusedBefore(Instant at, String reason, Fingers fingers) implements Evidence {}
}
