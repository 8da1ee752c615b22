package org.forpost.protocol.world;

import java.util.HashMap;
import java.util.Map;
import org.forpost.protocol.receipt.Receipt;

/// No receipt of a chain is lower than one that was sent before it, whatever crashed in between.
final class ReceiptNeverRetracted extends Invariant {
    private final Map<String, Long> receipted = new HashMap<>();

    @Override
    void receiptSent(Receipt receipt) {
        String chain = chain(receipt.node(), receipt.incarnation(), receipt.priority());
        long before = receipted.getOrDefault(chain, 0L);
        long number = receipt.head().number();
        if (number < before) {
            throw broken(chain + " was at " + before + " and is said to be at " + number);
        }
        receipted.put(chain, number);
    }
}
