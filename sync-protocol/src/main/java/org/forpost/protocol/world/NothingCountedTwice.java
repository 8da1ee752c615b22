package org.forpost.protocol.world;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.sync.LedgerEntry;

/// In the hub's ledger each number of a chain is counted once, in order and without a gap, and each
/// record once, however often and by whatever way it came.
///
/// After a disk was copied its machine may not know what the hub counted of the old incarnation,
/// and brings it again in the one that took over: byte for byte, under the same record id, so that
/// the registry (which knows records by their id) counts it once. What another incarnation took
/// over may also come in the old one, by peers that had kept it. In an incarnation that took over
/// from none, and from which none took over, nothing comes twice (unless the hub's disk was lost
/// and it forgot something of that one), and in none of them comes anything twice. Two different
/// records never share an id. (A lane that lies about its own records is believed about them.)
final class NothingCountedTwice extends Invariant {
    private final Map<String, Long> counted = new HashMap<>();
    private final Map<ByteBuffer, Set<String>> incarnationsOf = new HashMap<>();
    private final Map<ByteBuffer, ByteBuffer> byId = new HashMap<>();
    private final Set<String> tookOver = new HashSet<>();

    NothingCountedTwice(Truth truth) {
        super(truth);
    }

    @Override
    void ledger(LedgerEntry entry) {
        if (entry instanceof LedgerEntry.Contact contact && contact.follows() != null) {
            tookOver.add(hex(contact.incarnation()));
            tookOver.add(hex(contact.follows()));
        }
        if (!(entry instanceof LedgerEntry.Accepted accepted)) {
            return;
        }
        String chain = chain(accepted.node(), accepted.incarnation(), accepted.priority());
        long before = counted.getOrDefault(chain, 0L);
        List<Batch.Item> items = truth.items(accepted);
        if (accepted.first() != before + 1 || accepted.head().number() != before + items.size()) {
            throw broken(
                    chain
                            + " stood at "
                            + before
                            + " and counts "
                            + accepted.first()
                            + " to "
                            + accepted.head().number());
        }
        counted.put(chain, accepted.head().number());
        if (!accepted.node().equals(SimByzantine.NAME)) {
            items.forEach(item -> count(item, accepted, chain));
        }
    }

    private void count(Batch.Item item, LedgerEntry.Accepted accepted, String chain) {
        ByteBuffer hash = ByteBuffer.wrap(item.hash());
        String incarnation = hex(accepted.incarnation());
        Set<String> already = incarnationsOf.computeIfAbsent(hash, none -> new HashSet<>());
        boolean allowed = tookOver.contains(incarnation) || truth.wentBack(incarnation);
        if (!already.add(incarnation) || (already.size() > 1 && !allowed)) {
            throw broken("a record came again in " + chain);
        }
        if (item instanceof Batch.Item.Whole(byte[] record) && record.length > 22) {
            // The id stands behind the version, the map's head, the kind and the id's own head.
            ByteBuffer other = byId.putIfAbsent(ByteBuffer.wrap(record, 6, 16).slice(), hash);
            if (other != null && !other.equals(hash)) {
                throw broken("two records of one id, the second in " + chain);
            }
        }
    }

    @Override
    void hubRestored(List<LedgerEntry> kept) {
        counted.clear();
        incarnationsOf.clear();
        byId.clear();
        tookOver.clear();
        kept.forEach(this::ledger);
    }
}
