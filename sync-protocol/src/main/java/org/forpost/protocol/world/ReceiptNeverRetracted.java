package org.forpost.protocol.world;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.sync.LedgerEntry;

/// No receipt of a chain is lower than one that was sent before it, and none names another head for
/// the same number, whatever crashed in between; and an incarnation that was called forked never
/// counts again.
///
/// Only a hub that came back from yesterday's copy says less than it had said: it begins again from
/// what that copy held.
final class ReceiptNeverRetracted extends Invariant {
    private final Map<String, Head> receipted = new HashMap<>();
    private final Set<String> forked = new HashSet<>();

    ReceiptNeverRetracted(Truth truth) {
        super(truth);
    }

    @Override
    void receiptSent(Receipt receipt) {
        String chain = chain(receipt.node(), receipt.incarnation(), receipt.priority());
        Head before = receipted.getOrDefault(chain, Head.START);
        Head head = receipt.head();
        if (head.number() < before.number()
                || (head.number() == before.number() && !head.equals(before))) {
            throw broken(chain + " was at " + before + " and is said to be at " + head);
        }
        receipted.put(chain, head);
        String incarnation = receipt.node() + "/" + hex(receipt.incarnation());
        if (receipt.verdict() == Receipt.Verdict.FORKED) {
            forked.add(incarnation);
        } else if (forked.contains(incarnation)) {
            throw broken(
                    incarnation + " was called forked, and is said to be " + receipt.verdict());
        }
    }

    @Override
    void hubRestored(List<LedgerEntry> kept) {
        receipted.clear();
        forked.clear();
    }
}
