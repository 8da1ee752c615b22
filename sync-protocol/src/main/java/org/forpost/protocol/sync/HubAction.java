package org.forpost.protocol.sync;

import java.util.List;
import org.forpost.protocol.receipt.Hello;

/// What the hub's end of its conversations wants done. Each is done in the order given.
public sealed interface HubAction {
    /// Append this to the ledger and force it; answer with `Forced`. Tickets count up: one force
    /// may answer for many.
    record Append(long ticket, LedgerEntry entry) implements HubAction {}

    /// Tell the node's transport that its message is safe (PUBACK).
    record Acknowledge(String node, long ticket) implements HubAction {}

    /// Tell the node's transport that its message is refused.
    ///
    /// @param code MQTT 5 reason code
    record Reject(String node, long ticket, int code) implements HubAction {}

    /// Send a message to a node; answer with `Delivered`.
    record Publish(String node, long ticket, byte[] message) implements HubAction {}

    /// Where an incarnation stands, in signed receipts: at least one of each chain; none where it
    /// is not known.
    ///
    /// @param releases in force, one of a role
    record Stands(
            String node, long ticket, List<byte[]> receipts, List<HubEvent.Published> releases)
            implements HubAction {
        public Stands {
            receipts = List.copyOf(receipts);
            releases = List.copyOf(releases);
        }
    }

    /// The hub's signed word on an envelope that was brought, for whoever carries it to its node:
    /// its node made it, and the hub cannot read it. `Reject` follows.
    ///
    /// @param ticket of the envelope
    /// @param receipt of verdict 3
    record Told(String node, long ticket, byte[] receipt) implements HubAction {}

    /// A node said where it stands: for the fleet's page.
    record Heard(Hello hello) implements HubAction {}

    /// What a node said of itself some time ago was carried by another one. What it says of where
    /// it stands may be old, and is not to be believed.
    record HeardOf(Hello hello, String carrier) implements HubAction {}

    /// Something that people must look at.
    record Alarm(String node, HubAlarm what) implements HubAction {}
}
