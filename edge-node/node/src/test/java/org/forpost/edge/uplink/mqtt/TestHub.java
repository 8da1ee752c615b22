package org.forpost.edge.uplink.mqtt;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.crypto.Unsealer;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.journal.FileStore;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.record.RecordId;
import org.forpost.protocol.sync.HubAction;
import org.forpost.protocol.sync.HubAlarm;
import org.forpost.protocol.sync.HubConversation;
import org.forpost.protocol.sync.HubEvent;
import org.forpost.protocol.sync.HubKeys;
import org.forpost.protocol.sync.LedgerEntry;

/// The hub's end of the conversation with a real ledger on disk, behind whatever carries messages.
final class TestHub implements AutoCloseable {
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    task -> Thread.ofPlatform().name("test-hub").daemon().unstarted(task));
    private final Journal ledger;
    private final HubConversation conversation;
    private final SignatureCheck nodeSignatures;
    private final Unsealer seal;
    private final Deque<HubEvent> events = new ArrayDeque<>();

    /// What the hub would show to people.
    final List<String> alarms = new CopyOnWriteArrayList<>();

    /// What brings messages to the hub and takes them from it.
    interface Carriage {
        void acknowledge(String node, long ticket);

        void reject(String node, long ticket, int code);

        void publish(String node, long ticket, byte[] message);
    }

    private final Carriage carriage;

    TestHub(Path folder, TestKeys keys, String node, Carriage carriage) throws Exception {
        this.carriage = carriage;
        nodeSignatures = Ed25519.check(Ed25519.publicKey(keys.node()));
        seal = Hpke.unsealer(keys.seal());
        ledger =
                Journal.open(
                        new FileStore(folder),
                        new SegmentKeys(
                                TestKeys.key(),
                                Hpke.sealer(Hpke.publicKey(keys.seal()), TestKeys.RANDOMNESS),
                                TestKeys.RANDOMNESS),
                        TestKeys.RANDOMNESS,
                        cut -> {});
        conversation =
                new HubConversation(
                        new HubKeys(
                                Sign1.keyId(Ed25519.publicKey(keys.receipts())),
                                Ed25519.signer(keys.receipts()),
                                seal,
                                name -> name.equals(node) ? nodeSignatures : null),
                        System::currentTimeMillis);
    }

    void tell(HubEvent event) {
        thread.execute(() -> {
            events.add(event);
            for (HubEvent next = events.poll(); next != null; next = events.poll()) {
                conversation.on(next).forEach(this::perform);
            }
        });
    }

    private void perform(HubAction action) {
        switch (action) {
            case HubAction.Append append -> {
                try {
                    ledger.append(Priority.CROSSING, append.entry().encode());
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
                ledger.force();
                events.add(new HubEvent.Forced(append.ticket()));
            }
            case HubAction.Acknowledge(String node, long ticket) ->
                    carriage.acknowledge(node, ticket);
            case HubAction.Reject(String node, long ticket, int code) ->
                    carriage.reject(node, ticket, code);
            case HubAction.Publish(String node, long ticket, byte[] message) ->
                    carriage.publish(node, ticket, message);
            case HubAction.Heard _, HubAction.HeardOf _, HubAction.Told _, HubAction.Stands _ -> {}
            case HubAction.Alarm(String _, HubAlarm what) -> alarms.add(what.toString());
        }
    }

    /// How often each record is in the ledger, as read from the disk.
    Map<RecordId, Integer> counted() throws Exception {
        return thread.submit(
                        () -> {
                            Map<RecordId, Integer> times = new HashMap<>();
                            ledger.replay(1, entry -> count(entry.payload(), times));
                            return times;
                        })
                .get(60, TimeUnit.SECONDS);
    }

    private void count(byte[] entry, Map<RecordId, Integer> times) {
        try {
            if (LedgerEntry.decode(entry) instanceof LedgerEntry.Accepted accepted) {
                Batch batch = BatchCodec.open(accepted.envelope(), nodeSignatures, seal);
                for (long number = accepted.first(); number <= batch.last(); number++) {
                    byte[] record =
                            ((Batch.Item.Whole) batch.items().get((int) (number - batch.first())))
                                    .record();
                    times.merge(RecordCodec.decode(record).id(), 1, Integer::sum);
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        thread.shutdown();
        Patience.awaitEnd(
                "the hub's thread", seconds -> thread.awaitTermination(seconds, TimeUnit.SECONDS));
        ledger.close();
    }
}
