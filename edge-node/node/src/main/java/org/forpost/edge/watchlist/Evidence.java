package org.forpost.edge.watchlist;

import java.time.Instant;
import java.util.List;
import org.forpost.edge.watchlist.name.NameReason;
import org.forpost.protocol.release.Watchlist.LostDocument;
import org.jspecify.annotations.Nullable;

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

    /// Somebody who was refused, referred or found at this post a short while ago may be the same.
    ///
    /// @param lane number of that lane, 0 for this one
    /// @param at when
    /// @param reason code and note of that decision; what the list named, where there was none
    /// @param fingers as above, where it was found by them
    /// @param referral where and when that person was referred, if this is how the second line
    ///   decided the case and the referral is known here
    record SeenBefore(
            int lane,
            Instant at,
            Sighting.Kind kind,
            String reason,
            By by,
            @Nullable Fingers fingers,
            @Nullable Referral referral)
            implements Evidence {}

    /// @param lane number of the lane that referred, 0 for this one
    record Referral(int lane, Instant at) {}

    /// What was found to be the same.
    enum By {
        DOCUMENT,
        NAME,
        FINGERS
    }
}
