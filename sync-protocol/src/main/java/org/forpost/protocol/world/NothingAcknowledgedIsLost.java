package org.forpost.protocol.world;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.forpost.protocol.journal.Entry;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.sync.LedgerEntry;

/// What a lane was told is recorded is in its journal after every restart, in its place and
/// unchanged; what a receipt covers was durable in the hub's ledger before the receipt was sent,
/// and is there after every restart.
final class NothingAcknowledgedIsLost extends Invariant {
    private final Map<SimPost, List<Head>> recorded = new HashMap<>();
    private final Map<String, Long> counted = new HashMap<>();
    private final List<byte[]> ledger = new ArrayList<>();

    @Override
    void recorded(SimPost post, List<Entry> entries) {
        List<Head> heads = recorded.computeIfAbsent(post, none -> new ArrayList<>());
        for (Entry entry : entries) {
            while (heads.size() < entry.sequence()) {
                heads.add(Head.START);
            }
            heads.set((int) entry.sequence() - 1, entry.head());
        }
    }

    @Override
    void reopened(SimPost post, Journal journal) {
        List<Head> heads = recorded.getOrDefault(post, List.of());
        if (journal.recordedSequence() < heads.size()) {
            throw broken(
                    post.name()
                            + " recorded "
                            + heads.size()
                            + " entries, and after a restart "
                            + journal.recordedSequence()
                            + " are there");
        }
        try {
            journal.replay(
                    1,
                    entry -> {
                        int place = (int) entry.sequence() - 1;
                        if (place < heads.size()
                                && heads.get(place).number() > 0
                                && !heads.get(place).equals(entry.head())) {
                            throw broken(
                                    post.name()
                                            + " recorded "
                                            + heads.get(place)
                                            + " as entry "
                                            + entry.sequence()
                                            + " and has "
                                            + entry.head()
                                            + " there after a restart");
                        }
                    });
        } catch (IOException e) {
            throw broken(post.name() + " cannot read what it recorded: " + e.getMessage());
        }
    }

    @Override
    void damaged(SimPost post, String what) {
        throw broken(post.name() + ": " + what);
    }

    @Override
    void ledger(LedgerEntry entry) {
        ledger.add(entry.encode());
        if (entry instanceof LedgerEntry.Accepted accepted) {
            counted.put(
                    chain(accepted.node(), accepted.incarnation(), accepted.priority()),
                    accepted.head().number());
        }
    }

    @Override
    void hubReopened(List<LedgerEntry> found) {
        for (int i = 0; i < ledger.size(); i++) {
            if (i >= found.size() || !Arrays.equals(ledger.get(i), found.get(i).encode())) {
                throw broken(
                        "entry "
                                + (i + 1)
                                + " of "
                                + ledger.size()
                                + " that the ledger held is not in it after a restart");
            }
        }
    }

    @Override
    void receiptSent(Receipt receipt) {
        String chain = chain(receipt.node(), receipt.incarnation(), receipt.priority());
        long number = receipt.head().number();
        if (number > counted.getOrDefault(chain, 0L)) {
            throw broken(chain + " is receipted up to " + number + " before the ledger was forced");
        }
    }
}
