package org.forpost.edge.post.desk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.forpost.edge.lane.ReferredCase;
import org.forpost.edge.store.SealedFolder;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.record.ClockTrust;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.Image;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.RecordId;
import org.forpost.protocol.record.Stamp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A case on its way from a lane to the desk, without a network: each end dies at each step, and it
/// is neither lost nor there twice.
class DeskStoryTest {
    private static final String LANE = "tikhaya-1";

    private final Random random = new Random(5);
    private final Set<RecordId> recorded = new HashSet<>();
    private final Set<RecordId> decided = new HashSet<>();
    private long now = Instant.parse("2026-11-28T10:00:00Z").toEpochMilli();

    @TempDir Path folder;
    private Referrals lane;
    private Cases desk;

    @BeforeEach
    void laneOn() throws IOException {
        lane = new Referrals(sealed("referrals"), recorded::contains, () -> now);
        deskOn();
    }

    private void deskOn() throws IOException {
        desk = new Cases(sealed("cases"), decided::contains, () -> now, () -> Duration.ofHours(24));
    }

    private SealedFolder sealed(String name) throws IOException {
        return new SealedFolder(
                folder.resolve(name), new byte[32], name, this::bytes, CaseFile.MAX_BYTES);
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private CaseFile file(String node, Crossing.Outcome outcome, int images) {
        RecordId id = RecordId.of(bytes(16));
        List<Image> all = new ArrayList<>();
        List<Crossing.Finger> fingers = new ArrayList<>();
        for (int i = 1; i <= images; i++) {
            Image image = new Image(id, Image.Format.FINGER_RECORD, bytes(200_000));
            all.add(image);
            fingers.add(new Crossing.Finger(i, 70, bytes(1_000), image.hash()));
        }
        Crossing crossing =
                new Crossing(
                        Crossing.Direction.ENTRY,
                        new Crossing.Document("P", "UTO", "S1234567"),
                        new Crossing.Person("KARIMOVA", "DILNOZA", 1990_04_17, "UZB", "F"),
                        Crossing.Category.ORDINARY,
                        null,
                        fingers,
                        List.of(),
                        null,
                        null,
                        new Crossing.Decision(outcome, "other: unsure", "ivanov"),
                        List.of());
        return new CaseFile(
                0,
                new PostRecord(id, node, new Stamp(now, 0, ClockTrust.NEVER_SET, 0), crossing),
                all);
    }

    private RecordId refers() throws IOException {
        CaseFile file = file(LANE, Crossing.Outcome.REFER, 3);
        lane.keep(file);
        recorded.add(file.record().id());
        return file.record().id();
    }

    /// They talk until nobody has anything to say, or the line is cut.
    ///
    /// @param most messages of the lane that arrive
    private int talk(List<DeskMessage> first, int most) throws Exception {
        List<DeskMessage> toSay = new ArrayList<>(first);
        int said = 0;
        while (!toSay.isEmpty() && said < most) {
            said++;
            DeskMessage answer = desk.on(LANE, 1, DeskMessage.decode(toSay.removeFirst().encode()));
            toSay.addAll(lane.on(DeskMessage.decode(answer.encode())));
        }
        return said;
    }

    private List<RecordId> onTheDesk() {
        return desk.waiting().stream().map(ReferredCase.Waiting::crossing).toList();
    }

    @Test
    void aCaseComesWithItsImagesAndLeavesTheLane() throws Exception {
        RecordId id = refers();
        assertEquals(List.of(), lane.opened()); // its crossing is not recorded yet
        talk(lane.go(id), 100);
        assertEquals(List.of(id), onTheDesk());
        assertEquals(1, desk.waiting().getFirst().lane());
        assertEquals(List.of(), lane.waiting());
        assertTrue(desk.open(id).isPresent());
        try (var files = Files.list(folder.resolve("cases"))) {
            String text = Files.readString(files.toList().getFirst(), StandardCharsets.ISO_8859_1);
            assertFalse(text.contains("KARIMOVA"));
        }
    }

    @Test
    void whicheverEndDiesAtWhicheverStepItIsThereOnce() throws Exception {
        for (int step = 0; step <= 5; step++) {
            for (String who : List.of("lane", "desk", "both", "line")) {
                RecordId id = refers();
                List<DeskMessage> first = new ArrayList<>(lane.opened());
                first.addAll(lane.go(id));
                talk(first, step);
                if (who.equals("lane") || who.equals("both")) {
                    lane = new Referrals(sealed("referrals"), recorded::contains, () -> now);
                }
                if (who.equals("desk") || who.equals("both")) {
                    deskOn();
                }
                lane.closed();
                talk(lane.opened(), 100);
                assertEquals(List.of(id), onTheDesk(), who + " after " + step);
                assertEquals(List.of(), lane.waiting());
                desk.answered(id);
                lane.closed();
            }
        }
    }

    @Test
    void aLaneThatDiesBeforeItsCrossingIsRecordedHasReferredNobody() throws Exception {
        CaseFile file = file(LANE, Crossing.Outcome.REFER, 1);
        lane.keep(file);
        lane = new Referrals(sealed("referrals"), recorded::contains, () -> now);
        assertEquals(List.of(), lane.opened());
        try (var files = Files.list(folder.resolve("referrals"))) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void aCaseThatWasDecidedComesBackAsOneThatIsHeld() throws Exception {
        RecordId id = refers();
        List<DeskMessage> first = new ArrayList<>(lane.opened());
        first.addAll(lane.go(id));
        byte[] kept = lane.file(id).orElseThrow();
        talk(first, 100);
        decided.add(id);

        // Killed between the decision's record and the case's end: the start ends it.
        deskOn();
        assertEquals(List.of(), onTheDesk());

        // And a lane that never heard that it arrived offers it again.
        lane.keep(CaseFile.decode(kept));
        lane.closed();
        first = new ArrayList<>(lane.opened());
        first.addAll(lane.go(id));
        assertEquals(1, talk(first, 100));
        assertEquals(List.of(), onTheDesk());
        assertEquals(List.of(), lane.waiting());
    }

    @Test
    void aFullDeskIsAskedAgainAndALanesShareIsItsOwn() throws Exception {
        var _ = lane.opened();
        for (int i = 0; i < Cases.MOST_OF_A_LANE; i++) {
            CaseFile file = file(LANE, Crossing.Outcome.REFER, 0);
            desk.put(LANE, 1, file.record().id(), file.encode());
        }
        RecordId id = refers();
        talk(lane.go(id), 100);
        assertFalse(onTheDesk().contains(id));
        assertEquals(List.of(id), lane.waiting());
        CaseFile others = file("tikhaya-3", Crossing.Outcome.REFER, 0);
        byte[] bytes = others.encode();
        assertTrue(
                desk.on(
                                "tikhaya-3",
                                3,
                                new DeskMessage.Offer(
                                        others.record().id(), bytes.length, Sha256.of(bytes)))
                        instanceof DeskMessage.Want);

        assertEquals(List.of(), lane.look());
        desk.answered(onTheDesk().getFirst());
        now += 31_000;
        talk(lane.look(), 100);
        assertTrue(onTheDesk().contains(id));
    }

    @Test
    void whatIsOlderThanTheRulesKeepIsDroppedAndNamed() throws Exception {
        RecordId id = refers();
        List<DeskMessage> first = new ArrayList<>(lane.opened());
        first.addAll(lane.go(id));
        talk(first, 100);
        now += Duration.ofHours(24).toMillis() + 1;
        assertEquals(List.of(id), desk.forgetOld());
        assertEquals(List.of(), onTheDesk());
        RecordId other = refers();
        lane.closed();
        assertEquals(List.of(), lane.go(other));
        assertEquals(List.of(other), lane.forgetOld(Long.MAX_VALUE));
        assertEquals(List.of(), lane.waiting());
    }

    @Test
    void whatIsNoCaseOfThatLaneIsRefused() throws Exception {
        CaseFile admitted = file(LANE, Crossing.Outcome.ADMIT, 0);
        CaseFile good = file(LANE, Crossing.Outcome.REFER, 1);
        CaseFile foreign = file("tikhaya-3", Crossing.Outcome.REFER, 1);
        CaseFile otherImage =
                new CaseFile(0, good.record(), file(LANE, Crossing.Outcome.REFER, 1).images());
        for (CaseFile bad : List.of(admitted, foreign, otherImage)) {
            refused(bad.record().id(), bad.encode());
        }
        refused(admitted.record().id(), good.encode());
        byte[] cut = Arrays.copyOf(good.encode(), 1_000);
        refused(good.record().id(), cut);
        assertEquals(List.of(), onTheDesk());

        // Pieces that nobody wanted, out of order, or more than was offered.
        byte[] bytes = good.encode();
        RecordId id = good.record().id();
        assertThrows(
                MalformedException.class,
                () -> desk.on(LANE, 1, new DeskMessage.Piece(id, 0, bytes(10))));
        var _ = desk.on(LANE, 1, new DeskMessage.Offer(id, bytes.length, Sha256.of(bytes)));
        assertThrows(
                MalformedException.class,
                () -> desk.on(LANE, 1, new DeskMessage.Piece(id, 5, bytes(10))));
        MalformedException e =
                assertThrows(
                        MalformedException.class,
                        () ->
                                DeskMessage.decode(
                                        new DeskMessage.Offer(
                                                        id, CaseFile.MAX_BYTES + 1, new byte[32])
                                                .encode()));
        assertTrue(String.valueOf(e.getMessage()).contains("desk.bytes"), e.getMessage());
        assertArrayEquals(bytes, CaseFile.decode(bytes).encode());
    }

    @Test
    void randomBytesAreRefusedAndNothingElse() {
        byte[] good = file(LANE, Crossing.Outcome.REFER, 1).encode();
        for (int i = 0; i < 300; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(1_500)] = (byte) random.nextInt();
            byte[] message = new DeskMessage.Piece(RecordId.of(bytes(16)), 7, bytes(20)).encode();
            message[random.nextInt(message.length)] = (byte) random.nextInt();
            try {
                var _ = DeskMessage.decode(message);
                var _ = CaseFile.decode(bad).opened(1);
            } catch (MalformedException e) {
                assertFalse(String.valueOf(e.getMessage()).isEmpty());
            }
        }
    }

    private void refused(RecordId id, byte[] bytes) throws Exception {
        var _ = desk.on(LANE, 1, new DeskMessage.Offer(id, bytes.length, Sha256.of(bytes)));
        assertThrows(
                MalformedException.class,
                () -> {
                    for (int at = 0; at < bytes.length; at += DeskMessage.PIECE_BYTES) {
                        var _ =
                                desk.on(
                                        LANE,
                                        1,
                                        new DeskMessage.Piece(
                                                id,
                                                at,
                                                Arrays.copyOfRange(
                                                        bytes,
                                                        at,
                                                        Math.min(
                                                                bytes.length,
                                                                at + DeskMessage.PIECE_BYTES))));
                    }
                });
    }
}
