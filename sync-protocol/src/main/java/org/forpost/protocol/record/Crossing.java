package org.forpost.protocol.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A border crossing as the officer decided it.
///
/// @param exemption null where biometrics were due
/// @param fingers empty for an exempt person
/// @param exceptions fingers that are missing or unusable, with their reason
/// @param face null for an exempt person, or where none was taken
/// @param comparison null where nothing was compared
/// @param devices ids of the devices that took part
public record Crossing(
        Direction direction,
        Document document,
        Person person,
        Category category,
        @Nullable Exemption exemption,
        List<Finger> fingers,
        List<FingerException> exceptions,
        @Nullable Face face,
        @Nullable Comparison comparison,
        Decision decision,
        List<String> devices)
        implements Body {
    public static final int MAX_FINGERS = 10;
    public static final int MAX_DEVICES = 8;

    public Crossing {
        fingers = List.copyOf(fingers);
        exceptions = List.copyOf(exceptions);
        devices = List.copyOf(devices);
    }

    /// Whether the hub must hear of it before anything else: a hit, a refusal, a referral.
    public boolean urgent() {
        return decision.outcome() != Outcome.ADMIT
                || (comparison != null && comparison.confirmed() != null);
    }

    public enum Direction implements Coded {
        ENTRY(1),
        EXIT(2);

        private final int code;

        Direction(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }

    /// What the traveller claims to be at the lane, as the rules know it.
    public enum Category implements Coded {
        ORDINARY(0),
        DIPLOMAT(1),
        MISSION_STAFF(2),
        INTERNATIONAL_ORGANIZATION(3),
        FAMILY_OF_DIPLOMAT(4);

        private final int code;

        Category(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }

    public enum Outcome implements Coded {
        ADMIT(1),
        REFUSE(2),
        REFER(3);

        private final int code;

        Outcome(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }

    /// @param type document code as in the MRZ, such as `P`
    /// @param issuer three-letter code (ICAO Doc 9303-3 §5)
    public record Document(String type, String issuer, String number) {
        public static final int MAX_NUMBER = 32;
    }

    /// @param birthDate yyyymmdd; 00 for a month or day that the document does not give
    /// @param sex `M`, `F` or `X`
    public record Person(
            String surname, String givenNames, int birthDate, String nationality, String sex) {
        public static final int MAX_NAME = 160;
    }

    /// @param code short stable name such as `age-under-six`
    /// @param rules version of the rule set that said so
    public record Exemption(String code, String rules) {}

    /// @param position ISO/IEC 19794 finger position, 1 right thumb to 10 left little
    /// @param quality 0 to 100, as the device gave it
    /// @param template native SourceAFIS template, at most 8 KiB
    /// @param image SHA-256 of the [Image] record's bytes
    public record Finger(int position, int quality, byte[] template, byte[] image) {
        public static final int MAX_TEMPLATE = 8 * 1024;
    }

    public record FingerException(int position, Reason reason, boolean permanent) {
        public enum Reason implements Coded {
            MISSING(1),
            INJURED(2),
            NOT_POSSIBLE(3);

            private final int code;

            Reason(int code) {
                this.code = code;
            }

            @Override
            public int code() {
                return code;
            }
        }
    }

    /// @param image SHA-256 of the [Image] record's bytes
    public record Face(int quality, byte[] image) {}

    /// @param release number of the watchlist release in force
    /// @param falseMatchesPerBillion the decision threshold as false match rate
    /// @param candidates as shown to the officer, best first
    /// @param confirmed the nominal whom the officer recognised, or null
    public record Comparison(
            long release,
            long falseMatchesPerBillion,
            List<Candidate> candidates,
            @Nullable String confirmed) {
        public static final int MAX_CANDIDATES = 16;

        public Comparison {
            candidates = List.copyOf(candidates);
        }
    }

    /// @param nominal id on the watchlist
    /// @param scoreHundredths comparison score × 100
    public record Candidate(String nominal, int position, long scoreHundredths) {
        public static final int MAX_NOMINAL = 64;
    }

    /// @param reason code from the list in force; empty for an admission
    /// @param officer login name
    public record Decision(Outcome outcome, String reason, String officer) {
        public static final int MAX_TEXT = 256;
    }
}
