package org.forpost.hub.registry.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.forpost.hub.registry.Arrival;
import org.forpost.hub.registry.Registry;
import org.forpost.hub.registry.RegistryException;
import org.forpost.protocol.record.Audit;
import org.forpost.protocol.record.ClockTrust;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.RecordId;
import org.forpost.protocol.record.Stamp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The projection in its file.
class H2RegistryTest {
    private static final byte[] LEDGER = new byte[16];
    private static final byte[] OTHER_LEDGER = {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    @TempDir Path folder;

    private static Arrival arrival(long sequence, int id) {
        return arrival(sequence, id, "00".repeat(16), "started");
    }

    private static Arrival arrival(long sequence, int id, String incarnation, String event) {
        byte[] bytes = new byte[RecordId.BYTES];
        bytes[0] = (byte) id;
        var record =
                new PostRecord(
                        RecordId.of(bytes),
                        "tikhaya-1",
                        new Stamp(1_000, 0, ClockTrust.NEVER_SET, 0),
                        new Audit(event, ""));
        return Arrival.of(
                record,
                new Arrival.Place(
                        sequence,
                        incarnation,
                        2,
                        sequence,
                        Instant.ofEpochMilli(5_000),
                        "mqtt",
                        null));
    }

    @Test
    void whatTheLedgerCountedTwiceIsSaidToBeCountedTwice() throws Exception {
        try (Registry registry = H2Registry.open(folder, LEDGER, 10)) {
            registry.apply(List.of(arrival(1, 7), arrival(2, 8), arrival(3, 7)), 4);
            registry.apply(List.of(arrival(4, 8)), 5);

            assertEquals(new Registry.Totals(2, 2, 0, 0, 4, 0), registry.totals());
            assertEquals(
                    List.of(2, 2, 2, 2),
                    registry.after(0, 10).stream().map(Registry.Row::arrivals).toList());
        }
        try (Registry again = H2Registry.open(folder, LEDGER, 10)) {
            assertEquals(new Registry.Totals(2, 2, 0, 0, 4, 0), again.totals());
            assertEquals(5, again.applied());
            assertEquals(4, again.counted());
        }
    }

    @Test
    void whatANodeCarriedOverToItsNextIncarnationIsCountedOnce() throws Exception {
        try (Registry registry = H2Registry.open(folder, LEDGER, 10)) {
            registry.apply(List.of(arrival(0, 7), arrival(0, 8)), 2);
            String next = "11".repeat(16);
            registry.apply(
                    List.of(arrival(0, 8, next, "started"), arrival(0, 9, next, "started")), 3);
            registry.apply(List.of(arrival(0, 9, "22".repeat(16), "started")), 4);
            assertEquals(new Registry.Totals(3, 0, 0, 0, 3, 0), registry.totals());
            assertEquals(
                    List.of(1L, 2L, 3L),
                    registry.after(0, 10).stream().map(row -> row.arrival().sequence()).toList());
            assertEquals(4, registry.applied());
        }
    }

    @Test
    void aStepIsAppliedWholeOrNotAtAll() throws Exception {
        try (Registry registry = H2Registry.open(folder, LEDGER, 10)) {
            registry.apply(List.of(arrival(1, 1)), 1);
            assertThrows(
                    RegistryException.class,
                    () ->
                            registry.apply(
                                    List.of(
                                            arrival(2, 2),
                                            arrival(3, 3, "00".repeat(16), "x".repeat(65))),
                                    2));
            assertEquals(1, registry.applied());
            assertEquals(1, registry.totals().records());
            registry.apply(List.of(arrival(2, 2)), 2);
            assertEquals(2, registry.after(0, 10).size());
        }
    }

    @Test
    void aRegistryOfAnotherLedgerOrOfALaterStateBeginsAnew() throws Exception {
        try (Registry registry = H2Registry.open(folder, LEDGER, 10)) {
            registry.apply(List.of(arrival(1, 1)), 9);
        }
        try (Registry other = H2Registry.open(folder, OTHER_LEDGER, 10)) {
            assertEquals(0, other.applied());
            other.apply(List.of(arrival(1, 1)), 9);
        }
        // The hub's ledger was restored from a backup: it has 8 entries where the registry saw 9.
        try (Registry restored = H2Registry.open(folder, OTHER_LEDGER, 8)) {
            assertEquals(0, restored.applied());
            assertEquals(0, restored.totals().records());
        }
    }

    @Test
    void aCorrectionIsKeptBesideWhatItCorrectsAndIsNoCrossing() throws Exception {
        RecordId corrected = RecordId.of(new byte[RecordId.BYTES]);
        byte[] bytes = new byte[RecordId.BYTES];
        bytes[0] = 1;
        var correction =
                new Crossing(
                        Crossing.Direction.ENTRY,
                        new Crossing.Document("P", "UTO", "L898902C3"),
                        new Crossing.Person("ERIKSSON", "ANNA MARIA", 19740812, "UTO", "F"),
                        Crossing.Category.ORDINARY,
                        null,
                        List.of(),
                        List.of(),
                        null,
                        null,
                        new Crossing.Decision(Crossing.Outcome.REFUSE, "document", "officer-7"),
                        List.of(),
                        null,
                        List.of(),
                        List.of(new Crossing.Approval("correct", "smirnova")),
                        corrected);
        var record =
                new PostRecord(
                        RecordId.of(bytes),
                        "tikhaya-1",
                        new Stamp(1_000, 0, ClockTrust.NEVER_SET, 0),
                        correction);
        try (Registry registry = H2Registry.open(folder, LEDGER, 10)) {
            registry.apply(
                    List.of(
                            Arrival.of(
                                    record,
                                    new Arrival.Place(
                                            1,
                                            "00".repeat(16),
                                            0,
                                            1,
                                            Instant.ofEpochMilli(5_000),
                                            "peer",
                                            "tikhaya-2"))),
                    1);
            Arrival kept = registry.after(0, 10).getFirst().arrival();
            assertEquals(Arrival.Kind.CORRECTION, kept.kind());
            assertEquals(corrected, kept.crossing());
            assertEquals("refuse", kept.outcome());
            assertEquals("peer", kept.road());
            assertEquals("tikhaya-2", kept.carrier());
            assertEquals("officer-7", kept.officer());
            assertEquals("smirnova", kept.supervisors());
            assertEquals(new Registry.Totals(1, 0, 0, 0, 0, 0), registry.totals());
        }
    }

    @Test
    void aCrossingIsShownWithItsHistory() throws Exception {
        RecordId first = RecordId.of(new byte[RecordId.BYTES]);
        try (Registry registry = H2Registry.open(folder, LEDGER, 10)) {
            registry.apply(
                    List.of(
                            decided(1, first, null, Crossing.Outcome.REFUSE, "L1"),
                            decided(2, id(1), first, Crossing.Outcome.ADMIT, "L1"),
                            decided(3, id(2), first, Crossing.Outcome.ADMIT, "L7")),
                    3);
            Registry.Row row = registry.after(0, 10).getFirst();
            assertEquals(Arrival.Kind.CROSSING, row.arrival().kind());
            assertEquals("refuse", row.arrival().outcome());
            assertEquals(
                    List.of("admit L1", "admit L7"),
                    row.corrections().stream()
                            .map(one -> one.outcome() + " " + one.document())
                            .toList());
            assertEquals(1, registry.totals().crossings());
        }
    }

    private static RecordId id(int number) {
        byte[] bytes = new byte[RecordId.BYTES];
        bytes[0] = (byte) number;
        return RecordId.of(bytes);
    }

    private static Arrival decided(
            long sequence,
            RecordId id,
            @Nullable RecordId corrects,
            Crossing.Outcome outcome,
            String document) {
        var crossing =
                new Crossing(
                        Crossing.Direction.ENTRY,
                        new Crossing.Document("P", "UTO", document),
                        new Crossing.Person("ERIKSSON", "ANNA MARIA", 19740812, "UTO", "F"),
                        Crossing.Category.ORDINARY,
                        null,
                        List.of(),
                        List.of(),
                        null,
                        null,
                        new Crossing.Decision(outcome, "other: typed wrong", "officer-7"),
                        List.of(),
                        null,
                        List.of(),
                        List.of(),
                        corrects);
        return Arrival.of(
                new PostRecord(
                        id, "tikhaya-1", new Stamp(sequence, 0, ClockTrust.NEVER_SET, 0), crossing),
                new Arrival.Place(
                        sequence,
                        "00".repeat(16),
                        0,
                        sequence,
                        Instant.ofEpochMilli(5_000),
                        "mqtt",
                        null));
    }
}
