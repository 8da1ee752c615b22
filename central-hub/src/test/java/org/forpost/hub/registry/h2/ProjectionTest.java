package org.forpost.hub.registry.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.forpost.hub.registry.Projection;
import org.forpost.hub.registry.Registry;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.record.Audit;
import org.forpost.protocol.record.ClockTrust;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.record.RecordId;
import org.forpost.protocol.record.Stamp;
import org.forpost.protocol.sync.LedgerEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A registry that follows a ledger in which something cannot be opened.
class ProjectionTest {
    private static final byte[] SEAL = new byte[32];
    private static final byte[] LEDGER = new byte[16];
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final Randomness RANDOMNESS =
            count -> {
                byte[] bytes = new byte[count];
                ThreadLocalRandom.current().nextBytes(bytes);
                return bytes;
            };

    @TempDir Path folder;

    private final List<LedgerEntry> ledger = new CopyOnWriteArrayList<>();
    private final List<String> trouble = new CopyOnWriteArrayList<>();
    private Head head = Head.START;

    private void accept(byte[] record, boolean spoilt) {
        byte[] incarnation = new byte[16];
        Batch batch =
                new Batch(
                        "a-1",
                        incarnation,
                        Priority.AUDIT,
                        head,
                        List.of(new Batch.Item.Whole(record)));
        byte[] envelope =
                BatchCodec.seal(
                        batch,
                        Hpke.sealer(Hpke.publicKey(SEAL), RANDOMNESS),
                        new byte[8],
                        message -> new byte[64]);
        head = head.next(incarnation, Priority.AUDIT, record);
        if (spoilt) {
            envelope[envelope.length - 80] ^= 1;
        }
        ledger.add(
                new LedgerEntry.Accepted(
                        "a-1",
                        incarnation,
                        Priority.AUDIT,
                        head.number(),
                        head,
                        1,
                        "mqtt",
                        List.of(),
                        envelope));
    }

    private static byte[] record() {
        return RecordCodec.encode(
                new PostRecord(
                        RecordId.random(RANDOMNESS),
                        "a-1",
                        new Stamp(1, 0, ClockTrust.NEVER_SET, 0),
                        new Audit("health", "well")));
    }

    private Projection following(Registry registry) {
        Projection projection =
                new Projection(
                        (from, visitor) -> {
                            for (int i = (int) from - 1; i < ledger.size(); i++) {
                                visitor.entry(i + 1, ledger.get(i));
                            }
                        },
                        registry,
                        Hpke.unsealer(SEAL),
                        () -> false,
                        rows -> {},
                        trouble::add);
        projection.start();
        return projection;
    }

    private static void await(BooleanSupplier what) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!what.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "it never came to that");
            Thread.sleep(10);
        }
    }

    @Test
    void whatCannotBeOpenedIsLeftOutAndToldAndTheRestGoesOn() throws Exception {
        accept(record(), false);
        accept(record(), true);
        accept(new byte[] {99}, false);
        accept(record(), false);
        try (Registry registry = H2Registry.open(folder, LEDGER, 4)) {
            try (Projection _ = following(registry)) {
                await(() -> registry.applied() == 4);
            }
            assertEquals(2, registry.counted());
        }
        assertEquals(2, trouble.size(), trouble.toString());
        assertTrue(trouble.get(0).startsWith("ledger entry 2 is left out"), trouble.get(0));
        assertTrue(trouble.get(1).startsWith("record 3 in ledger entry 3"), trouble.get(1));
    }

    @Test
    void aWrongKeyEmptiesNoRegistry() throws Exception {
        for (int i = 0; i < 12; i++) {
            accept(record(), true);
        }
        try (Registry registry = H2Registry.open(folder, LEDGER, 12)) {
            try (Projection _ = following(registry)) {
                await(() -> trouble.stream().anyMatch(one -> one.contains("the hub's seal key")));
            }
            assertEquals(0, registry.applied());
        }
        assertEquals(9, new ArrayList<>(trouble).size(), trouble.toString());
    }
}
