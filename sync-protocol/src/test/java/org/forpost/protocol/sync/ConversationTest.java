package org.forpost.protocol.sync;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.envelope.Message;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.record.Image;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.record.RecordId;
import org.forpost.protocol.record.Stamp;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.Role;
import org.forpost.protocol.synthetic.SyntheticCrossings;
import org.forpost.protocol.world.FaultyDisk;
import org.junit.jupiter.api.Test;

/// One post and the hub, with real keys, told as stories.
class ConversationTest {
    private static final byte[] NODE = seed(1);
    private static final byte[] RECEIPTS = seed(2);
    private static final byte[] SEAL = seed(3);
    private static final byte[] RELEASES = seed(4);

    private final Random random = new Random(1);
    private final Randomness randomness =
            count -> {
                byte[] bytes = new byte[count];
                random.nextBytes(bytes);
                return bytes;
            };
    private final SyntheticCrossings crossings =
            new SyntheticCrossings(5, "lane-1", 1_795_000_000_000L);
    private final List<LedgerEntry> ledger = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private final List<HubAlarm> alarms = new ArrayList<>();
    private final java.util.IdentityHashMap<EdgeConversation, Journal> journals =
            new java.util.IdentityHashMap<>();
    private final List<EdgeAction.Quarantined> quarantined = new ArrayList<>();
    private HubConversation hub = hub();
    private long now;
    private long ticket;

    private static byte[] seed(int value) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) value);
        return seed;
    }

    private static HubConversation hub() {
        return new HubConversation(
                new HubKeys(
                        new byte[8],
                        Ed25519.signer(RECEIPTS),
                        Hpke.unsealer(SEAL),
                        node ->
                                node.equals("lane-1")
                                        ? Ed25519.check(Ed25519.publicKey(NODE))
                                        : null),
                () -> 1_795_000_000_000L);
    }

    private Journal journal(FaultyDisk disk) throws Exception {
        return Journal.open(
                disk,
                new SegmentKeys(
                        new byte[32], Hpke.sealer(Hpke.publicKey(SEAL), randomness), randomness),
                randomness,
                line -> {});
    }

    private EdgeConversation edge(Journal journal, Role... roles) {
        Map<Role, Long> held = new java.util.EnumMap<>(Role.class);
        for (Role role : roles) {
            held.put(role, 5L);
        }
        return edge(journal, EdgeConversation.Standing.none(), held);
    }

    private EdgeConversation edge(
            Journal journal, EdgeConversation.Standing standing, Map<Role, Long> held) {
        EdgeConversation edge =
                new EdgeConversation(
                        new EdgeKeys(
                                "lane-1",
                                Sign1.keyId(Ed25519.publicKey(NODE)),
                                Ed25519.signer(NODE),
                                Hpke.sealer(Hpke.publicKey(SEAL), randomness),
                                Ed25519.check(Ed25519.publicKey(RECEIPTS))),
                        Outbox.of(journal),
                        standing,
                        new Releases(held, Ed25519.check(Ed25519.publicKey(RELEASES))),
                        () -> 0);
        journals.put(edge, journal);
        return edge;
    }

    /// What the lane's program does when the conversation asks for it.
    private List<EdgeAction> begin(EdgeConversation edge, EdgeAction.NewIncarnation ending)
            throws Exception {
        Journal journal = java.util.Objects.requireNonNull(journals.get(edge));
        journal.beginIncarnation(
                ending.held(),
                succession ->
                        RecordCodec.encode(
                                new PostRecord(
                                        RecordId.random(randomness),
                                        "lane-1",
                                        new Stamp(
                                                now,
                                                0,
                                                org.forpost.protocol.record.ClockTrust.NEVER_SET,
                                                0),
                                        ending.audit(succession))));
        return edge.on(now, new EdgeEvent.Incarnated());
    }

    private void record(Journal journal, PostRecord record) throws Exception {
        journal.append(record.priority(), RecordCodec.encode(record));
        journal.force();
    }

    private static List<EdgeAction.Publish> published(List<EdgeAction> actions) {
        return actions.stream()
                .filter(EdgeAction.Publish.class::isInstance)
                .map(EdgeAction.Publish.class::cast)
                .toList();
    }

    /// The hub takes a message, forces what it appends, and answers.
    private List<HubAction> hubTakes(byte[] message) {
        List<HubAction> all = new ArrayList<>();
        for (HubAction action : hub.on(new HubEvent.Arrived("lane-1", ++ticket, message))) {
            all.add(action);
            if (action instanceof HubAction.Append append) {
                ledger.add(append.entry());
                all.addAll(hub.on(new HubEvent.Forced(append.ticket())));
            }
        }
        all.forEach(action -> {
            if (action instanceof HubAction.Alarm alarm) {
                said.add(alarm.what().toString());
                alarms.add(alarm.what());
            }
        });
        return all;
    }

    private static Stream<byte[]> answers(List<HubAction> actions) {
        return actions.stream()
                .filter(HubAction.Publish.class::isInstance)
                .map(action -> ((HubAction.Publish) action).message());
    }

    private void note(List<EdgeAction> actions) {
        for (EdgeAction action : actions) {
            switch (action) {
                case EdgeAction.Alarm alarm -> said.add(alarm.what());
                case EdgeAction.Refuse refuse -> said.add(refuse.why());
                case EdgeAction.Quarantined bad -> quarantined.add(bad);
                default -> {}
            }
        }
    }

    private List<EdgeAction> connect(EdgeConversation edge) {
        hub.on(new HubEvent.Joined("lane-1"));
        edge.on(now, new EdgeEvent.Wake());
        return edge.on(now, new EdgeEvent.Connected());
    }

    /// Everything goes to and fro until nothing more is said.
    private void talk(EdgeConversation edge, List<EdgeAction> actions) throws Exception {
        List<EdgeAction> todo = new ArrayList<>(actions);
        while (!todo.isEmpty()) {
            EdgeAction action = todo.removeFirst();
            note(List.of(action));
            if (action instanceof EdgeAction.NewIncarnation ending) {
                todo.addAll(begin(edge, ending));
            }
            if (action instanceof EdgeAction.Publish publish) {
                for (HubAction answer : hubTakes(publish.message())) {
                    switch (answer) {
                        case HubAction.Acknowledge _ ->
                                todo.addAll(
                                        edge.on(now, new EdgeEvent.Acknowledged(publish.ticket())));
                        case HubAction.Reject reject ->
                                todo.addAll(
                                        edge.on(
                                                now,
                                                new EdgeEvent.Rejected(
                                                        publish.ticket(), reject.code())));
                        case HubAction.Publish down ->
                                todo.addAll(edge.on(now, new EdgeEvent.Arrived(down.message())));
                        default -> {}
                    }
                }
            }
        }
    }

    private long counted(Priority priority) {
        return ledger.stream()
                .filter(LedgerEntry.Accepted.class::isInstance)
                .map(LedgerEntry.Accepted.class::cast)
                .filter(accepted -> accepted.priority() == priority)
                .mapToLong(accepted -> accepted.head().number())
                .max()
                .orElse(0);
    }

    @Test
    void recordsAreCountedOnceAndReceipted() throws Exception {
        Journal journal = journal(new FaultyDisk());
        for (int i = 0; i < 300; i++) {
            record(journal, crossings.withoutTemplates());
        }
        EdgeConversation edge = edge(journal);
        talk(edge, connect(edge));
        assertEquals(journal.recorded(Priority.CROSSING).number(), counted(Priority.CROSSING));
        assertEquals(journal.recorded(Priority.ALERT).number(), counted(Priority.ALERT));
        assertTrue(edge.up());
        // A hit is on its way before the crossings that were recorded earlier.
        assertEquals(
                Priority.ALERT,
                ledger.stream()
                        .filter(LedgerEntry.Accepted.class::isInstance)
                        .map(entry -> ((LedgerEntry.Accepted) entry).priority())
                        .findFirst()
                        .orElseThrow());
        assertEquals(List.of(), said);
    }

    @Test
    void theHubSaysNothingBeforeItsLedgerIsForced() throws Exception {
        Journal journal = journal(new FaultyDisk());
        EdgeConversation edge = edge(journal);
        byte[] hello = published(connect(edge)).getFirst().message();
        List<HubAction> first = hub.on(new HubEvent.Arrived("lane-1", 1, hello));
        assertTrue(answers(first).toList().isEmpty());
        assertTrue(first.stream().noneMatch(HubAction.Acknowledge.class::isInstance));
        HubAction.Append append =
                first.stream()
                        .filter(HubAction.Append.class::isInstance)
                        .map(HubAction.Append.class::cast)
                        .findFirst()
                        .orElseThrow();
        // The same hello again does not overtake the first.
        assertTrue(
                hub.on(new HubEvent.Arrived("lane-1", 2, hello)).stream()
                        .noneMatch(HubAction.Acknowledge.class::isInstance));
        List<HubAction> after = hub.on(new HubEvent.Forced(append.ticket()));
        assertEquals(8, answers(after).count());
        assertEquals(2, after.stream().filter(HubAction.Acknowledge.class::isInstance).count());
    }

    @Test
    void whatABrokerAcknowledgedAndForgotIsSentAgain() throws Exception {
        Journal journal = journal(new FaultyDisk());
        EdgeConversation edge = edge(journal);
        talk(edge, connect(edge));
        record(journal, crossings.audit());
        EdgeAction.Publish lost = published(edge.on(now, new EdgeEvent.Recorded())).getFirst();
        edge.on(now, new EdgeEvent.Acknowledged(lost.ticket())); // and the hub never has it
        for (int i = 0; i < 10 && counted(Priority.AUDIT) == 0; i++) {
            now += 15_000;
            talk(edge, edge.on(now, new EdgeEvent.Wake()));
        }
        assertEquals(1, counted(Priority.AUDIT));
        assertTrue(now <= 90_000, "after " + now);
    }

    @Test
    void anImageGoesOnWhereTheLinkBroke() throws Exception {
        Journal journal = journal(new FaultyDisk());
        record(
                journal,
                new PostRecord(
                        RecordId.random(randomness),
                        "lane-1",
                        new Stamp(1, 0, org.forpost.protocol.record.ClockTrust.NEVER_SET, 0),
                        new Image(
                                RecordId.random(randomness),
                                Image.Format.FACE_RECORD,
                                randomness.bytes(50_000))));
        EdgeConversation edge = edge(journal);
        List<byte[]> sent = new ArrayList<>();
        for (int contact = 0; counted(Priority.IMAGE) == 0; contact++) {
            assertTrue(contact < 12, "an image needs no more contacts than pieces");
            now += 10_000;
            List<EdgeAction> actions = connect(edge);
            EdgeAction.Publish hello = published(actions).getFirst();
            List<EdgeAction> next = new ArrayList<>();
            List<HubAction> answers = hubTakes(hello.message());
            next.addAll(edge.on(now, new EdgeEvent.Acknowledged(hello.ticket())));
            answers(answers)
                    .forEach(down -> next.addAll(edge.on(now, new EdgeEvent.Arrived(down))));
            // One piece comes through at each contact, then the link breaks.
            EdgeAction.Publish piece = published(next).getFirst();
            sent.add(piece.message());
            hubTakes(piece.message());
            edge.on(now, new EdgeEvent.Acknowledged(piece.ticket()));
            edge.on(now, new EdgeEvent.Lost("broken"));
            hub.on(new HubEvent.Left("lane-1"));
        }
        assertEquals(7, sent.size());
        assertEquals(7, sent.stream().map(Arrays::hashCode).distinct().count());
    }

    private byte[] batchAfterGreeting(EdgeConversation edge) {
        EdgeAction.Publish hello = published(connect(edge)).getFirst();
        List<EdgeAction> next = new ArrayList<>();
        answers(hubTakes(hello.message()))
                .forEach(down -> next.addAll(edge.on(now, new EdgeEvent.Arrived(down))));
        return published(next).getFirst().message();
    }

    @Test
    void anImageGoesOnWhereTheLinkBrokeAlsoWhenBothEndsWereRestarted() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        Journal journal = journal(disk);
        record(
                journal,
                new PostRecord(
                        RecordId.random(randomness),
                        "lane-1",
                        new Stamp(1, 0, org.forpost.protocol.record.ClockTrust.NEVER_SET, 0),
                        new Image(
                                RecordId.random(randomness),
                                Image.Format.FACE_RECORD,
                                randomness.bytes(50_000))));
        List<byte[]> sent = new ArrayList<>();
        for (int contact = 0; counted(Priority.IMAGE) == 0; contact++) {
            assertTrue(contact < 12, "an image needs no more contacts than pieces");
            now += 10_000;
            EdgeConversation edge = edge(journal(disk));
            hub = hub();
            for (LedgerEntry entry : List.copyOf(ledger)) {
                hub.restore(LedgerEntry.decode(entry.encode()));
            }
            List<EdgeAction> actions = connect(edge);
            EdgeAction.Publish hello = published(actions).getFirst();
            List<EdgeAction> next = new ArrayList<>();
            List<HubAction> answers = hubTakes(hello.message());
            next.addAll(edge.on(now, new EdgeEvent.Acknowledged(hello.ticket())));
            answers(answers)
                    .forEach(down -> next.addAll(edge.on(now, new EdgeEvent.Arrived(down))));
            // One piece comes through at each contact, then the link breaks.
            EdgeAction.Publish piece = published(next).getFirst();
            sent.add(piece.message());
            hubTakes(piece.message());
            edge.on(now, new EdgeEvent.Acknowledged(piece.ticket()));
            edge.on(now, new EdgeEvent.Lost("broken"));
            hub.on(new HubEvent.Left("lane-1"));
        }
        assertEquals(7, sent.size());
        assertEquals(7, sent.stream().map(Arrays::hashCode).distinct().count());
    }

    @Test
    void oneBadRecordIsQuarantinedAndNotItsBatch() throws Exception {
        Journal journal = journal(new FaultyDisk());
        journal.append(Priority.AUDIT, RecordCodec.encode(crossings.audit()));
        journal.append(Priority.AUDIT, new byte[] {9});
        journal.append(Priority.AUDIT, RecordCodec.encode(crossings.withoutTemplates()));
        journal.append(Priority.AUDIT, RecordCodec.encode(crossings.audit()));
        journal.force();
        EdgeConversation edge = edge(journal);
        talk(edge, connect(edge));
        assertEquals(4, counted(Priority.AUDIT));
        LedgerEntry.Accepted accepted =
                assertInstanceOf(LedgerEntry.Accepted.class, ledger.getLast());
        assertEquals(
                List.of(2L, 3L), accepted.refused().stream().map(one -> one.number()).toList());
        assertEquals(
                List.of(2L, 3L),
                quarantined.getLast().refused().stream().map(one -> one.number()).toList());
        assertEquals(2, alarms.stream().filter(HubAlarm.Quarantined.class::isInstance).count());
    }

    @Test
    void moreBadRecordsThanOneReceiptHoldsAreAllTold() throws Exception {
        Journal journal = journal(new FaultyDisk());
        for (int i = 0; i < 70; i++) {
            journal.append(Priority.AUDIT, new byte[] {9});
        }
        journal.force();
        EdgeConversation edge = edge(journal);
        talk(edge, connect(edge));
        assertEquals(70, quarantined.stream().mapToInt(one -> one.refused().size()).sum());
    }

    @Test
    void aRestartedHubStandsWhereItsLedgerStands() throws Exception {
        Journal journal = journal(new FaultyDisk());
        for (int i = 0; i < 5; i++) {
            record(journal, crossings.audit());
        }
        EdgeConversation edge = edge(journal);
        talk(edge, connect(edge));
        hub = hub();
        for (LedgerEntry entry : List.copyOf(ledger)) {
            hub.restore(LedgerEntry.decode(entry.encode()));
        }
        int entries = ledger.size();
        EdgeConversation again = edge(journal);
        talk(again, connect(again));
        record(journal, crossings.audit());
        talk(again, again.on(now, new EdgeEvent.Recorded()));
        assertEquals(entries + 1, ledger.size());
        assertEquals(6, counted(Priority.AUDIT));
        assertEquals(List.of(), said);
    }

    @Test
    void aNodeThatIsNotEnrolledAndOneThatClaimsAnothersNameAreRejected() throws Exception {
        EdgeConversation edge = edge(journal(new FaultyDisk()));
        byte[] hello = published(connect(edge)).getFirst().message();
        for (HubAction action : hub.on(new HubEvent.Arrived("stranger", 1, hello))) {
            if (action instanceof HubAction.Reject reject) {
                assertEquals(HubConversation.NOT_AUTHORIZED, reject.code());
            }
        }
        assertTrue(
                hub.on(new HubEvent.Arrived("stranger", 2, hello)).stream()
                        .anyMatch(HubAction.Reject.class::isInstance));
    }

    @Test
    void aBatchWithOneFlippedBitIsRejectedAndNothingIsWritten() throws Exception {
        Journal journal = journal(new FaultyDisk());
        record(journal, crossings.audit());
        EdgeConversation edge = edge(journal);
        byte[] batch = batchAfterGreeting(edge);
        int before = ledger.size();
        for (int at : new int[] {0, 1, 2, 40, 60, batch.length - 1}) {
            byte[] flipped = batch.clone();
            flipped[at] ^= 4;
            List<HubAction> answers = hubTakes(flipped);
            assertTrue(answers.stream().anyMatch(HubAction.Reject.class::isInstance), "byte " + at);
        }
        assertEquals(before, ledger.size());
        hubTakes(batch);
        assertEquals(1, counted(Priority.AUDIT));
    }

    private HubEvent.Published release(Role role, long number, byte[] content) {
        Manifest manifest = new Manifest(role, number, 1, 2, Sha256.of(content), content.length);
        return new HubEvent.Published(
                manifest, manifest.sign(new byte[8], Ed25519.signer(RELEASES)), content);
    }

    @Test
    void aReleaseWhosePiecesWereLostIsStreamedAgain() throws Exception {
        byte[] content = randomness.bytes(60_000);
        hub.on(release(Role.WATCHLIST, 6, content));
        EdgeConversation edge = edge(journal(new FaultyDisk()), Role.WATCHLIST);
        talk(edge, connect(edge));
        // What was sent down was delivered to nobody; the next hello asks again.
        List<EdgeAction.Install> installs = new ArrayList<>();
        for (int round = 0; round < 40 && installs.isEmpty(); round++) {
            now += 31_000;
            List<EdgeAction> todo = new ArrayList<>(edge.on(now, new EdgeEvent.Wake()));
            while (!todo.isEmpty()) {
                EdgeAction action = todo.removeFirst();
                if (action instanceof EdgeAction.Install install) {
                    installs.add(install);
                }
                if (action instanceof EdgeAction.Publish publish) {
                    answers(hubTakes(publish.message()))
                            .forEach(
                                    down -> todo.addAll(edge.on(now, new EdgeEvent.Arrived(down))));
                    todo.addAll(edge.on(now, new EdgeEvent.Acknowledged(publish.ticket())));
                }
            }
        }
        assertEquals(1, installs.size());
        assertArrayEquals(content, installs.getFirst().content());
    }

    @Test
    void aRefusedReleaseIsRefusedOnceForItsOwnReason() throws Exception {
        EdgeConversation edge =
                edge(journal(new FaultyDisk()), Role.WATCHLIST, Role.RULES, Role.TRUST);
        talk(edge, connect(edge));
        byte[] lower =
                new Message.Manifest(release(Role.WATCHLIST, 4, new byte[1]).signed()).encode();
        note(edge.on(now, new EdgeEvent.Arrived(lower)));
        note(edge.on(now, new EdgeEvent.Arrived(lower)));
        assertEquals(1, said.size());
        assertTrue(said.getFirst().contains("number 4 is lower than 5"), said.toString());
        byte[] other =
                new Message.Manifest(release(Role.OPERATORS, 1, new byte[1]).signed()).encode();
        note(edge.on(now, new EdgeEvent.Arrived(other)));
        assertTrue(said.getLast().contains("does not follow its role"), said.toString());
    }

    @Test
    void noiseFromEitherSideIsRefusedAndLosesNothing() throws Exception {
        Journal journal = journal(new FaultyDisk());
        record(journal, crossings.audit());
        EdgeConversation edge = edge(journal);
        List<EdgeAction> hello = connect(edge);
        for (int i = 0; i < 200; i++) {
            byte[] noise = randomness.bytes(3 + random.nextInt(300));
            noise[0] = 1;
            noise[1] = (byte) (1 + random.nextInt(5));
            edge.on(now, new EdgeEvent.Arrived(noise));
            hubTakes(noise);
        }
        talk(edge, hello);
        assertEquals(1, counted(Priority.AUDIT));
        assertNotEquals(0, said.size());
    }

    @Test
    void aHelloThatABrokerTookBeforeTheHubListenedIsSaidAgain() throws Exception {
        Journal journal = journal(new FaultyDisk());
        record(journal, crossings.audit());
        EdgeConversation edge = edge(journal);
        EdgeAction.Publish unheard = published(connect(edge)).getFirst();
        edge.on(now, new EdgeEvent.Acknowledged(unheard.ticket()));
        now += EdgeConversation.HELLO_AGAIN_MILLIS - 1;
        assertEquals(List.of(), published(edge.on(now, new EdgeEvent.Wake())));
        now += 1;
        talk(edge, edge.on(now, new EdgeEvent.Wake()));
        assertTrue(edge.up());
        assertEquals(1, counted(Priority.AUDIT));
    }

    @Test
    void aSilentLinkIsHungUpAndDialledAgain() throws Exception {
        Journal journal = journal(new FaultyDisk());
        EdgeConversation edge = edge(journal);
        connect(edge);
        now += EdgeConversation.WATCHDOG_MILLIS - 1;
        assertTrue(
                edge.on(now, new EdgeEvent.Wake()).stream()
                        .noneMatch(EdgeAction.HangUp.class::isInstance));
        now += 1;
        assertTrue(
                edge.on(now, new EdgeEvent.Wake()).stream()
                        .anyMatch(EdgeAction.HangUp.class::isInstance));
        now += 1_000;
        assertTrue(
                edge.on(now, new EdgeEvent.Wake()).stream()
                        .anyMatch(EdgeAction.Dial.class::isInstance));
    }
}
