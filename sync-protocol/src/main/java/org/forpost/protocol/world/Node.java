package org.forpost.protocol.world;

import org.forpost.protocol.sync.EdgeEvent;

/// Whoever is at the near end of a line to the hub.
interface Node {
    /// As its certificate has it.
    String name();

    /// What people call the machine: two may have one name.
    String label();

    void on(EdgeEvent event);
}
