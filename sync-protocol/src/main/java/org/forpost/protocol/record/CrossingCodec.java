package org.forpost.protocol.record;

import static org.forpost.protocol.record.RecordCodec.code;
import static org.forpost.protocol.record.RecordCodec.coded;
import static org.forpost.protocol.record.RecordCodec.list;
import static org.forpost.protocol.record.RecordCodec.missing;
import static org.forpost.protocol.record.RecordCodec.required;

import java.util.List;
import org.forpost.protocol.cbor.CborReader;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.record.Crossing.Alert;
import org.forpost.protocol.record.Crossing.Approval;
import org.forpost.protocol.record.Crossing.Basis;
import org.forpost.protocol.record.Crossing.Candidate;
import org.forpost.protocol.record.Crossing.Category;
import org.forpost.protocol.record.Crossing.ChipStep;
import org.forpost.protocol.record.Crossing.Comparison;
import org.forpost.protocol.record.Crossing.Decision;
import org.forpost.protocol.record.Crossing.Direction;
import org.forpost.protocol.record.Crossing.Document;
import org.forpost.protocol.record.Crossing.Exemption;
import org.forpost.protocol.record.Crossing.Face;
import org.forpost.protocol.record.Crossing.Finger;
import org.forpost.protocol.record.Crossing.FingerException;
import org.forpost.protocol.record.Crossing.Outcome;
import org.forpost.protocol.record.Crossing.Person;
import org.forpost.protocol.record.Crossing.Word;
import org.jspecify.annotations.Nullable;

/// The body of a crossing: SPEC.md §1.2. Parts of fixed shape are arrays, parts that may be absent
/// are map entries: at 64 kbit/s a key byte saved in each record is worth having.
final class CrossingCodec {
    private static final int MAX_CODE = 64;
    private static final int MAX_ISSUER = 3;

    private CrossingCodec() {}

    static void write(CborWriter out, Crossing crossing) {
        Exemption exemption = crossing.exemption();
        Face face = crossing.face();
        Comparison comparison = crossing.comparison();
        int entries = 5;
        entries += exemption == null ? 0 : 1;
        entries += crossing.fingers().isEmpty() ? 0 : 1;
        entries += crossing.exceptions().isEmpty() ? 0 : 1;
        entries += face == null ? 0 : 1;
        entries += comparison == null ? 0 : 1;
        entries += crossing.devices().isEmpty() ? 0 : 1;
        Basis basis = crossing.basis();
        RecordId corrects = crossing.corrects();
        entries += basis == null ? 0 : 1;
        entries += crossing.alerts().isEmpty() ? 0 : 1;
        entries += corrects == null ? 0 : 1;
        entries += crossing.approvals().isEmpty() ? 0 : 1;
        RecordId referred = crossing.referred();
        entries += referred == null ? 0 : 1;
        ChipFinding chip = crossing.chip();
        entries += chip == null ? 0 : 1;
        entries += crossing.verifications().isEmpty() ? 0 : 1;
        out.map(entries);
        out.uint(1).uint(crossing.direction().code());
        Document document = crossing.document();
        out.uint(2).array(3).text(document.type()).text(document.issuer()).text(document.number());
        Person person = crossing.person();
        out.uint(3).array(5).text(person.surname()).text(person.givenNames());
        out.uint(person.birthDate()).text(person.nationality()).text(person.sex());
        out.uint(4).uint(crossing.category().code());
        if (exemption != null) {
            out.uint(5).array(2).text(exemption.code()).text(exemption.rules());
        }
        if (!crossing.fingers().isEmpty()) {
            out.uint(6).array(crossing.fingers().size());
            for (Finger finger : crossing.fingers()) {
                out.array(4).uint(finger.position()).uint(finger.quality());
                out.bytes(finger.template()).bytes(finger.image());
            }
        }
        if (!crossing.exceptions().isEmpty()) {
            out.uint(7).array(crossing.exceptions().size());
            for (FingerException exception : crossing.exceptions()) {
                out.array(3).uint(exception.position());
                out.uint(exception.reason().code()).bool(exception.permanent());
            }
        }
        if (face != null) {
            out.uint(8).array(2).uint(face.quality()).bytes(face.image());
        }
        if (comparison != null) {
            out.uint(9);
            write(out, comparison);
        }
        Decision decision = crossing.decision();
        out.uint(10).array(3).uint(decision.outcome().code());
        out.text(decision.reason()).text(decision.officer());
        if (!crossing.devices().isEmpty()) {
            out.uint(11).array(crossing.devices().size());
            crossing.devices().forEach(out::text);
        }
        if (basis != null) {
            out.uint(12);
            write(out, basis);
        }
        if (!crossing.alerts().isEmpty()) {
            out.uint(13).array(crossing.alerts().size());
            for (Alert alert : crossing.alerts()) {
                out.array(4).uint(alert.kind().code()).text(alert.reference());
                out.uint(alert.measure()).uint(alert.word().code());
            }
        }
        if (corrects != null) {
            out.uint(14).bytes(corrects.bytes());
        }
        if (!crossing.approvals().isEmpty()) {
            out.uint(15).array(crossing.approvals().size());
            for (Approval approval : crossing.approvals()) {
                out.array(2).text(approval.action()).text(approval.supervisor());
            }
        }
        if (referred != null) {
            out.uint(16).bytes(referred.bytes());
        }
        if (chip != null) {
            out.uint(17);
            ChipCodec.write(out, chip);
        }
        if (!crossing.verifications().isEmpty()) {
            out.uint(18);
            ChipCodec.write(out, crossing.verifications());
        }
    }

    private static void write(CborWriter out, Basis basis) {
        String ground = basis.ground();
        String rung = basis.rung();
        int entries = 3;
        entries += ground == null ? 0 : 1;
        entries += basis.stayUntil() == 0 ? 0 : 1;
        entries += rung == null ? 0 : 1;
        entries += basis.chip().isEmpty() ? 0 : 1;
        String faceOnly = basis.faceOnly();
        entries += faceOnly == null ? 0 : 1;
        out.map(entries);
        out.uint(1).text(basis.rules());
        if (ground != null) {
            out.uint(2).text(ground);
        }
        if (basis.stayUntil() != 0) {
            out.uint(3).uint(basis.stayUntil());
        }
        out.uint(4).array(2).uint(basis.fingerQuality()).uint(basis.faceQuality());
        out.uint(5).uint(basis.release());
        if (rung != null) {
            out.uint(6).text(rung);
        }
        if (!basis.chip().isEmpty()) {
            out.uint(7).array(basis.chip().size());
            for (ChipStep step : basis.chip()) {
                out.array(2).text(step.step()).uint(step.result().code());
            }
        }
        if (faceOnly != null) {
            out.uint(8).text(faceOnly);
        }
    }

    private static void write(CborWriter out, Comparison comparison) {
        String confirmed = comparison.confirmed();
        boolean candidates = !comparison.candidates().isEmpty();
        out.map(2 + (candidates ? 1 : 0) + (confirmed == null ? 0 : 1));
        out.uint(1).uint(comparison.release()).uint(2).uint(comparison.falseMatchesPerBillion());
        if (candidates) {
            out.uint(3).array(comparison.candidates().size());
            for (Candidate candidate : comparison.candidates()) {
                out.array(3).text(candidate.nominal()).uint(candidate.position());
                out.uint(candidate.scoreHundredths());
            }
        }
        if (confirmed != null) {
            out.uint(4).text(confirmed);
        }
    }

    static Crossing read(CborReader in) throws MalformedException {
        Draft draft = new Draft();
        in.map("crossing", 18, key -> draft.field(in, key));
        return draft.crossing();
    }

    static void shape(CborReader in, String field, int items) throws MalformedException {
        int found = in.array(field, items);
        if (found != items) {
            throw new MalformedException(
                    field, "an array of " + items + " items", found + " items");
        }
    }

    private static final class Draft {
        private @Nullable Direction direction;
        private @Nullable Document document;
        private @Nullable Person person;
        private @Nullable Category category;
        private @Nullable Exemption exemption;
        private List<Finger> fingers = List.of();
        private List<FingerException> exceptions = List.of();
        private @Nullable Face face;
        private @Nullable Comparison comparison;
        private @Nullable Decision decision;
        private List<String> devices = List.of();
        private @Nullable Basis basis;
        private List<Alert> alerts = List.of();
        private @Nullable RecordId corrects;
        private List<Approval> approvals = List.of();
        private @Nullable RecordId referred;
        private @Nullable ChipFinding chip;
        private List<Verification> verifications = List.of();

        void field(CborReader in, long key) throws MalformedException {
            switch ((int) key) {
                case 1 -> direction = coded(in, "crossing.direction", Direction.values());
                case 2 -> document = document(in);
                case 3 -> person = person(in);
                case 4 -> category = coded(in, "crossing.category", Category.values());
                case 5 -> {
                    shape(in, "crossing.exemption", 2);
                    exemption =
                            new Exemption(
                                    in.text("crossing.exemption.code", MAX_CODE),
                                    in.text("crossing.exemption.rules", MAX_CODE));
                }
                case 6 ->
                        fingers =
                                list(
                                        in,
                                        "crossing.fingers",
                                        Crossing.MAX_FINGERS,
                                        field -> finger(in, field));
                case 7 ->
                        exceptions =
                                list(
                                        in,
                                        "crossing.exceptions",
                                        Crossing.MAX_FINGERS,
                                        field -> exception(in, field));
                case 8 -> {
                    shape(in, "crossing.face", 2);
                    face =
                            new Face(
                                    (int) in.uint("crossing.face.quality", 100),
                                    in.exactly("crossing.face.image", Sha256.BYTES));
                }
                case 9 -> comparison = comparison(in);
                case 10 -> decision = decision(in);
                case 11 ->
                        devices =
                                list(
                                        in,
                                        "crossing.devices",
                                        Crossing.MAX_DEVICES,
                                        field -> in.text(field, MAX_CODE));
                case 12 -> basis = basis(in);
                case 13 ->
                        alerts =
                                list(
                                        in,
                                        "crossing.alerts",
                                        Crossing.MAX_ALERTS,
                                        field -> alert(in, field));
                case 14 -> corrects = RecordId.of(in.exactly("crossing.corrects", RecordId.BYTES));
                case 15 ->
                        approvals =
                                list(
                                        in,
                                        "crossing.approvals",
                                        Crossing.MAX_APPROVALS,
                                        field -> approval(in, field));
                case 16 -> referred = RecordId.of(in.exactly("crossing.referred", RecordId.BYTES));
                case 17 -> chip = ChipCodec.chip(in);
                case 18 -> verifications = ChipCodec.verifications(in);
                default -> throw CborReader.unknownKey("crossing", key);
            }
        }

        private static Document document(CborReader in) throws MalformedException {
            shape(in, "crossing.document", 3);
            return new Document(
                    in.text("crossing.document.type", 2),
                    in.text("crossing.document.issuer", MAX_ISSUER),
                    in.text("crossing.document.number", Document.MAX_NUMBER));
        }

        private static Person person(CborReader in) throws MalformedException {
            shape(in, "crossing.person", 5);
            return new Person(
                    in.text("crossing.person.surname", Person.MAX_NAME),
                    in.text("crossing.person.given_names", Person.MAX_NAME),
                    (int) in.uint("crossing.person.birth_date", 9999_12_31),
                    in.text("crossing.person.nationality", MAX_ISSUER),
                    in.text("crossing.person.sex", 1));
        }

        private static Finger finger(CborReader in, String field) throws MalformedException {
            shape(in, field, 4);
            return new Finger(
                    code(in, field + ".position", 0, 10),
                    (int) in.uint(field + ".quality", 100),
                    in.bytes(field + ".template", Finger.MAX_TEMPLATE),
                    in.exactly(field + ".image", Sha256.BYTES));
        }

        private static FingerException exception(CborReader in, String field)
                throws MalformedException {
            shape(in, field, 3);
            int position = code(in, field + ".position", 1, 10);
            FingerException.Reason reason =
                    coded(in, field + ".reason", FingerException.Reason.values());
            return new FingerException(position, reason, in.bool(field + ".permanent"));
        }

        private static Decision decision(CborReader in) throws MalformedException {
            shape(in, "crossing.decision", 3);
            return new Decision(
                    coded(in, "crossing.decision.outcome", Outcome.values()),
                    in.text("crossing.decision.reason", Decision.MAX_TEXT),
                    in.text("crossing.decision.officer", Decision.MAX_TEXT));
        }

        private static Basis basis(CborReader in) throws MalformedException {
            BasisDraft draft = new BasisDraft();
            in.map("crossing.basis", 8, key -> draft.field(in, key));
            return draft.basis();
        }

        private static Alert alert(CborReader in, String field) throws MalformedException {
            shape(in, field, 4);
            return new Alert(
                    coded(in, field + ".kind", Alert.Kind.values()),
                    in.text(field + ".reference", Candidate.MAX_NOMINAL),
                    in.uint(field + ".measure", 1_000_000_000L),
                    coded(in, field + ".word", Word.values()));
        }

        private static Approval approval(CborReader in, String field) throws MalformedException {
            shape(in, field, 2);
            return new Approval(
                    in.text(field + ".action", MAX_CODE),
                    in.text(field + ".supervisor", Decision.MAX_TEXT));
        }

        private static Comparison comparison(CborReader in) throws MalformedException {
            ComparisonDraft draft = new ComparisonDraft();
            in.map("crossing.comparison", 4, key -> draft.field(in, key));
            if (draft.release < 0 || draft.falseMatchesPerBillion < 0) {
                throw missing("crossing.comparison.release and .threshold");
            }
            return new Comparison(
                    draft.release, draft.falseMatchesPerBillion, draft.candidates, draft.confirmed);
        }

        Crossing crossing() throws MalformedException {
            return new Crossing(
                    required(direction, "crossing.direction"),
                    required(document, "crossing.document"),
                    required(person, "crossing.person"),
                    required(category, "crossing.category"),
                    exemption,
                    fingers,
                    exceptions,
                    face,
                    comparison,
                    required(decision, "crossing.decision"),
                    devices,
                    basis,
                    alerts,
                    approvals,
                    corrects,
                    referred,
                    chip,
                    verifications);
        }
    }

    private static final class BasisDraft {
        private @Nullable String rules;
        private @Nullable String ground;
        private int stayUntil;
        private int fingerQuality = -1;
        private int faceQuality;
        private long release = -1;
        private @Nullable String rung;
        private List<ChipStep> chip = List.of();
        private @Nullable String faceOnly;

        void field(CborReader in, long key) throws MalformedException {
            switch ((int) key) {
                case 1 -> rules = in.text("crossing.basis.rules", MAX_CODE);
                case 2 -> ground = in.text("crossing.basis.ground", MAX_CODE);
                case 3 -> stayUntil = code(in, "crossing.basis.stay_until", 1, 9999_12_31);
                case 4 -> {
                    shape(in, "crossing.basis.quality", 2);
                    fingerQuality = (int) in.uint("crossing.basis.quality.finger", 100);
                    faceQuality = (int) in.uint("crossing.basis.quality.face", 100);
                }
                case 5 -> release = in.uint("crossing.basis.release", Long.MAX_VALUE);
                case 6 -> rung = in.text("crossing.basis.rung", MAX_CODE);
                case 7 ->
                        chip =
                                list(
                                        in,
                                        "crossing.basis.chip",
                                        Basis.MAX_CHIP_STEPS,
                                        field -> step(in, field));
                case 8 -> faceOnly = in.text("crossing.basis.face_only", MAX_CODE);
                default -> throw CborReader.unknownKey("crossing.basis", key);
            }
        }

        private static ChipStep step(CborReader in, String field) throws MalformedException {
            shape(in, field, 2);
            return new ChipStep(
                    in.text(field + ".step", MAX_CODE),
                    coded(in, field + ".result", ChipStep.Result.values()));
        }

        Basis basis() throws MalformedException {
            if (fingerQuality < 0 || release < 0) {
                throw missing("crossing.basis.quality and .release");
            }
            return new Basis(
                    required(rules, "crossing.basis.rules"),
                    ground,
                    stayUntil,
                    fingerQuality,
                    faceQuality,
                    release,
                    rung,
                    chip,
                    faceOnly);
        }
    }

    private static final class ComparisonDraft {
        private long release = -1;
        private long falseMatchesPerBillion = -1;
        private List<Candidate> candidates = List.of();
        private @Nullable String confirmed;

        void field(CborReader in, long key) throws MalformedException {
            switch ((int) key) {
                case 1 -> release = in.uint("crossing.comparison.release", Long.MAX_VALUE);
                case 2 ->
                        falseMatchesPerBillion =
                                in.uint("crossing.comparison.threshold", 1_000_000_000L);
                case 3 ->
                        candidates =
                                list(
                                        in,
                                        "crossing.comparison.candidates",
                                        Comparison.MAX_CANDIDATES,
                                        field -> candidate(in, field));
                case 4 ->
                        confirmed = in.text("crossing.comparison.confirmed", Candidate.MAX_NOMINAL);
                default -> throw CborReader.unknownKey("crossing.comparison", key);
            }
        }

        private static Candidate candidate(CborReader in, String field) throws MalformedException {
            shape(in, field, 3);
            return new Candidate(
                    in.text(field + ".nominal", Candidate.MAX_NOMINAL),
                    code(in, field + ".position", 0, 10),
                    in.uint(field + ".score", 1_000_000_000L));
        }
    }
}
