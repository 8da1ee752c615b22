package org.forpost.protocol.sync;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.world.FaultyDisk;
import org.junit.jupiter.api.Test;

/// One bad record costs itself, not its batch, not its chain, and not the hub.
class BadRecordTest {
    private final Bench bench = new Bench();

    private static List<Long> numbers(EdgeAction.Quarantined told) {
        return told.refused().stream().map(one -> one.number()).toList();
    }

    @Test
    void aNodeIsToldOfItsBadRecordsUntilItHasNotedThem() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        Bench.Lane lane = bench.lane(disk);
        lane.write(2);
        lane.writeRaw(new byte[] {9}, new byte[] {8});
        lane.write(1);
        lane.meet();
        assertEquals(List.of(3L, 4L), numbers(lane.quarantined.getFirst()));
        assertEquals(1, lane.quarantined.size());
        // A machine that has lost its note of it is told again, also by a hub that was restarted.
        bench.restartHub();
        Bench.Lane again = bench.lane(disk);
        again.meet();
        assertEquals(List.of(3L, 4L), numbers(again.quarantined.getFirst()));
        // One that has it is not.
        Bench.Lane knows = bench.lane(disk, again.standing());
        knows.meet();
        assertEquals(List.of(), knows.quarantined);
        bench.assertAllCounted();
    }

    @Test
    void whatALostReceiptToldIsToldAgainWithTheNextOne() throws Exception {
        Bench.Lane lane = bench.lane(new FaultyDisk());
        lane.write(1);
        lane.meet();
        lane.writeRaw(new byte[] {9});
        bench.lost = message -> true;
        lane.goOn();
        bench.lost = message -> false;
        lane.writeRaw(new byte[] {8});
        lane.goOn();
        assertEquals(List.of(2L, 3L), numbers(lane.quarantined.getFirst()));
    }

    @Test
    void ofVeryManyBadRecordsTheLastOnesAreTold() throws Exception {
        Bench.Lane lane = bench.lane(new FaultyDisk());
        for (int i = 0; i < 300; i++) {
            lane.writeRaw(new byte[] {(byte) i});
        }
        lane.meet();
        assertEquals(300, lane.quarantined.stream().mapToInt(told -> told.refused().size()).sum());
        bench.restartHub();
        Bench.Lane again = bench.lane(new FaultyDisk());
        assertEquals(
                128,
                bench.receiptsFor(lane.hello()).stream()
                        .mapToInt(receipt -> receipt.refused().size())
                        .sum());
        assertTrue(again.quarantined.isEmpty());
    }

    @Test
    void aRecordThatTheHubCannotReadIsFoundAndGoesByItsHash() throws Exception {
        for (boolean broker : new boolean[] {false, true}) {
            Bench hub = new Bench();
            hub.broker = broker;
            FaultyDisk disk = new FaultyDisk();
            Bench.Lane lane = hub.lane(disk);
            lane.write(150);
            byte[] bad = hub.poisonRecord();
            lane.writeRaw(bad);
            lane.write(149);
            for (int contact = 0; contact < 3; contact++) {
                lane.meet();
            }
            hub.assertAllCounted();
            assertTrue(lane.sent() < 300, "messages: " + lane.sent());
            HubAlarm.Quarantined alarm = hub.alarms(HubAlarm.Quarantined.class).getFirst();
            assertTrue(alarm.withheld());
            assertEquals(151, alarm.number());
            assertArrayEquals(Sha256.of(bad), alarm.hash());
            assertEquals(1, hub.alarms(HubAlarm.Quarantined.class).size());
            assertEquals(List.of(151L), numbers(lane.quarantined.getFirst()));
            assertEquals(
                    1,
                    lane.alarms.stream()
                            .filter(one -> one.code() == EdgeAction.Alarm.Code.RECORD_WITHHELD)
                            .count());
            // Back to large batches afterwards.
            int before = lane.sent();
            lane.write(200);
            lane.meet();
            assertTrue(lane.sent() - before < 20, "messages: " + (lane.sent() - before));
            assertEquals(
                    lane.journal.recorded(Priority.AUDIT),
                    lane.standing().receipted()[Priority.AUDIT.code()]);
            hub.restartHub();
            lane.meet();
            hub.assertAllCounted();
        }
    }

    /// The unreadable one was refused before its place in the chain was looked at: it must not make
    /// the node forget what was under way before it.
    @Test
    void aBatchThatABrokerForgotBeforeAnUnreadableOneComesAgain() throws Exception {
        bench.broker = true;
        Bench.Lane lane = bench.lane(new FaultyDisk());
        lane.write(1);
        lane.meet();
        lane.write(1);
        lane.goOnInVain();
        lane.writeRaw(bench.poisonRecord());
        lane.goOn();
        bench.now += 61_000;
        lane.goOn();
        bench.assertAllCounted();
        assertEquals(
                lane.journal.recorded(Priority.AUDIT),
                lane.standing().receipted()[Priority.AUDIT.code()]);
    }

    @Test
    void anEntryThatIsTooLargeForTheHubDoesNotHoldBackWhatFollows() throws Exception {
        Bench.Lane lane = bench.lane(new FaultyDisk());
        lane.write(1);
        lane.writeRaw(bench.randomness.bytes(RecordCodec.MAX_RECORD_BYTES + 1));
        lane.write(1);
        lane.meet();
        bench.assertAllCounted();
        assertEquals(1, bench.alarms(HubAlarm.Quarantined.class).size());
    }

    @Test
    void aHashCannotStandForAnotherRecord() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        Bench.Lane lane = bench.lane(disk);
        lane.write(2);
        byte[] lie =
                lane.seal(
                        List.of(
                                new Batch.Item.Withheld(Sha256.of(new byte[] {1})),
                                new Batch.Item.Withheld(Sha256.of(new byte[] {2}))));
        bench.receiptsFor(lane.hello());
        bench.hubTakes(lie);
        // The real machine then finds a history that it did not write.
        lane.meet();
        bench.assertAllCounted();
    }

    @Test
    void anEnvelopeThatIsSignedByNobodyIsNotSplitForEver() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        Bench.Lane lane = bench.lane(disk);
        lane.write(8);
        bench.allPoison = true;
        lane.meet();
        lane.meet();
        assertTrue(lane.sent() < 60, "messages: " + lane.sent());
        assertTrue(
                lane.alarms.stream()
                        .anyMatch(one -> one.code() == EdgeAction.Alarm.Code.MESSAGE_REFUSED),
                Arrays.toString(lane.alarms.toArray()));
        bench.allPoison = false;
        lane.meet();
        bench.assertAllCounted();
        assertEquals(
                lane.journal.recorded(Priority.AUDIT),
                lane.standing().receipted()[Priority.AUDIT.code()]);
    }
}
