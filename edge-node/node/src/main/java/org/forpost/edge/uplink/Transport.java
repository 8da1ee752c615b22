package org.forpost.edge.uplink;

/// Something that carries messages between this node and the hub, and promises nothing.
public interface Transport {
    /// Begins a connection and returns at once; what becomes of it is told to the listener.
    Connection dial(Listener listener);

    /// One attempt and what came of it. Never used again once it was dropped or lost.
    interface Connection {
        /// Returns at once. Failures are told as `lost`.
        void publish(long ticket, byte[] message);

        /// Ends it at once, without waiting for the other end; nothing is told any more.
        void drop();
    }

    /// Told from the transport's own threads; every method returns at once.
    interface Listener {
        /// Connected, subscribed, and the other end has proved to be the hub.
        void connected();

        /// @param why one line for people
        void lost(String why);

        void acknowledged(long ticket);

        /// @param code MQTT 5 reason code, 0x80 or more
        void rejected(long ticket, int code);

        void arrived(byte[] message);
    }
}
