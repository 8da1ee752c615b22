package org.forpost.edge.uplink;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A transport that is used only while the lanes of the post let this one: else a dial is lost at
/// once, with the reason, and an open connection ends. Safe for several threads.
public final class LeasedTransport implements Transport {
    private final Transport transport;
    private String whyNot;
    private boolean may;
    private @Nullable Dialled current;

    /// @param whyNot why it may not dial before it is told that it may
    public LeasedTransport(Transport transport, String whyNot) {
        this.transport = transport;
        this.whyNot = whyNot;
    }

    /// It may dial from now on.
    public synchronized void allow() {
        may = true;
    }

    /// It may not any more.
    ///
    /// @param why one line for people
    public void forbid(String why) {
        Dialled ending;
        synchronized (this) {
            may = false;
            whyNot = why;
            ending = current;
            current = null;
        }
        if (ending != null && ending.end()) {
            ending.listener.lost(why);
        }
    }

    @Override
    public Connection dial(Listener listener) {
        String why;
        synchronized (this) {
            if (may) {
                current = new Dialled(listener, transport.dial(listener));
                return current;
            }
            why = whyNot;
        }
        return new NoTransport(why).dial(listener);
    }

    /// Ends once, by whichever side.
    private static final class Dialled implements Connection {
        private final Listener listener;
        private final Connection connection;
        private final AtomicBoolean ended = new AtomicBoolean();

        Dialled(Listener listener, Connection connection) {
            this.listener = listener;
            this.connection = connection;
        }

        @Override
        public void publish(long ticket, byte[] message) {
            if (!ended.get()) {
                connection.publish(ticket, message);
            }
        }

        boolean end() {
            boolean first = ended.compareAndSet(false, true);
            if (first) {
                connection.drop();
            }
            return first;
        }

        @Override
        public void drop() {
            var _ = end();
        }
    }
}
