package org.forpost.protocol.sync;

import org.forpost.protocol.release.Manifest;

/// What happens to the hub's end of its conversations.
public sealed interface HubEvent {
    /// A node is connected, and the transport has checked that it is this one. The end of its
    /// earlier connection is reported before, never after: else it would be taken for the end of
    /// this one.
    record Joined(String node) implements HubEvent {}

    record Left(String node) implements HubEvent {}

    /// A message has arrived; it is answered with `Acknowledge` or `Reject` once it is safe.
    ///
    /// @param ticket chosen by the transport, given back in the answer; unique among all
    ///   connections, so that a late answer to one never acknowledges a message of another
    record Arrived(String node, long ticket, byte[] message) implements HubEvent {}

    /// Every ledger entry up to this ticket is durable.
    record Forced(long ticket) implements HubEvent {}

    /// The node's transport has taken a message.
    record Delivered(String node, long ticket) implements HubEvent {}

    /// A release is to be published, in the place of any lower one of its role.
    record Published(Manifest manifest, byte[] signed, byte[] content) implements HubEvent {}
}
