package org.forpost.edge.uplink;

/// The transport of a lane whose configuration names no hub: its records leave it by hand.
public final class NoTransport implements Transport {
    @Override
    public Connection dial(Listener listener) {
        listener.lost("the configuration names no hub");
        return new Connection() {
            @Override
            public void publish(long ticket, byte[] message) {}

            @Override
            public void drop() {}
        };
    }
}
