package org.forpost.hub.ingest;

/// Ends the process at once, after saying why in one line: what the disk holds is no longer
/// certain, and a hub that goes on would say more than it knows. It finds out at its next start.
@FunctionalInterface
public interface Stop {
    /// @param why one line for the person who finds the process gone
    void because(String why, Throwable failure);
}
