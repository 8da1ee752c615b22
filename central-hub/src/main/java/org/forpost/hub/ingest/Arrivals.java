package org.forpost.hub.ingest;

/// What a route tells the hub. Every method hands off and returns at once; none throws.
///
/// For each node the route calls `joined`, then any number of `arrived` and `delivered`, then
/// `left`; a node that dials again before its old connection was given up is first told to have
/// `left`.
public interface Arrivals {
    /// A node proved its name and can be spoken to from now on.
    void joined(String node);

    /// A message came from `node`.
    ///
    /// @param ticket the route's own number of this message, never used twice; comes back in
    ///   [Carriage#acknowledge] or [Carriage#reject]
    /// @return false if the hub already holds as many unprocessed bytes as it can: the message was
    ///   not taken, and the route should send the node away for a while
    boolean arrived(String node, long ticket, byte[] message);

    /// The node's end of the connection took the message of that ticket of [Carriage#publish].
    void delivered(String node, long ticket);

    /// The connection of `node` ended.
    void left(String node);
}
