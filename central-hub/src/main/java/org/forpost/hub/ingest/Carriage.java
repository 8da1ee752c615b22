package org.forpost.hub.ingest;

/// What the hub asks of a route. Every method may be called by any thread, hands off and returns at
/// once; what is meant for a connection that has ended since is dropped.
public interface Carriage {
    /// Tells the sender that what it sent is safe.
    ///
    /// @param ticket as it came in [Arrivals#arrived]
    void acknowledge(String node, long ticket);

    /// Tells the sender that what it sent is refused.
    ///
    /// @param ticket as it came in [Arrivals#arrived]
    /// @param code MQTT 5 reason code of a PUBACK (§3.4.2.1)
    void reject(String node, long ticket, int code);

    /// Sends a message to `node`, in the order of the calls; answered by [Arrivals#delivered].
    void publish(String node, long ticket, byte[] message);
}
