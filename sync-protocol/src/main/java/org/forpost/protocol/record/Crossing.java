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
/// @param basis what the decision stood on; null in records of an older lane
/// @param alerts what else the lists said of this traveller, and the officer's word on each
/// @param approvals on whose word it was done, where an officer's alone was not enough
/// @param corrects the crossing whose decision this one takes the place of, or null; the latest
///   correction counts, and what was captured stays with the record corrected
/// @param referred the crossing at first-line check whose case this decision of the second line
///   answers, or null; what was captured there stays with that record
/// @param chip what reading the document's chip said, or null where none was read
/// @param verifications what was captured, compared 1:1 with chip or profile; empty for an exempt
///   person
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
        List<String> devices,
        @Nullable Basis basis,
        List<Alert> alerts,
        List<Approval> approvals,
        @Nullable RecordId corrects,
        @Nullable RecordId referred,
        @Nullable ChipFinding chip,
        List<Verification> verifications)
        implements Body {
    public static final int MAX_FINGERS = 10;
    public static final int MAX_DEVICES = 8;

    /// Names of twenty people in two spellings are more than an officer looks at.
    public static final int MAX_ALERTS = 32;

    /// A decision, fingers that cannot be had, a correction: nothing else asks for one.
    public static final int MAX_APPROVALS = 4;

    public Crossing {
        fingers = List.copyOf(fingers);
        exceptions = List.copyOf(exceptions);
        devices = List.copyOf(devices);
        alerts = List.copyOf(alerts);
        approvals = List.copyOf(approvals);
        verifications = List.copyOf(verifications);
    }

    /// A crossing of whose document no chip was read.
    public Crossing(
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
            List<String> devices,
            @Nullable Basis basis,
            List<Alert> alerts,
            List<Approval> approvals,
            @Nullable RecordId corrects,
            @Nullable RecordId referred) {
        this(
                direction,
                document,
                person,
                category,
                exemption,
                fingers,
                exceptions,
                face,
                comparison,
                decision,
                devices,
                basis,
                alerts,
                approvals,
                corrects,
                referred,
                null,
                List.of());
    }

    /// A crossing that answers no referral.
    public Crossing(
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
            List<String> devices,
            @Nullable Basis basis,
            List<Alert> alerts,
            List<Approval> approvals,
            @Nullable RecordId corrects) {
        this(
                direction,
                document,
                person,
                category,
                exemption,
                fingers,
                exceptions,
                face,
                comparison,
                decision,
                devices,
                basis,
                alerts,
                approvals,
                corrects,
                null);
    }

    /// A crossing as lanes wrote it before they told what the decision stood on.
    public Crossing(
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
            List<String> devices) {
        this(
                direction,
                document,
                person,
                category,
                exemption,
                fingers,
                exceptions,
                face,
                comparison,
                decision,
                devices,
                null,
                List.of(),
                List.of(),
                null);
    }

    /// The same crossing, with what the chip and comparisons 1:1 said.
    public Crossing with(@Nullable ChipFinding read, List<Verification> compared) {
        return new Crossing(
                direction,
                document,
                person,
                category,
                exemption,
                fingers,
                exceptions,
                face,
                comparison,
                decision,
                devices,
                basis,
                alerts,
                approvals,
                corrects,
                referred,
                read,
                compared);
    }

    /// Whether the officer recognised somebody, by fingers or by anything else.
    public boolean hit() {
        return (comparison != null && comparison.confirmed() != null)
                || alerts.stream().anyMatch(alert -> alert.word() == Word.HIT);
    }

    /// Whether the hub must hear of it before anything else: a hit, a refusal, a referral.
    public boolean urgent() {
        return decision.outcome() != Outcome.ADMIT || hit();
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

    /// A supervisor's word for something that an officer does not do alone.
    ///
    /// @param action short stable name, such as `admit`, `exceptions` or `correct`
    /// @param supervisor login name
    public record Approval(String action, String supervisor) {}

    /// What a decision stood on.
    ///
    /// @param rules version of the rule set
    /// @param ground code of the ground of entry, null where none was named
    /// @param stayUntil yyyymmdd, the last day of the stay that was told to the traveller; 0 where
    ///   none was
    /// @param fingerQuality least quality asked for, 0 to 100
    /// @param faceQuality least quality asked for, 0 to 100
    /// @param release number of the watchlist that was asked about document and name; 0 where there
    ///   was none
    /// @param rung code of the step of degraded operation, null in full operation
    /// @param chip empty; how a lane told of a chip before [Crossing#chip], which none ever did
    /// @param faceOnly code of the rule by which a face was due and no finger, null where both or
    ///   neither were
    public record Basis(
            String rules,
            @Nullable String ground,
            int stayUntil,
            int fingerQuality,
            int faceQuality,
            long release,
            @Nullable String rung,
            List<ChipStep> chip,
            @Nullable String faceOnly) {
        public static final int MAX_CHIP_STEPS = 16;

        public Basis {
            chip = List.copyOf(chip);
        }
    }

    /// @param step short stable name, such as `passive-authentication`
    public record ChipStep(String step, Result result) {
        public enum Result implements Coded {
            PASSED(1),
            FAILED(2),
            NOT_POSSIBLE(3);

            private final int code;

            Result(int code) {
                this.code = code;
            }

            @Override
            public int code() {
                return code;
            }
        }
    }

    /// Something that a list said, other than by the watchlist's fingers.
    ///
    /// @param reference nominal, entry of the list of documents, or record id of a refusal
    /// @param measure likeness of a name, 0 to 100; comparison score × 100 of a finger; 0 for a
    ///   document, whose number is the same or not
    /// @param word of the officer
    public record Alert(Kind kind, String reference, long measure, Word word) {
        public enum Kind implements Coded {
            /// A document that was stolen, lost or declared void.
            DOCUMENT(1),
            /// A nominal's name and date of birth.
            NAME(2),
            /// Fingers of somebody whom this lane refused a short while ago.
            REFUSED_BEFORE(3),
            /// Fingers of a nominal beside the one that the comparison names: somebody may be on a
            /// list twice.
            ANOTHER_NOMINAL(4),
            /// Somebody who was refused, referred or found at a lane of this post a short while
            /// ago: the same document, the same name and birth date, or like fingers. Another
            /// lane's word, where the reference is another lane's: its own record is the proof.
            SEEN_AT_POST(5);

            private final int code;

            Kind(int code) {
                this.code = code;
            }

            @Override
            public int code() {
                return code;
            }
        }
    }

    /// What an officer says of a potential match.
    public enum Word implements Coded {
        HIT(1),
        NOT_THE_SAME(2);

        private final int code;

        Word(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }
}
