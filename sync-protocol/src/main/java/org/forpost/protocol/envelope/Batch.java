package org.forpost.protocol.envelope;

import java.util.List;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.record.Priority;

/// Consecutive records of one chain on their way to the hub.
///
/// @param node who signed it
/// @param incarnation of the node's journal, 16 bytes
/// @param before the head of the chain before the first record
/// @param records their bytes, in order
public record Batch(
        String node, byte[] incarnation, Priority priority, Head before, List<byte[]> records) {
    /// Most records: a receipt covers them all, and one lost chunk costs no more than these.
    public static final int MAX_RECORDS = 256;

    /// Most bytes of records before compression, and room for their heads.
    public static final int MAX_PLAIN_BYTES = 768 * 1024;

    public Batch {
        records = List.copyOf(records);
    }

    /// Number of the first record.
    public long first() {
        return before.number() + 1;
    }

    /// Number of the last record.
    public long last() {
        return before.number() + records.size();
    }
}
