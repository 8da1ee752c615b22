package org.forpost.protocol.sync;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.envelope.Message;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.Retention;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.world.FaultyDisk;
import org.junit.jupiter.api.Test;

/// Disks that were restored and boxes that were cloned, hubs that came back from a backup: no
/// record is lost, none is counted twice, and what is a fork is called one.
class ForkTest {
    private final Bench bench = new Bench();

    @Test
    void aRestoredDiskBeginsANewIncarnationAndLosesNothing() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        Bench.Lane lane = bench.lane(disk);
        lane.write(3);
        lane.meet();
        FaultyDisk backup = FaultyDisk.of(disk.contents());
        EdgeConversation.Standing shelf = lane.standing();
        lane.write(4);
        lane.meet();
        byte[] first = lane.journal.incarnation();

        // The disk breaks, yesterday's copy of it goes on, and a lane works on it for a while.
        Bench.Lane restored = bench.lane(backup, shelf);
        restored.write(2);
        restored.meet();
        assertFalse(Arrays.equals(first, restored.journal.incarnation()));
        assertEquals(List.of(), bench.alarms(HubAlarm.Forked.class));
        HubAlarm.TookOver told = bench.alarms(HubAlarm.TookOver.class).getFirst();
        assertArrayEquals(first, told.follows());
        assertFalse(told.afterFork());
        restored.write(1);
        restored.meet();
        bench.assertAllCounted();
        assertEquals(restored.written(), restored.receiptedRecords());
        assertTrue(
                bench.auditsAtHub().stream()
                        .anyMatch(audit ->
                                audit.event().equals("incarnation-began")
                                        && audit.detail().contains("behind")
                                        && audit.detail().contains("carries over 0/0/5/0")),
                bench.auditsAtHub().toString());
    }

    @Test
    void aRestoredDiskWhoseReceiptsWereNotRestoredKnowsBeforeItSpeaks() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        Bench.Lane lane = bench.lane(disk);
        lane.write(3);
        lane.meet();
        FaultyDisk backup = FaultyDisk.of(disk.contents());
        lane.write(4);
        lane.meet();
        Bench.Lane restored = bench.lane(backup, lane.standing());
        byte[] first = restored.journal.incarnation();
        restored.perform(restored.edge.on(bench.now, new EdgeEvent.Wake()));
        assertFalse(Arrays.equals(first, restored.journal.incarnation()));
        restored.write(2);
        restored.meet();
        bench.assertAllCounted();
    }

    /// Both machines write under the same numbers; each has been in contact twice.
    @Test
    void aClonedBoxIsAForkAndBothMachinesGoOn() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        Bench.Lane one = bench.lane(disk);
        one.write(3);
        one.meet();
        byte[] shared = one.journal.incarnation();
        Bench.Lane two = bench.lane(FaultyDisk.of(disk.contents()), one.standing());
        one.write(5);
        two.write(2);
        one.meet();
        two.meet(); // finds records at the hub that it never wrote, and begins anew
        assertFalse(Arrays.equals(shared, two.journal.incarnation()));
        one.write(1);
        one.meet(); // goes on with what another took over from
        two.meet();
        HubAlarm.Outlived alarm = bench.alarms(HubAlarm.Outlived.class).getFirst();
        assertArrayEquals(shared, alarm.incarnation());
        assertArrayEquals(two.journal.incarnation(), alarm.followers().getFirst());
        assertFalse(Arrays.equals(shared, one.journal.incarnation()));
        HubAlarm.TookOver last = bench.alarms(HubAlarm.TookOver.class).getLast();
        assertTrue(last.afterFork());
        assertEquals(2, last.siblings().size());
        assertArrayEquals(two.journal.incarnation(), last.siblings().get(0));
        assertArrayEquals(one.journal.incarnation(), last.siblings().get(1));
        one.write(1);
        two.write(1);
        one.meet();
        two.meet();
        bench.assertAllCounted();
        assertEquals(1, bench.alarms(HubAlarm.Outlived.class).size());
    }

    @Test
    void theSameNumberWithAnotherHashIsAForkOfTheWholeIncarnation() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        Bench.Lane one = bench.lane(disk);
        Bench.Lane two = bench.lane(FaultyDisk.of(disk.contents()));
        byte[] shared = one.journal.incarnation();
        one.write(1);
        two.write(2);
        // Both branches are on their way before the hub has said a word about either.
        byte[] batch = one.batchAfterGreeting();
        byte[] other = two.batchAfterGreeting();
        bench.hubTakes(batch);
        bench.hubTakes(other);
        LedgerEntry.Forked kept =
                assertInstanceOf(LedgerEntry.Forked.class, bench.ledger.getLast());
        assertTrue(kept.envelope().length > 0);
        HubAlarm.Forked alarm = bench.alarms(HubAlarm.Forked.class).getFirst();
        assertEquals(1, alarm.number());
        assertFalse(Arrays.equals(alarm.held(), alarm.other()));
        // All four chains are blocked, also for a hub that starts again.
        bench.restartHub();
        HubAlarm.Forked again = (HubAlarm.Forked) bench.restored.getLast();
        assertArrayEquals(alarm.other(), again.other());
        for (int round = 0; round < 2; round++) {
            List<Receipt> receipts = bench.receiptsFor(one.hello());
            assertEquals(4, receipts.size());
            receipts.forEach(receipt -> assertEquals(Receipt.Verdict.FORKED, receipt.verdict()));
        }
        one.meet();
        two.meet();
        assertFalse(Arrays.equals(shared, one.journal.incarnation()));
        assertFalse(Arrays.equals(shared, two.journal.incarnation()));
        bench.assertAllCounted();
    }

    @Test
    void aHubThatCameBackFromABackupIsSentEverythingAgainAndNobodyForks() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        Bench.Lane lane = bench.lane(disk);
        lane.write(3);
        lane.meet();
        List<LedgerEntry> backup = new ArrayList<>(bench.ledger);
        lane.write(5);
        lane.meet();
        bench.ledger.clear();
        bench.ledger.addAll(backup);
        bench.restartHub();
        lane.meet();
        bench.assertAllCounted();
        assertEquals(1, lane.journal.formerIncarnations().size() + 1);
        assertEquals(List.of(), bench.alarms(HubAlarm.Forked.class));
        assertTrue(
                lane.alarms.stream()
                        .anyMatch(alarm -> alarm.code() == EdgeAction.Alarm.Code.HUB_WENT_BACK),
                lane.alarms.toString());
    }

    /// The hub lost what it had receipted, and then a clone wrote under the same numbers.
    @Test
    void whatARestoredHubLostIsCarriedOverToo() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        Bench.Lane lane = bench.lane(disk);
        lane.write(2);
        lane.meet();
        Bench.Lane clone = bench.lane(FaultyDisk.of(disk.contents()), lane.standing());
        List<LedgerEntry> backup = new ArrayList<>(bench.ledger);
        lane.write(5);
        lane.meet();
        bench.ledger.clear();
        bench.ledger.addAll(backup);
        bench.restartHub();
        clone.write(3);
        clone.meet();
        lane.meet();
        bench.assertAllCounted();
    }

    @Test
    void aReceiptOfAnotherKeyOrAnotherNodeForksNothing() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        Bench.Lane lane = bench.lane(disk);
        lane.write(3);
        lane.meet();
        byte[] before = lane.journal.incarnation();
        Head lie = new Head(99, new byte[32]);
        for (byte[] signed :
                List.of(
                        bench.receipt("lane-1", before, lie, new byte[32]),
                        bench.receipt("lane-2", before, lie, Bench.RECEIPTS),
                        bench.receipt("lane-1", new byte[16], lie, Bench.RECEIPTS))) {
            lane.perform(lane.edge.on(bench.now, new EdgeEvent.Arrived(signed)));
        }
        lane.write(1);
        lane.meet();
        assertArrayEquals(before, lane.journal.incarnation());
        bench.assertAllCounted();
    }

    @Test
    void oldReceiptsAndOldBatchesThatComeAgainForkNothing() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        Bench.Lane lane = bench.lane(disk);
        List<byte[]> up = new ArrayList<>();
        List<byte[]> down = new ArrayList<>();
        bench.wiretap(up, down);
        for (int i = 0; i < 4; i++) {
            lane.write(2);
            lane.meet();
        }
        byte[] before = lane.journal.incarnation();
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            if (random.nextBoolean()) {
                bench.hubTakes(up.get(random.nextInt(up.size())));
            } else {
                byte[] old = down.get(random.nextInt(down.size()));
                lane.perform(lane.edge.on(bench.now, new EdgeEvent.Arrived(old)));
            }
        }
        lane.write(1);
        lane.meet();
        assertArrayEquals(before, lane.journal.incarnation());
        assertEquals(Set.of(), new HashSet<>(bench.alarms(HubAlarm.Forked.class)));
        bench.assertAllCounted();
    }

    @Test
    void aDiskThatIsFullWhenItMustBeginAnewDoesSoLater() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        Bench.Lane lane = bench.lane(disk);
        lane.write(3);
        lane.meet();
        FaultyDisk backup = FaultyDisk.of(disk.contents());
        EdgeConversation.Standing shelf = lane.standing();
        lane.write(2);
        lane.meet();
        Bench.Lane restored = bench.lane(backup, shelf);
        restored.write(1);
        byte[] first = restored.journal.incarnation();
        backup.room(0);
        restored.meet();
        assertArrayEquals(first, restored.journal.incarnation());
        assertTrue(
                restored.alarms.stream()
                        .anyMatch(alarm -> alarm.code() == EdgeAction.Alarm.Code.INCARNATION));
        backup.room(Long.MAX_VALUE);
        restored.meet();
        assertFalse(Arrays.equals(first, restored.journal.incarnation()));
        bench.assertAllCounted();
    }

    @Test
    void aCrashRightAfterTheNewIncarnationIsAsIfItHadGoneOn() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        Bench.Lane lane = bench.lane(disk);
        lane.write(3);
        lane.meet();
        FaultyDisk backup = FaultyDisk.of(disk.contents());
        EdgeConversation.Standing shelf = lane.standing();
        lane.write(2);
        lane.meet();
        Bench.Lane restored = bench.lane(backup, shelf);
        restored.write(2);
        restored.journal.beginIncarnation(
                new long[] {0, 0, Journal.EVERYTHING, 0}, succession -> bench.audit("began"));
        // The process dies; nobody was told. The shelf still holds the old incarnation's receipts.
        backup.cutPower(new Random(4));
        Bench.Lane again = bench.lane(backup);
        again.adopt(restored);
        again.meet();
        assertEquals(1, again.journal.formerIncarnations().size());
        bench.assertAllCounted();
    }

    @Test
    void aNodeThatWasRestoredOftenGoesOnAndOneThatNeverStopsIsStopped() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        Bench.Lane first = bench.lane(disk);
        first.write(3);
        first.meet();
        byte[] old = first.journal.incarnation();
        Bench.Lane clone = bench.lane(FaultyDisk.of(disk.contents()), first.standing());
        begin(NodeState.MAX_WHOLE + 1, old);
        bench.restartHub();
        // Of the old one the hub knows how far it was receipted, and that another took over.
        List<Receipt> receipts = bench.receiptsFor(first.hello());
        assertEquals(
                first.journal.recorded(Priority.AUDIT), receipts.get(Priority.AUDIT.code()).head());
        clone.write(2);
        clone.meet();
        assertEquals(1, bench.alarms(HubAlarm.Outlived.class).size());
        clone.meet();
        clone.meet();
        bench.assertAllCounted();

        begin(NodeState.MAX_INCARNATIONS, clone.journal.incarnation());
        bench.restartHub();
        Bench.Lane tooMany = bench.lane(new FaultyDisk());
        tooMany.meet();
        assertEquals(1, bench.alarms(HubAlarm.TooManyIncarnations.class).size());
        assertFalse(tooMany.edge.up());
    }

    /// Until the hub has met so many, each after the one before.
    private void begin(int count, byte[] after) {
        byte[] follows = after;
        while (bench.ledger.stream().filter(LedgerEntry.Contact.class::isInstance).count()
                < count) {
            byte[] next = bench.randomness.bytes(16);
            bench.ledger.add(new LedgerEntry.Contact("lane-1", next, follows, 1));
            follows = next;
        }
    }

    @Test
    void evidenceOfAForkIsBounded() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        Bench.Lane one = bench.lane(disk);
        Map<String, byte[]> start = disk.contents();
        one.write(1);
        one.meet();
        for (int i = 0; i < 80; i++) {
            Bench.Lane other = bench.lane(FaultyDisk.of(start));
            other.write(2);
            bench.hubTakes(other.batchIgnoringReceipts());
        }
        assertEquals(
                64, bench.ledger.stream().filter(LedgerEntry.Forked.class::isInstance).count());
        assertEquals(1, bench.alarms(HubAlarm.Forked.class).size());
    }

    /// The backup is older than the new incarnation: what was sent in the one before is missing
    /// too.
    @Test
    void whatAnEarlierIncarnationHadSentIsSentAgainToAHubThatLostIt() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        Bench.Lane lane = bench.lane(disk);
        lane.write(2);
        lane.meet();
        List<LedgerEntry> backup = new ArrayList<>(bench.ledger);
        lane.write(3);
        lane.meet();
        FaultyDisk copy = FaultyDisk.of(disk.contents());
        EdgeConversation.Standing shelf = lane.standing();
        lane.write(1);
        lane.meet();
        bench.forget(lane, 1); // was only on the disk that broke, and in what the hub lost
        Bench.Lane restored = bench.lane(copy, shelf);
        restored.write(1);
        restored.meet();
        assertEquals(1, restored.journal.formerIncarnations().size());
        for (List<LedgerEntry> older : List.of(backup, List.<LedgerEntry>of())) {
            bench.ledger.clear();
            bench.ledger.addAll(older);
            bench.restartHub();
            restored.meet();
            bench.assertAllCounted();
        }
        int incarnations = restored.journal.formerIncarnations().size();
        restored.write(1);
        restored.meet();
        assertEquals(incarnations, restored.journal.formerIncarnations().size());
        bench.assertAllCounted();
    }

    /// The hub's head alone does not say whose records lead up to it.
    @Test
    void whatACloneFilledUpAtAHubThatWentBackIsNotTakenForWhatWasLost() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        Bench.Lane one = bench.lane(disk);
        one.write(2);
        one.meet();
        List<LedgerEntry> backup = new ArrayList<>(bench.ledger);
        Bench.Lane two = bench.lane(FaultyDisk.of(disk.contents()), one.standing());
        one.write(3);
        one.meet();
        bench.ledger.clear();
        bench.ledger.addAll(backup);
        bench.restartHub();
        two.write(6);
        two.meet();
        for (int round = 0; round < 2; round++) {
            one.meet();
            two.meet();
        }
        bench.assertAllCounted();
    }

    @Test
    void aNodeSaysNothingBeforeItKnowsWhatIsHeldOfTheIncarnationBefore() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        Bench.Lane lane = bench.lane(disk);
        lane.write(1);
        lane.meet();
        List<LedgerEntry> backup = new ArrayList<>(bench.ledger);
        lane.write(2);
        lane.meet();
        byte[] former = lane.journal.incarnation();
        lane.journal.beginIncarnation(new long[] {0, 0, 3, 0}, succession -> bench.audit("began"));
        bench.ledger.clear();
        bench.ledger.addAll(backup);
        bench.restartHub();
        Bench.Lane again = bench.lane(disk).adopt(lane);
        bench.lost = message -> isReceiptFor(message, former);
        for (int contact = 0; contact < 3; contact++) {
            again.meet();
            assertFalse(again.edge.up());
            assertEquals(Head.START, again.standing().receipted()[Priority.AUDIT.code()]);
        }
        bench.lost = message -> false;
        again.meet();
        assertEquals(2, again.journal.formerIncarnations().size());
        again.meet();
        assertTrue(again.edge.up());
        bench.assertAllCounted();
    }

    private static boolean isReceiptFor(byte[] message, byte[] incarnation) {
        try {
            return Message.decode(message, 1) instanceof Message.Receipt receipt
                    && Arrays.equals(
                            incarnation,
                            Receipt.open(
                                            receipt.signed(),
                                            Ed25519.check(Ed25519.publicKey(Bench.RECEIPTS)))
                                    .incarnation());
        } catch (MalformedException | NotAuthenticException e) {
            return false;
        }
    }

    @Test
    void whatANodeHasDestroyedIsSaidToBeLostAndTheRestIsSentAgain() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        Bench.Lane lane = bench.lane(disk, EdgeConversation.Standing.none(), 600);
        lane.write(2);
        lane.meet();
        List<LedgerEntry> backup = new ArrayList<>(bench.ledger);
        lane.write(10);
        lane.meet();
        long[] numbers = {0, 0, lane.journal.recorded(Priority.AUDIT).number(), 0};
        Retention retention = new Retention(lane.journal, 1_000, Retention.Covered.nothing());
        List<Long> destroyed = new ArrayList<>();
        for (long now : new long[] {5_000, 6_000}) {
            for (Priority priority : Priority.values()) {
                destroyed.addAll(
                        retention.receipted(
                                lane.journal.incarnation(),
                                priority,
                                numbers[priority.code()],
                                new Retention.Moment(now, now)));
            }
        }
        assertTrue(destroyed.size() > 1);
        long gone = lane.journal.firstReadable(Priority.AUDIT) - 1;
        assertTrue(gone > 2);
        bench.ledger.clear();
        bench.ledger.addAll(backup);
        bench.restartHub();
        lane.meet();
        assertEquals(1, lane.journal.formerIncarnations().size());
        Bench.Lane again = bench.lane(disk, lane.standing(), 600);
        again.meet();
        assertEquals(1, again.journal.formerIncarnations().size());
        assertTrue(
                lane.alarms.stream().anyMatch(alarm -> alarm.what().contains("destroyed")),
                lane.alarms.toString());
        // The two of the backup, and all that was not destroyed.
        assertEquals(2 + 12 - gone, bench.counted().size() - 1);
    }
}
