package org.forpost.protocol.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.record.Crossing.Candidate;
import org.forpost.protocol.record.Crossing.Comparison;
import org.forpost.protocol.record.Crossing.Decision;
import org.forpost.protocol.record.Crossing.Document;
import org.forpost.protocol.record.Crossing.Exemption;
import org.forpost.protocol.record.Crossing.Face;
import org.forpost.protocol.record.Crossing.Finger;
import org.forpost.protocol.record.Crossing.FingerException;
import org.forpost.protocol.record.Crossing.Outcome;
import org.forpost.protocol.record.Crossing.Person;
import org.forpost.protocol.synthetic.SyntheticCrossings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A record is written once; what is read is what was written, or a refusal that names the field.
class RecordTest {
    private static final Stamp STAMP = new Stamp(1_795_000_000_000L, 7, ClockTrust.SET_BY_HUB, 60);

    private static PostRecord of(Body body) {
        return new PostRecord(RecordId.of(new byte[16]), "lane-1", STAMP, body);
    }

    /// A crossing of which one part at a time is changed.
    private static final class Parts {
        Document document = new Document("P", "UZB", "FA1234567");
        Person person = new Person("KARIMOVA", "DILNOZA", 1990_04_17, "UZB", "F");
        @Nullable Exemption exemption;
        List<Finger> fingers = new ArrayList<>();
        List<FingerException> exceptions = new ArrayList<>();
        @Nullable Face face;
        @Nullable Comparison comparison;
        Decision decision = new Decision(Outcome.ADMIT, "", "officer");
        List<String> devices = new ArrayList<>();
        Crossing.@Nullable Basis basis;
        List<Crossing.Alert> alerts = new ArrayList<>();
        List<Crossing.Approval> approvals = new ArrayList<>();
        @Nullable RecordId corrects;
        @Nullable RecordId referred;
        @Nullable ChipFinding chip;
        List<Verification> verifications = new ArrayList<>();

        Crossing crossing() {
            return new Crossing(
                    Crossing.Direction.EXIT,
                    document,
                    person,
                    Crossing.Category.ORDINARY,
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
                    chip,
                    verifications);
        }
    }

    private static void survives(PostRecord record) throws MalformedException {
        byte[] bytes = RecordCodec.encode(record);
        PostRecord again = RecordCodec.decode(bytes);
        assertArrayEquals(bytes, RecordCodec.encode(again));
        assertEquals(record.priority(), again.priority());
        assertEquals(record.stamp(), again.stamp());
    }

    @Test
    void crossingsOfAllSortsSurvive() throws Exception {
        SyntheticCrossings synthetic = new SyntheticCrossings(3, "lane-1", 1_795_000_000_000L);
        for (int i = 0; i < 300; i++) {
            survives(synthetic.withoutTemplates());
            survives(synthetic.audit());
        }
        survives(synthetic.withBiometrics(8192));
    }

    @Test
    void theLargestOfEverythingSurvives() throws Exception {
        Parts parts = new Parts();
        parts.document = new Document("PP", "UZB", "9".repeat(32));
        parts.person = new Person("К".repeat(80), "x".repeat(160), 9999_12_31, "UZB", "X");
        parts.exemption = new Exemption("c".repeat(64), "r".repeat(64));
        for (int i = 1; i <= 10; i++) {
            parts.fingers.add(new Finger(i, 100, new byte[8192], new byte[32]));
            parts.exceptions.add(
                    new FingerException(i, FingerException.Reason.NOT_POSSIBLE, false));
        }
        parts.face = new Face(100, new byte[32]);
        parts.comparison =
                new Comparison(
                        Long.MAX_VALUE,
                        1_000_000_000L,
                        Collections.nCopies(16, new Candidate("n".repeat(64), 10, 1_000_000_000L)),
                        "n".repeat(64));
        parts.decision = new Decision(Outcome.REFER, "r".repeat(256), "o".repeat(256));
        parts.devices = Collections.nCopies(8, "d".repeat(64));
        parts.basis =
                new Crossing.Basis(
                        "v".repeat(64),
                        "g".repeat(64),
                        9999_12_31,
                        100,
                        100,
                        Long.MAX_VALUE,
                        "r".repeat(64),
                        Collections.nCopies(
                                16,
                                new Crossing.ChipStep(
                                        "s".repeat(64), Crossing.ChipStep.Result.NOT_POSSIBLE)),
                        "f".repeat(64));
        parts.alerts =
                Collections.nCopies(
                        Crossing.MAX_ALERTS,
                        new Crossing.Alert(
                                Crossing.Alert.Kind.REFUSED_BEFORE,
                                "n".repeat(64),
                                1_000_000_000L,
                                Crossing.Word.NOT_THE_SAME));
        parts.approvals =
                Collections.nCopies(
                        Crossing.MAX_APPROVALS,
                        new Crossing.Approval("a".repeat(64), "s".repeat(256)));
        parts.corrects = RecordId.of(new byte[16]);
        parts.referred = RecordId.of(new byte[16]);
        parts.chip =
                new ChipFinding(
                        ChipFinding.Ended.BROKEN_OFF,
                        ChipFinding.Access.BAC,
                        Long.MAX_VALUE,
                        Collections.nCopies(
                                ChipFinding.MAX_STEPS,
                                new ChipFinding.Step(
                                        "c".repeat(64),
                                        Crossing.ChipStep.Result.FAILED,
                                        "r".repeat(64))));
        parts.verifications =
                Collections.nCopies(
                        Verification.MOST,
                        new Verification(
                                Verification.Source.PROFILE,
                                10,
                                Verification.Result.NOT_POSSIBLE,
                                1_000_000_000L,
                                1_000_000_000L,
                                "r".repeat(64)));
        survives(of(parts.crossing()));
        survives(of(new Audit("e".repeat(64), "d".repeat(1024))));
        survives(
                of(
                        new Image(
                                RecordId.of(new byte[16]),
                                Image.Format.FACE_RECORD,
                                new byte[Image.MAX_BYTES])));
    }

    @Test
    void whatIsBeyondItsBoundIsNotWrittenAndSaysWhich() {
        refused(
                "crossing.alerts",
                p ->
                        p.alerts =
                                Collections.nCopies(
                                        Crossing.MAX_ALERTS + 1,
                                        new Crossing.Alert(
                                                Crossing.Alert.Kind.NAME,
                                                "N-1",
                                                80,
                                                Crossing.Word.HIT)));
        refused(
                "crossing.approvals",
                p ->
                        p.approvals =
                                Collections.nCopies(
                                        Crossing.MAX_APPROVALS + 1,
                                        new Crossing.Approval("admit", "smirnova")));
        refused(
                "crossing.approvals[0].action",
                p -> p.approvals.add(new Crossing.Approval("a".repeat(65), "smirnova")));
        refused("crossing.document.type", p -> p.document = new Document("PPP", "UZB", "1"));
        refused("crossing.document.issuer", p -> p.document = new Document("P", "UZBE", "1"));
        refused(
                "crossing.document.number",
                p -> p.document = new Document("P", "UZB", "9".repeat(33)));
        refused(
                "crossing.person.surname",
                p -> p.person = new Person("К".repeat(81), "", 0, "UZB", "F"));
        refused(
                "crossing.person.birth_date",
                p -> p.person = new Person("", "", 10000_01_01, "UZB", "F"));
        refused("crossing.person.sex", p -> p.person = new Person("", "", 0, "UZB", "FF"));
        refused("crossing.exemption.code", p -> p.exemption = new Exemption("c".repeat(65), ""));
        refused(
                "crossing.fingers[0].position",
                p -> p.fingers.add(new Finger(11, 1, new byte[1], new byte[32])));
        refused(
                "crossing.fingers[0].quality",
                p -> p.fingers.add(new Finger(1, 101, new byte[1], new byte[32])));
        refused(
                "crossing.fingers[0].template",
                p -> p.fingers.add(new Finger(1, 1, new byte[8193], new byte[32])));
        refused(
                "crossing.fingers[0].image",
                p -> p.fingers.add(new Finger(1, 1, new byte[1], new byte[31])));
        refused(
                "crossing.fingers",
                p ->
                        p.fingers =
                                Collections.nCopies(
                                        11, new Finger(1, 1, new byte[1], new byte[32])));
        refused(
                "crossing.exceptions[0].position",
                p ->
                        p.exceptions.add(
                                new FingerException(0, FingerException.Reason.MISSING, true)));
        refused("crossing.face.quality", p -> p.face = new Face(101, new byte[32]));
        refused(
                "crossing.comparison.threshold",
                p -> p.comparison = new Comparison(1, 1_000_000_001L, List.of(), null));
        refused(
                "crossing.comparison.candidates",
                p ->
                        p.comparison =
                                new Comparison(
                                        1,
                                        1,
                                        Collections.nCopies(17, new Candidate("n", 1, 1)),
                                        null));
        refused(
                "crossing.decision.reason",
                p -> p.decision = new Decision(Outcome.REFUSE, "r".repeat(257), "o"));
        refused("crossing.devices", p -> p.devices = Collections.nCopies(9, "d"));
        refused(
                "crossing.chip.steps[0].check",
                p -> p.chip = finding(List.of(step("c".repeat(65), ""))));
        refused(
                "crossing.chip.steps[0].reason",
                p -> p.chip = finding(List.of(step("c", "r".repeat(65)))));
        refused("crossing.chip.steps", p -> p.chip = finding(List.of()));
        refused(
                "crossing.chip.steps",
                p -> p.chip = finding(Collections.nCopies(17, step("c", ""))));
        refused("crossing.verifications[0].position", p -> p.verifications.add(finger(11, 1)));
        refused(
                "crossing.verifications[0].score",
                p -> p.verifications.add(finger(1, 1_000_000_001L)));
        refused(
                "crossing.verifications",
                p -> p.verifications = Collections.nCopies(23, finger(1, 1)));
        refusedBody("audit.event", new Audit("e".repeat(65), ""));
        refusedBody("audit.detail", new Audit("e", "d".repeat(1025)));
        refusedBody(
                "image.bytes",
                new Image(
                        RecordId.of(new byte[16]),
                        Image.Format.FINGER_RECORD,
                        new byte[Image.MAX_BYTES + 1]));
        IllegalArgumentException year10000 =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                RecordCodec.encode(
                                        new PostRecord(
                                                RecordId.of(new byte[16]),
                                                "lane-1",
                                                new Stamp(
                                                        RecordCodec.MAX_WALL_MILLIS + 1,
                                                        0,
                                                        ClockTrust.NEVER_SET,
                                                        0),
                                                new Audit("e", "d"))));
        assertTrue(String.valueOf(year10000.getMessage()).startsWith("record.time.wall:"));
    }

    private static ChipFinding finding(List<ChipFinding.Step> steps) {
        return new ChipFinding(ChipFinding.Ended.READ, ChipFinding.Access.PACE, 7, steps);
    }

    private static ChipFinding.Step step(String check, String reason) {
        return new ChipFinding.Step(check, Crossing.ChipStep.Result.PASSED, reason);
    }

    private static Verification finger(int position, long score) {
        return new Verification(
                Verification.Source.CHIP, position, Verification.Result.AGREES, score, 100, "");
    }

    private static void refused(String field, java.util.function.Consumer<Parts> change) {
        Parts parts = new Parts();
        change.accept(parts);
        refusedBody(field, parts.crossing());
    }

    private static void refusedBody(String field, Body body) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> RecordCodec.encode(of(body)));
        assertTrue(String.valueOf(e.getMessage()).startsWith(field + ":"), e.getMessage());
    }

    /// Whatever bit is changed, the record is refused or is another record, spelled in its only
    /// way.
    @Test
    void noTwoSpellingsReadAsTheSameRecord() {
        SyntheticCrossings synthetic = new SyntheticCrossings(4, "lane-1", 1_795_000_000_000L);
        byte[] bytes = RecordCodec.encode(synthetic.withBiometrics(20));
        int readable = 0;
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                assertArrayEquals(flipped, RecordCodec.encode(RecordCodec.decode(flipped)));
                readable++;
            } catch (MalformedException e) {
                assertTrue(!e.field().isEmpty() && !e.expected().isEmpty());
            }
        }
        assertTrue(readable > 0, "a changed letter of a name is still a name");
    }

    @Test
    void everyTruncationAndEveryTailIsRefused() {
        byte[] bytes = RecordCodec.encode(of(new Parts().crossing()));
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(MalformedException.class, () -> RecordCodec.decode(cut));
        }
        assertThrows(
                MalformedException.class,
                () -> RecordCodec.decode(Arrays.copyOf(bytes, bytes.length + 1)));
        assertThrows(
                MalformedException.class,
                () -> RecordCodec.decode(new byte[RecordCodec.MAX_RECORD_BYTES + 1]));
    }

    @Test
    void noiseIsRefusedWithoutMuchMemory() {
        Random random = new Random(9);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            if (noise.length > 2) {
                noise[0] = 1;
                noise[1] = (byte) 0xa5;
            }
            assertThrows(MalformedException.class, () -> RecordCodec.decode(noise));
        }
    }

    @Test
    void urgencyFollowsFromWhatHappened() {
        Parts parts = new Parts();
        assertEquals(Priority.CROSSING, of(parts.crossing()).priority());
        parts.comparison = new Comparison(1, 1, List.of(new Candidate("N-1", 1, 1)), null);
        assertEquals(Priority.CROSSING, of(parts.crossing()).priority());
        parts.comparison = new Comparison(1, 1, List.of(), "N-1");
        assertEquals(Priority.ALERT, of(parts.crossing()).priority());
        parts.comparison = null;
        parts.decision = new Decision(Outcome.REFER, "", "o");
        assertEquals(Priority.ALERT, of(parts.crossing()).priority());
        assertEquals(Priority.AUDIT, of(new Audit("e", "")).priority());
    }
}
