package org.forpost.protocol.sync;

import org.forpost.protocol.release.Manifest;

/// What happens to the hub's end of its conversations.
public sealed interface HubEvent {
    /// The road of what comes over a wire.
    String MQTT = "mqtt";

    /// The road of what another node of the post carries over its own wire.
    String PEER = "peer";

    /// The road of what is carried by hand.
    String BUNDLE = "bundle";

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

    /// A node's hello came by hand, in a bundle: it names an incarnation, and is too old to say
    /// anything else. Answered with `Acknowledge` or `Reject`.
    record BroughtHello(String node, long ticket, byte[] signed) implements HubEvent {}

    /// A whole envelope came by another road than a wire; answered with `Acknowledge` or `Reject`.
    ///
    /// @param node whom its header names
    /// @param road for the ledger, such as [#BUNDLE]
    /// @param carrier the node that packed it
    record BroughtEnvelope(String node, long ticket, String road, String carrier, byte[] envelope)
            implements HubEvent {}

    /// Where an incarnation stands is to be told to somebody who carries it to its node; answered
    /// with `Stands` once everything before it is durable.
    ///
    /// @param told number of the last refused record of each chain that the node has noted
    record Asked(String node, long ticket, byte[] incarnation, long[] told) implements HubEvent {}

    /// Every ledger entry up to this ticket is durable.
    record Forced(long ticket) implements HubEvent {}

    /// The node's transport has taken a message.
    record Delivered(String node, long ticket) implements HubEvent {}

    /// A release is to be published, in the place of any lower one of its role.
    record Published(Manifest manifest, byte[] signed, byte[] content) implements HubEvent {}
}
