package org.forpost.protocol.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.journal.Finding;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.JournalCheck;
import org.forpost.protocol.journal.MemorySegments;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.synthetic.SyntheticCrossings;
import org.forpost.protocol.world.FaultyDisk;
import org.junit.jupiter.api.Test;

/// A hub's ledger, whole and damaged, and one that is well kept and says the wrong thing.
class LedgerCheckTest {
    private static final byte[] KEY = new byte[32];
    private static final byte[] SEAL = filled(1);
    private static final byte[] SEED = filled(2);
    private static final byte[] INCARNATION = new byte[16];
    private static final String NODE = "lane-1";

    private final Random random = new Random(5);
    private final Randomness randomness =
            count -> {
                byte[] bytes = new byte[count];
                random.nextBytes(bytes);
                return bytes;
            };
    private final SyntheticCrossings people = new SyntheticCrossings(3, NODE, 1_795_000_000_000L);
    private Head head = Head.START;

    private static byte[] filled(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private LedgerEntry.Accepted accepted(int count) {
        Head before = head;
        List<byte[]> records = new ArrayList<>();
        while (records.size() < count) {
            var record = people.withoutTemplates();
            if (record.priority() == Priority.CROSSING) {
                byte[] bytes = RecordCodec.encode(record);
                records.add(bytes);
                head = head.next(INCARNATION, Priority.CROSSING, bytes);
            }
        }
        byte[] envelope =
                BatchCodec.seal(
                        Batch.of(NODE, INCARNATION, Priority.CROSSING, before, records),
                        Hpke.sealer(Hpke.publicKey(SEAL), randomness),
                        Sign1.keyId(Ed25519.publicKey(SEED)),
                        Ed25519.signer(SEED));
        return accepted(before.number() + 1, head, envelope);
    }

    private static LedgerEntry.Accepted accepted(long first, Head head, byte[] envelope) {
        return new LedgerEntry.Accepted(
                NODE,
                INCARNATION,
                Priority.CROSSING,
                first,
                head,
                1_795_000_000_000L,
                "mqtt",
                List.of(),
                envelope);
    }

    private static LedgerEntry contact() {
        return new LedgerEntry.Contact(NODE, INCARNATION, null, 1_795_000_000_000L);
    }

    private MemorySegments ledger(LedgerEntry... entries) throws Exception {
        FaultyDisk disk = new FaultyDisk();
        SegmentKeys keys =
                new SegmentKeys(KEY, Hpke.sealer(Hpke.publicKey(SEAL), randomness), randomness);
        try (Journal journal = Journal.open(disk, keys, randomness, said -> {})) {
            for (LedgerEntry entry : entries) {
                journal.append(Priority.CROSSING, entry.encode());
                journal.force();
            }
        }
        return new MemorySegments(disk.contents());
    }

    private record Checked(JournalCheck.Report report, LedgerCheck ledger) {
        List<Finding> findings() {
            List<Finding> all = new ArrayList<>(report.findings());
            all.addAll(ledger.findings());
            return all;
        }
    }

    private static Checked check(MemorySegments segments) throws Exception {
        LedgerCheck ledger =
                new LedgerCheck(
                        Hpke.unsealer(SEAL), node -> Ed25519.check(Ed25519.publicKey(SEED)));
        return new Checked(JournalCheck.check(segments, SegmentKeys.toRead(KEY), ledger), ledger);
    }

    @Test
    void aWholeLedgerIsCleanAndCounted() throws Exception {
        Checked checked = check(ledger(contact(), accepted(3), accepted(2)));
        assertEquals(List.of(), checked.findings());
        assertEquals(2, checked.ledger().envelopes());
        assertEquals(5, checked.ledger().records());
        assertEquals(1, checked.ledger().chains());
    }

    @Test
    void everyFlippedBitAndEveryTruncationIsNamedOrLeavesAnExactPrefix() throws Exception {
        MemorySegments whole = ledger(contact(), accepted(1), accepted(1));
        String name = whole.names().getFirst();
        byte[] bytes = whole.read(name, Integer.MAX_VALUE);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Checked checked = check(whole.with(name, flipped));
            String what = "bit " + bit;
            assertFalse(checked.findings().isEmpty(), what);
            assertTrue(checked.ledger().records() < 2, what);
            assertEquals(checked.ledger().records(), checked.ledger().envelopes(), what);
        }
        for (int length = 0; length < bytes.length; length++) {
            Checked checked = check(whole.with(name, Arrays.copyOf(bytes, length)));
            assertTrue(checked.report().clean(), "a torn tail is no damage");
            assertTrue(checked.ledger().records() < 2);
        }
    }

    @Test
    void aLedgerThatSaysTheWrongThingIsNamedByEntry() throws Exception {
        LedgerEntry.Accepted first = accepted(2);
        LedgerEntry.Accepted second = accepted(2);
        Head other = new Head(4, Sha256.of(new byte[1]));
        assertNamed(2, "ledger.head", contact(), accepted(1, other, first.envelope()));
        assertNamed(1, "ledger.contact", first);
        assertNamed(3, "ledger.first", contact(), first, accepted(4, head, second.envelope()));
        assertNamed(2, "ledger.first", contact(), second);
        byte[] forged = first.envelope().clone();
        forged[forged.length - 1] ^= 1;
        assertNamed(2, "signature", contact(), accepted(1, first.head(), forged));
    }

    private void assertNamed(long entry, String what, LedgerEntry... entries) throws Exception {
        List<Finding> findings = check(ledger(entries)).findings();
        assertFalse(findings.isEmpty(), what);
        assertEquals(entry, findings.getFirst().entry(), findings.toString());
        assertTrue(findings.getFirst().what().contains(what), findings.toString());
    }
}
