package org.forpost.protocol.world;

import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.journal.Entry;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.sync.LedgerEntry;

/// What must be true after every event of every world, by name.
///
/// - `NothingAcknowledgedIsLost`: what a lane was told is recorded is in its journal after every
///   restart, in its place; what a receipt covers is in the hub's ledger after every restart.
/// - `NothingCountedTwice`: each number of a chain and each record id is counted once, in order.
/// - `ReceiptNeverRetracted`: no receipt of a chain is lower than one before it.
/// - `ReleaseNeverGoesBack`: the number in force at a post never falls, whatever crashed.
/// - `NoFalseFork`: a world without clones sees no fork, no foreign receipt and no quarantine.
/// - `BacklogAlwaysDrains`: once faults stop, everything recorded is receipted.
final class Invariants {
    private final Map<String, String> promised = new HashMap<>();
    private final Map<String, Long> counted = new HashMap<>();
    private final Set<String> countedRecords = new HashSet<>();
    private final Map<String, Long> receipted = new HashMap<>();
    private final Map<String, Long> releases = new HashMap<>();

    /// A lane was told: recorded.
    void recorded(String node, Entry entry) {
        promised.put(node + " " + entry.sequence(), entry.head().toString());
    }

    /// A post has started again, and this is what its journal holds.
    void reopened(String node, Map<Long, String> journal) {
        promised.forEach((place, head) -> {
            String[] parts = place.split(" ", -1);
            if (parts[0].equals(node) && !head.equals(journal.get(Long.valueOf(parts[1])))) {
                throw new ViolationException(
                        "NothingAcknowledgedIsLost",
                        "entry " + place + " was recorded and is not in the journal");
            }
        });
    }

    /// The hub's ledger has become durable up to here, or was read after a restart.
    void ledger(LedgerEntry entry) {
        if (!(entry instanceof LedgerEntry.Accepted accepted)) {
            return;
        }
        String chain = chain(accepted.node(), accepted.incarnation(), accepted.priority().code());
        long before = counted.getOrDefault(chain, 0L);
        if (accepted.first() != before + 1) {
            throw new ViolationException(
                    "NothingCountedTwice",
                    chain + " stood at " + before + " and counts from " + accepted.first());
        }
        counted.put(chain, accepted.head().number());
        for (byte[] record : records(accepted)) {
            String id = HexFormat.of().formatHex(record, 6, 22);
            if (!countedRecords.add(id)) {
                throw new ViolationException(
                        "NothingCountedTwice", "record " + id + " in " + chain);
            }
        }
    }

    private static List<byte[]> records(LedgerEntry.Accepted accepted) {
        try {
            Batch batch =
                    BatchCodec.open(
                            accepted.envelope(),
                            ToyCrypto.check(accepted.node()),
                            ToyCrypto.unsealer());
            int known = (int) (accepted.first() - batch.first());
            return batch.records().subList(known, batch.records().size());
        } catch (MalformedException | NotAuthenticException e) {
            throw new ViolationException("NothingAcknowledgedIsLost", "a ledger entry: " + e);
        }
    }

    /// The hub starts again: its ledger is read from the beginning.
    void hubReopens() {
        counted.clear();
        countedRecords.clear();
    }

    /// All of the ledger was read.
    void hubReopened() {
        receipted.forEach((chain, number) -> {
            if (counted.getOrDefault(chain, 0L) < number) {
                throw new ViolationException(
                        "NothingAcknowledgedIsLost",
                        chain
                                + " was receipted up to "
                                + number
                                + " and the ledger ends at "
                                + counted.getOrDefault(chain, 0L));
            }
        });
    }

    /// The hub sends this.
    void receipt(Receipt receipt) {
        String chain = chain(receipt.node(), receipt.incarnation(), receipt.priority().code());
        long number = receipt.head().number();
        if (number < receipted.getOrDefault(chain, 0L)) {
            throw new ViolationException(
                    "ReceiptNeverRetracted",
                    chain + " was at " + receipted.get(chain) + " and is said to be at " + number);
        }
        receipted.put(chain, number);
        if (number > counted.getOrDefault(chain, 0L)) {
            throw new ViolationException(
                    "NothingAcknowledgedIsLost",
                    chain + " is receipted up to " + number + " before the ledger was forced");
        }
        if (receipt.verdict() != Receipt.Verdict.COUNTED || !receipt.refused().isEmpty()) {
            throw new ViolationException("NoFalseFork", receipt.toString());
        }
    }

    /// A release is in force at a post, or was found there after a restart.
    void release(String node, long number) {
        long before = releases.getOrDefault(node, 0L);
        if (number < before) {
            throw new ViolationException(
                    "ReleaseNeverGoesBack", node + " went from " + before + " to " + number);
        }
        releases.put(node, number);
    }

    /// Something said that people must look at it.
    void alarm(String who, String what) {
        if (!what.isEmpty()) {
            throw new ViolationException("NoFalseFork", who + " raised an alarm: " + what);
        }
    }

    private static String chain(String node, byte[] incarnation, int priority) {
        return node + "/" + HexFormat.of().formatHex(incarnation, 0, 4) + "/" + priority;
    }
}
