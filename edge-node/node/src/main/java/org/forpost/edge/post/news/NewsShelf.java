package org.forpost.edge.post.news;

import java.io.IOException;
import java.util.List;
import org.forpost.protocol.record.RecordId;

/// Where sightings lie until their time has passed.
interface NewsShelf {
    /// @param lane its number, 0 for this one
    /// @param heardMillis when this lane heard of it
    /// @param told see [Told]
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    record Kept(String node, int lane, RecordId crossing, long heardMillis, byte[] told) {}

    /// All that can be read; what cannot be opened is left out and told to the log.
    List<Kept> all() throws IOException;

    /// Durable when it returns, in the place of an earlier one of the same crossing.
    void put(Kept one) throws IOException;

    void drop(String node, RecordId crossing) throws IOException;
}
