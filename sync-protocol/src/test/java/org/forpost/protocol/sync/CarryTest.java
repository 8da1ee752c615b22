package org.forpost.protocol.sync;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.envelope.Message;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One lane of a post has a line, and carries the records of the others.
class CarryTest {
    private final PostBench post = new PostBench();
    private PostBench.Lane carrier;
    private PostBench.Lane lone;

    @BeforeEach
    void twoLanes() throws Exception {
        carrier = post.lane("lane-1");
        lone = post.lane("lane-2");
    }

    private void carryHello(PostBench.Lane by, PostBench.Lane of) throws Exception {
        by.on(new EdgeEvent.CarryHello(of.edge.signedHello()));
    }

    private static <T> void assertOnly(Class<T> kind, List<? super T> outcomes) {
        assertEquals(1, outcomes.size(), outcomes.toString());
        assertInstanceOf(kind, outcomes.getFirst());
    }

    private long sent(int kind) {
        return post.wire.stream().filter(message -> PostBench.isKind(message, kind)).count();
    }

    @Test
    void aPeersRecordsCountAndItsReceiptComesDownToTheCarrier() throws Exception {
        lone.write(5);
        carrier.write(2);
        carrier.connect();
        carryHello(carrier, lone);
        byte[] envelope = lone.sealed(Priority.AUDIT, 1, 5);
        carrier.carryFor(lone, Priority.AUDIT, envelope);

        assertEquals(5, post.counted(lone));
        assertEquals(2, post.counted(carrier));
        LedgerEntry.Accepted accepted = post.accepted().getLast();
        assertEquals("peer", accepted.road());
        assertEquals("lane-1", accepted.carrier());
        assertArrayEquals(envelope, accepted.envelope());
        assertOnly(EdgeAction.CarriedAway.Outcome.Acknowledged.class, carrier.outcomes(envelope));
        Receipt last = carrier.peerReceipts().getLast();
        assertEquals("lane-2", last.node());
        assertEquals(lone.journal.recorded(Priority.AUDIT), last.head());

        // The owner hears of it, and has nothing more to send when its own line is back.
        lone.on(new EdgeEvent.Brought(carrier.peerReceiptsAsTheyCame(), List.of()));
        assertEquals(lone.journal.recorded(Priority.AUDIT), lone.shelf.get(2));
        post.wire.clear();
        lone.connect();
        assertEquals(0, sent(2));
        assertTrue(post.alarms.isEmpty());
    }

    @Test
    void whatIsCarriedCostsAsManyBytesAsOnTheOwnRoad() throws Exception {
        lone.write(100);
        carrier.connect();
        carryHello(carrier, lone);
        carrier.carryFor(lone, Priority.AUDIT, lone.sealed(Priority.AUDIT, 1, 100));
        int carried = post.wire.stream().mapToInt(message -> message.length).max().orElseThrow();

        post.emptyHub();
        post.wire.clear();
        lone.connect();
        int own = post.wire.stream().mapToInt(message -> message.length).max().orElseThrow();
        assertEquals(own, carried);
    }

    @Test
    void aReceiptForAPeerMovesNothingOfTheCarriersOwn() throws Exception {
        carrier.connect();
        lone.write(3);
        carryHello(carrier, lone);
        carrier.carryFor(lone, Priority.AUDIT, lone.sealed(Priority.AUDIT, 1, 3));
        assertEquals(0, carrier.receipted(Priority.AUDIT));
        assertTrue(carrier.done.stream().noneMatch(EdgeAction.NewIncarnation.class::isInstance));
    }

    @Test
    void threeRoadsAtOnceCountEachRecordOnce() throws Exception {
        PostBench.Lane other = post.lane("lane-3");
        lone.write(60);
        carrier.connect();
        other.connect();
        for (PostBench.Lane by : List.of(carrier, other)) {
            carryHello(by, lone);
        }
        // Cut differently by each, and half of it by the owner itself.
        carrier.carryFor(lone, Priority.AUDIT, lone.sealed(Priority.AUDIT, 1, 20));
        other.carryFor(lone, Priority.AUDIT, lone.sealed(Priority.AUDIT, 11, 30));
        lone.connect();
        carrier.carryFor(lone, Priority.AUDIT, lone.sealed(Priority.AUDIT, 1, 60));
        lone.write(5);
        carrier.carryFor(lone, Priority.AUDIT, lone.sealed(Priority.AUDIT, 61, 5));
        lone.on(new EdgeEvent.Recorded());

        assertEquals(65, post.counted(lone));
        assertEquals(
                Set.of("peer", "mqtt"),
                post.accepted().stream()
                        .map(LedgerEntry.Accepted::road)
                        .collect(Collectors.toSet()));
        assertEquals(65, lone.receipted(Priority.AUDIT));
        assertTrue(post.alarms.isEmpty());
    }

    @Test
    void theHelloGoesOnceInEachContactAndBeforeWhatItIsFor() throws Exception {
        carryHello(carrier, lone);
        lone.write(1);
        carrier.connect();
        carrier.carryFor(lone, Priority.AUDIT, lone.sealed(Priority.AUDIT, 1, 1));
        assertEquals(1, sent(6));
        carrier.hangUp();
        carrier.connect();
        assertEquals(2, sent(6));
        assertEquals(1, post.counted(lone));
        carryHello(carrier, lone);
        assertEquals(3, sent(6));
    }

    @Test
    void withoutItsHelloARecordWaitsAndIsNotLost() throws Exception {
        lone.write(1);
        carrier.connect();
        byte[] envelope = lone.sealed(Priority.AUDIT, 1, 1);
        carrier.carryFor(lone, Priority.AUDIT, envelope);
        assertEquals(
                List.of(new EdgeAction.CarriedAway.Outcome.Rejected(HubConversation.NOT_NOW)),
                carrier.outcomes(envelope));
        assertTrue(carrier.edge.up(), "it is no reason to hang up");
        carryHello(carrier, lone);
        carrier.carryFor(lone, Priority.AUDIT, envelope);
        assertEquals(1, post.counted(lone));
    }

    @Test
    void withoutAContactItIsOfferedInVain() throws Exception {
        lone.write(1);
        byte[] envelope = lone.sealed(Priority.AUDIT, 1, 1);
        carrier.carryFor(lone, Priority.AUDIT, envelope);
        assertOnly(EdgeAction.CarriedAway.Outcome.Lost.class, carrier.outcomes(envelope));
    }

    @Test
    void anImageThatIsHalfWayGoesOnWithThePiecesThatTheHubDoesNotHold() throws Exception {
        lone.writeImage(50_000);
        byte[] envelope = lone.sealed(Priority.IMAGE, 1, 1);
        int pieces = (envelope.length + 7_999) / 8_000;
        carrier.connect();
        carryHello(carrier, lone);
        post.wire.clear();
        int[] through = {3};
        post.lost = message -> PostBench.isKind(message, 7) && through[0]-- <= 0;
        carrier.carryFor(lone, Priority.IMAGE, envelope);
        assertEquals(3, sent(7));
        carrier.hangUp();
        assertOnly(EdgeAction.CarriedAway.Outcome.Lost.class, carrier.outcomes(envelope));

        // Both ends were restarted meanwhile.
        post.lost = message -> false;
        post.restartHub();
        carrier.restarted();
        carryHello(carrier, lone);
        carrier.connect();
        carrier.carryFor(lone, Priority.IMAGE, envelope);
        assertEquals(pieces, sent(7));
        assertEquals(1, post.counted(lone));
    }

    @Test
    void anOldHelloIsBelievedInNothingButItsName() throws Exception {
        byte[] old = lone.edge.signedHello();
        lone.write(3);
        lone.journal.append(Priority.AUDIT, new byte[] {1, 2, 3});
        lone.journal.force();
        lone.connect();
        assertEquals(4, lone.receipted(Priority.AUDIT));

        carrier.connect();
        post.wire.clear();
        for (int i = 0; i < 3; i++) {
            carrier.on(new EdgeEvent.CarryHello(old));
        }
        // It is told what is true now, with what was refused since.
        Receipt audit =
                carrier.peerReceipts().stream()
                        .filter(one -> one.priority() == Priority.AUDIT)
                        .toList()
                        .getLast();
        assertEquals(4, audit.head().number());
        assertEquals(1, audit.refused().size());
        // The hub goes on as if it had never been said.
        lone.write(1);
        int before = lone.done.size();
        lone.on(new EdgeEvent.Recorded());
        List<EdgeAction> since = lone.done.subList(before, lone.done.size());
        assertTrue(since.stream().noneMatch(EdgeAction.Alarm.class::isInstance));
        assertEquals(5, post.counted(lone));
        assertTrue(
                post.arrives("lane-1", new Message.CarriedHello(old).encode()).stream()
                        .noneMatch(HubAction.Heard.class::isInstance));
    }

    @Test
    void whatACarrierAlteredIsRefusedAndCostsTheOwnerNothing() throws Exception {
        lone.write(3);
        carrier.connect();
        carryHello(carrier, lone);
        int known = carrier.peerReceipts().size();
        byte[] envelope = lone.sealed(Priority.AUDIT, 1, 3);
        byte[] altered = envelope.clone();
        altered[altered.length / 2] ^= 1;
        carrier.carryFor(lone, Priority.AUDIT, altered);
        assertEquals(
                List.of(
                        new EdgeAction.CarriedAway.Outcome.Rejected(
                                HubConversation.PAYLOAD_FORMAT_INVALID)),
                carrier.outcomes(altered));
        assertEquals(known, carrier.peerReceipts().size(), "no verdict on what anybody may make");
        assertEquals("lane-1", post.alarms.getLast().node(), "its carrier is to be looked at");
        carrier.carryFor(lone, Priority.AUDIT, envelope);
        assertEquals(3, post.counted(lone));
    }

    @Test
    void ofANodeThatNobodyEnrolledNothingIsCarried() throws Exception {
        PostBench elsewhere = new PostBench();
        PostBench.Lane stranger = elsewhere.lane("lane-9");
        stranger.write(1);
        carrier.connect();
        for (Message one :
                List.of(
                        new Message.CarriedHello(stranger.edge.signedHello()),
                        new Message.CarriedPiece(
                                org.forpost.protocol.envelope.Chunk.cut(
                                                stranger.sealed(Priority.AUDIT, 1, 1))
                                        .getFirst()))) {
            HubAction.Reject no =
                    post.arrives("lane-1", one.encode()).stream()
                            .filter(HubAction.Reject.class::isInstance)
                            .map(HubAction.Reject.class::cast)
                            .findFirst()
                            .orElseThrow();
            assertEquals(HubConversation.NOT_AUTHORIZED, no.code());
            assertEquals("lane-1", no.node());
        }
        assertTrue(post.accepted().isEmpty());
    }

    @Test
    void whatItsNodeMadeAndTheHubCannotReadIsToldToThatNode() throws Exception {
        lone.write(2);
        carrier.connect();
        carryHello(carrier, lone);
        byte[] toAnotherHub = lone.sealed(Priority.AUDIT, 1, 2, Hpke.publicKey(PostBench.seed(77)));
        carrier.carryFor(lone, Priority.AUDIT, toAnotherHub);
        Receipt verdict = carrier.peerReceipts().getLast();
        assertEquals(Receipt.Verdict.UNREADABLE, verdict.verdict());
        assertEquals("lane-2", verdict.node());
        assertArrayEquals(Sha256.of(toAnotherHub), verdict.object());
        assertTrue(carrier.edge.up());
    }

    @Test
    void theMostUrgentGoesFirstAndTheOwnAmongEquals() throws Exception {
        PostBench.Lane other = post.lane("lane-3");
        Freight freight = answered(lone, other);
        List<EdgeAction> answers = new ArrayList<>();
        freight.offer(load(other, Priority.IMAGE, 1), object -> null, answers);
        freight.offer(load(lone, Priority.CROSSING, 9), object -> null, answers);
        freight.offer(load(lone, Priority.ALERT, 1), object -> null, answers);
        freight.offer(load(other, Priority.CROSSING, 1), object -> null, answers);
        // Of one chain the earlier records first, in whatever order they are offered.
        freight.offer(load(lone, Priority.CROSSING, 1), object -> null, answers);
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            Freight.Load next = freight.next(i < 3 ? Priority.CROSSING : null);
            order.add(next == null ? "own" : next.toString());
            if (next != null) {
                freight.take(next);
            }
        }
        assertEquals(
                List.of(
                        "lane-2 ALERT 1",
                        "own",
                        "own",
                        "lane-3 CROSSING 1",
                        "lane-2 CROSSING 1",
                        "lane-2 CROSSING 9",
                        "lane-3 IMAGE 1"),
                order);
        assertTrue(answers.isEmpty());
    }

    /// The hub has said in this contact that it knows these.
    private static Freight answered(PostBench.Lane... lanes) {
        Freight freight = new Freight();
        for (PostBench.Lane lane : lanes) {
            assertTrue(freight.hello(lane.edge.signedHello()));
            freight.receipted(
                    new Receipt(
                            lane.name,
                            lane.journal.incarnation(),
                            Priority.AUDIT,
                            Head.START,
                            1,
                            Receipt.Verdict.COUNTED,
                            List.of()),
                    new ArrayList<>());
        }
        return freight;
    }

    private static EdgeEvent.Carry load(PostBench.Lane of, Priority priority, long first) {
        byte[] envelope =
                BatchCodec.seal(
                        Batch.of(
                                of.name,
                                of.journal.incarnation(),
                                priority,
                                new Head(first - 1, new byte[32]),
                                List.of(new byte[] {1})),
                        Hpke.sealer(Hpke.publicKey(PostBench.seed(201)), byte[]::new),
                        new byte[8],
                        Ed25519.signer(of.key));
        return new EdgeEvent.Carry(of.name, priority, envelope);
    }

    /// What a hostile lane signs as urgent may not keep the others from the line.
    @Test
    void aLaneThatCallsEverythingUrgentGetsHalfOfTheLineAtMost() throws Exception {
        PostBench.Lane hostile = post.lane("lane-9");
        Freight freight = answered(lone, hostile);
        int own = 0;
        int others = 0;
        int floods = 0;
        for (int i = 1; i <= 400; i++) {
            List<EdgeAction> full = new ArrayList<>();
            freight.offer(load(hostile, Priority.ALERT, i), object -> null, full);
            freight.offer(load(lone, Priority.CROSSING, i), object -> null, full);
            Freight.Load next = freight.next(Priority.AUDIT);
            if (next == null) {
                own++;
            } else {
                freight.take(next);
                freight.acknowledged(next, full);
                if (next.node().equals("lane-9")) {
                    floods++;
                } else {
                    others++;
                }
            }
        }
        assertTrue(floods <= 200 + Freight.HEAD_START, "" + floods);
        assertTrue(own >= 90, "" + own);
        assertTrue(others >= 90, "" + others);
    }

    @Test
    void aFloodGivesWayToWhoeverOffersLess() throws Exception {
        PostBench.Lane hostile = post.lane("lane-9");
        Freight freight = answered(lone, hostile);
        List<EdgeAction> answers = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            freight.offer(load(hostile, Priority.ALERT, i), object -> null, answers);
        }
        assertEquals(40 - Freight.MAX_LOADS, answers.size());
        answers.clear();
        Set<String> mine = new HashSet<>();
        for (int i = 1; i <= 4; i++) {
            EdgeEvent.Carry one = load(lone, Priority.IMAGE, i);
            mine.add(HexFormat.of().formatHex(Sha256.of(one.envelope())));
            freight.offer(one, object -> null, answers);
        }
        // Four of the flood made room; each of them is told so.
        assertEquals(4, answers.size());
        for (EdgeAction answer : answers) {
            EdgeAction.CarriedAway away = (EdgeAction.CarriedAway) answer;
            assertInstanceOf(EdgeAction.CarriedAway.Outcome.Full.class, away.outcome());
            assertFalse(mine.contains(HexFormat.of().formatHex(away.object())));
        }
    }

    @Test
    void whatTheHubHoldsAlreadyDoesNotGoAgain() throws Exception {
        lone.write(3);
        lone.connect();
        lone.hangUp();
        carryHello(carrier, lone);
        carrier.connect();
        post.wire.clear();
        byte[] envelope = lone.sealed(Priority.AUDIT, 1, 3);
        carrier.carryFor(lone, Priority.AUDIT, envelope);
        carryHello(carrier, lone);
        carrier.carryFor(lone, Priority.AUDIT, envelope);
        assertEquals(1, post.accepted().size());
        assertTrue(post.alarms.isEmpty());
    }

    /// A peer hands on, late, what the hub said before it came back from a backup.
    @Test
    void anOldReceiptByAPeerDoesNotUndoWhatTheHubHasSaidSince() throws Exception {
        lone.write(3);
        lone.connect();
        carryHello(carrier, lone);
        post.now += 1_000;
        carrier.connect();
        List<byte[]> old = carrier.peerReceiptsAsTheyCame();
        post.emptyHub();
        post.now += 1_000;
        lone.connect();
        assertEquals(3, lone.receipted(Priority.AUDIT), "it was all sent again");

        post.emptyHub();
        post.now += 1_000;
        post.lost = message -> PostBench.isKind(message, 2);
        lone.connect();
        assertEquals(0, lone.receipted(Priority.AUDIT));
        lone.on(new EdgeEvent.Brought(old, List.of()));
        assertEquals(0, lone.receipted(Priority.AUDIT), "the hub has said since that it is lost");
    }

    /// A hub that lost its disk, a lane whose disk was restored, and a peer that brings the new
    /// incarnation's records first: the lane must still find out that older ones are lost there.
    @Test
    void aLaneComparesWhatTheIncarnationBeforeHeldThoughAPeerWasFaster() throws Exception {
        lone.write(4);
        lone.connect();
        lone.hangUp();
        byte[] before = lone.journal.incarnation();
        // It begins another incarnation, since it believes that somebody else writes this one.
        lone.journal.beginIncarnation(
                new long[] {0, 0, 4, 0},
                succession ->
                        org.forpost.protocol.record.RecordCodec.encode(
                                new org.forpost.protocol.record.PostRecord(
                                        org.forpost.protocol.record.RecordId.of(new byte[16]),
                                        "lane-2",
                                        new org.forpost.protocol.record.Stamp(
                                                post.now,
                                                0,
                                                org.forpost.protocol.record.ClockTrust.NEVER_SET,
                                                0),
                                        new org.forpost.protocol.record.Audit("began", "here"))));
        lone.shelf.clear();
        lone.restarted();
        post.emptyHub();

        carrier.connect();
        carryHello(carrier, lone);
        carrier.carryFor(lone, Priority.AUDIT, lone.sealed(Priority.AUDIT, 1, 1));
        assertEquals(1, post.counted(lone));

        lone.connect();
        EdgeAction.NewIncarnation begun =
                lone.done.stream()
                        .filter(EdgeAction.NewIncarnation.class::isInstance)
                        .map(EdgeAction.NewIncarnation.class::cast)
                        .findFirst()
                        .orElseThrow();
        assertEquals(EdgeAction.NewIncarnation.Reason.LOST, begun.reason());
        assertFalse(Arrays.equals(before, lone.journal.incarnation()));
        // The four, the entry of each incarnation's beginning, and what the peer had brought.
        assertEquals(1 + 4 + 2, post.counted(lone));
    }
}
