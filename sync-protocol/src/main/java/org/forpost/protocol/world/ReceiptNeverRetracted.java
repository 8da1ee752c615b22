package org.forpost.protocol.world;

import java.util.HashMap;
import java.util.Map;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.receipt.Receipt;

/// No receipt of a chain is lower than one that was sent before it, and none names another head for
/// the same number, whatever crashed in between.
///
/// Only a hub that came back from yesterday's copy says less than it had said: it begins again from
/// what that copy held.
final class ReceiptNeverRetracted extends Invariant {
    private final Map<String, Head> receipted = new HashMap<>();

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
    }

    @Override
    void hubRestored(int entries) {
        receipted.clear();
    }
}
