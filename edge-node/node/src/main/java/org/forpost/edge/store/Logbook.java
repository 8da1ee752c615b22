package org.forpost.edge.store;

import java.util.List;

/// Writes records down for good.
public interface Logbook {

    /// Writes all of these in this order, and returns when no power cut can take them back. Safe
    /// for several threads.
    ///
    /// @return where each stands, in the same order
    /// @throws NotRecordedException if they are not durable
    List<Entry> write(List<Draft> drafts) throws NotRecordedException;
}
