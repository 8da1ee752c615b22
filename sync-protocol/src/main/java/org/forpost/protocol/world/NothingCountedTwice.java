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
import org.forpost.protocol.sync.LedgerEntry;

/// In the hub's ledger each number of a chain is counted once, in order and without a gap, and no
/// record id of a lane is counted a second time, however often and by whatever way it came.
final class NothingCountedTwice extends Invariant {
    private final Map<String, Long> counted = new HashMap<>();
    private final Set<String> records = new HashSet<>();

    @Override
    void ledger(LedgerEntry entry) {
        if (!(entry instanceof LedgerEntry.Accepted accepted)) {
            return;
        }
        String chain = chain(accepted.node(), accepted.incarnation(), accepted.priority());
        long before = counted.getOrDefault(chain, 0L);
        if (accepted.first() != before + 1) {
            throw broken(chain + " stood at " + before + " and counts from " + accepted.first());
        }
        counted.put(chain, accepted.head().number());
        for (byte[] record : records(accepted)) {
            // The id stands behind the version, the map's head, the kind and the id's own head.
            String id = HexFormat.of().formatHex(record, 6, 22);
            if (!records.add(id)) {
                throw broken("record " + id + " in " + chain);
            }
        }
    }

    private List<byte[]> records(LedgerEntry.Accepted accepted) {
        try {
            Batch batch =
                    BatchCodec.open(
                            accepted.envelope(),
                            ToyCrypto.check(accepted.node()),
                            ToyCrypto.unsealer());
            int known = (int) (accepted.first() - batch.first());
            return batch.items().subList(known, batch.items().size()).stream()
                    .filter(Batch.Item.Whole.class::isInstance)
                    .map(item -> ((Batch.Item.Whole) item).record())
                    .toList();
        } catch (MalformedException | NotAuthenticException e) {
            throw broken("an envelope that counts cannot be opened: " + e.getMessage());
        }
    }
}
