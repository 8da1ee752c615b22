package org.forpost.edge.uplink;

import java.time.Instant;

/// A route to the hub. Never holds anything back from the lane: everything here returns at once.
public interface Uplink extends AutoCloseable {

    /// Begins to dial, and goes on until closed.
    void start();

    /// The journal has more durable entries than before.
    void recorded();

    Link link();

    /// Hangs up.
    @Override
    void close();

    /// @param since when it came up or went down
    /// @param why it is down, in one line; empty when it is up
    record Link(boolean up, Instant since, String why) {}
}
