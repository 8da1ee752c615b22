package org.forpost.protocol.bundle;

import java.io.IOException;
import java.util.List;
import org.forpost.protocol.record.Priority;
import org.jspecify.annotations.Nullable;

/// What a node keeps of the other lanes of its post, as it goes into a bundle beside the node's own
/// records: envelopes that their owners sealed to the hub and signed. The node that packs can read
/// none of them.
public interface HeldForPeers {
    /// A node that keeps nothing of anybody.
    HeldForPeers NOTHING =
            new HeldForPeers() {
                @Override
                public List<byte[]> hellos() {
                    return List.of();
                }

                @Override
                public List<Held> all() {
                    return List.of();
                }

                @Override
                public byte @Nullable [] envelope(Held one) {
                    return null;
                }
            };

    /// An envelope of another node.
    ///
    /// @param incarnation of that node's journal, in hexadecimal
    /// @param digest tells it from another envelope of the same records
    /// @param bytes its length
    /// @param waits whether the hub is not known to have all of it
    record Held(
            String node,
            String incarnation,
            Priority priority,
            long first,
            long last,
            String digest,
            int bytes,
            boolean waits) {}

    /// Signed hellos that name these nodes' journals to the hub.
    List<byte[]> hellos();

    /// Everything that lies here now, in any order.
    List<Held> all();

    /// An envelope, as it came.
    ///
    /// @return null when it lies here no more: the hub has receipted it meanwhile
    /// @throws IOException when it cannot be read, or is not what it was
    byte @Nullable [] envelope(Held one) throws IOException;
}
