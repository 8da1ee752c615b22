package org.forpost.edge.watchlist;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.forpost.edge.watchlist.name.SoughtName;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.RecordId;
import org.jspecify.annotations.Nullable;

/// Somebody whom a lane of this post refused, referred, recognised, or found on a list and has not
/// decided on. It holds what finds the same person again, and no image.
///
/// @param crossing at which it was; a later word on the same crossing takes the place of this one
/// @param lane number of the lane; 0 for this lane
/// @param at when
/// @param reason code and note of the decision; what the list names, while nothing is decided
/// @param document as it was shown
/// @param holder as the document names the person
/// @param fingers none of an exempt person
/// @param answers the crossing that another lane referred, where this one is the second line's of
///   the same case; only the desk's word on it counts
public record Sighting(
        RecordId crossing,
        int lane,
        Instant at,
        Kind kind,
        String reason,
        Crossing.Document document,
        SoughtName holder,
        List<Finger> fingers,
        @Nullable RecordId answers) {
    public Sighting {
        fingers = List.copyOf(fingers);
    }

    /// @param position ISO/IEC 19794 finger position
    /// @param template native SourceAFIS template
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    public record Finger(int position, byte[] template) {}

    public enum Kind {
        /// A list may name this person, and nobody has decided.
        FOUND(0),
        REFUSED(1),
        REFERRED(2),
        /// The officer recognised the person, and let them pass.
        HIT(3),
        /// None of these any more: admitted after all, or corrected.
        CLEARED(4),
        /// Referred, and admitted at the second line: known so that nobody refers the same person
        /// for the same doubt again, and no question to anybody.
        ADMITTED(5);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /// As lanes spell it to each other.
        public int code() {
            return code;
        }
    }

    /// What a decided crossing is to the other lanes.
    ///
    /// @param answering whether it is the second line's, of a case that the first line referred
    public static Kind kind(Crossing.Outcome outcome, boolean hit, boolean answering) {
        return switch (outcome) {
            case REFUSE -> Kind.REFUSED;
            case REFER -> Kind.REFERRED;
            case ADMIT -> hit ? Kind.HIT : answering ? Kind.ADMITTED : Kind.CLEARED;
        };
    }

    /// Of a crossing at this lane, as it was recorded.
    ///
    /// @param decision that counts now
    public static Sighting of(
            RecordId id, Instant at, Crossing crossing, Crossing.Decision decision) {
        Crossing.Person person = crossing.person();
        return new Sighting(
                id,
                0,
                at,
                kind(decision.outcome(), crossing.hit(), crossing.referred() != null),
                decision.reason(),
                crossing.document(),
                new SoughtName(
                        person.surname(),
                        person.givenNames(),
                        person.birthDate(),
                        person.nationality()),
                crossing.fingers().stream()
                        .map(finger -> new Finger(finger.position(), finger.template()))
                        .toList(),
                crossing.referred());
    }

    /// The same at another time.
    public Sighting seenAt(Instant time) {
        return new Sighting(crossing, lane, time, kind, reason, document, holder, fingers, answers);
    }

    /// The same as the word of a lane that decides no case of others.
    public Sighting ofItself() {
        return new Sighting(
                crossing,
                lane,
                at,
                kind == Kind.ADMITTED ? Kind.CLEARED : kind,
                reason,
                document,
                holder,
                fingers,
                null);
    }

    /// Whether an officer has decided it.
    public boolean decided() {
        return kind != Kind.FOUND && kind != Kind.CLEARED;
    }

    /// No biometric bytes in any log, and no names.
    @Override
    public String toString() {
        return kind
                + " at lane "
                + lane
                + ", crossing "
                + crossing
                + ", fingers "
                + fingers.stream().map(one -> "" + one.position()).collect(Collectors.joining(","));
    }
}
