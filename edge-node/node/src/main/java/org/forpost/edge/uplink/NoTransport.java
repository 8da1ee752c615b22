package org.forpost.edge.uplink;

/// The transport of a lane that has no line to the hub, or leaves it to another.
///
/// @param why one line for people
public record NoTransport(String why) implements Transport {
    /// Of a lane whose configuration names no hub: its records leave it by hand, or through a peer.
    public NoTransport() {
        this("the configuration names no hub");
    }

    @Override
    public Connection dial(Listener listener) {
        listener.lost(why);
        return new Connection() {
            @Override
            public void publish(long ticket, byte[] message) {}

            @Override
            public void drop() {}
        };
    }
}
