package org.forpost.protocol.envelope;

import java.util.List;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.record.Priority;

/// Consecutive records of one chain on their way to the hub.
///
/// @param node who signed it
/// @param incarnation of the node's journal, 16 bytes
/// @param before the head of the chain before the first record
/// @param items the records, in order
public record Batch(
        String node, byte[] incarnation, Priority priority, Head before, List<Item> items) {
    /// Most records: a receipt covers them all, and one lost chunk costs no more than these.
    public static final int MAX_RECORDS = 256;

    /// Most bytes of records before compression, and room for their heads.
    public static final int MAX_PLAIN_BYTES = 768 * 1024;

    public Batch {
        items = List.copyOf(items);
    }

    /// A record on its way.
    public sealed interface Item {
        /// SHA-256 of the record's bytes: enough to go on with the chain.
        byte[] hash();

        /// The record itself.
        record Whole(byte[] record) implements Item {
            @Override
            public byte[] hash() {
                return Sha256.of(record);
            }
        }

        /// In the place of a record that the hub could not take even alone: the chain goes on, the
        /// record stays in quarantine at the post.
        record Withheld(byte[] hash) implements Item {}
    }

    /// A batch of whole records.
    public static Batch of(
            String node, byte[] incarnation, Priority priority, Head before, List<byte[]> records) {
        return new Batch(
                node,
                incarnation,
                priority,
                before,
                records.stream().<Item>map(Item.Whole::new).toList());
    }

    /// Number of the first record.
    public long first() {
        return before.number() + 1;
    }

    /// Number of the last record.
    public long last() {
        return before.number() + items.size();
    }
}
