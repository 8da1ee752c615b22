package org.forpost.edge.uplink;

import java.time.Instant;
import java.util.function.Consumer;
import org.forpost.protocol.sync.EdgeEvent;

/// A route to the hub. Never holds anything back from the lane: everything here returns at once.
public interface Uplink extends AutoCloseable {

    /// Begins to dial, and goes on until closed.
    void start();

    /// The journal has more durable entries than before.
    void recorded();

    /// The hub's answer to a bundle was brought.
    ///
    /// @param taken run once it was taken in, on another thread
    void brought(EdgeEvent.Brought answer, Runnable taken);

    /// A peer's hello is to be carried to the hub.
    void carryHello(EdgeEvent.CarryHello hello);

    /// A peer's envelope is to be carried to the hub; [Downstream#carriedAway] tells what became of
    /// it.
    void carry(EdgeEvent.Carry load);

    /// Gives this lane's signed hello as it would say it now, on another thread.
    void hello(Consumer<byte[]> to);

    Link link();

    /// Hangs up.
    @Override
    void close();

    /// @param since when it came up or went down
    /// @param why it is down, in one line; empty when it is up
    /// @param through number of the lane that carries for this one; 0 where it is this lane's own
    record Link(boolean up, Instant since, String why, int through) {
        /// This lane's own.
        public Link(boolean up, Instant since, String why) {
            this(up, since, why, 0);
        }
    }
}
