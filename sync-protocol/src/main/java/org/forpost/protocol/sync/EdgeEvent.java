package org.forpost.protocol.sync;

import java.util.List;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.release.Manifest;

/// What happens to a node's end of the conversation.
public sealed interface EdgeEvent {
    /// The time asked for has come; also the first event of all.
    record Wake() implements EdgeEvent {}

    /// The transport is up, and whoever is at the other end has proved to be the hub.
    record Connected() implements EdgeEvent {}

    /// The transport is down, or could not be brought up.
    record Lost(String why) implements EdgeEvent {}

    /// The journal has more durable entries than before.
    record Recorded() implements EdgeEvent {}

    /// The transport's other end has taken a message. It says nothing about the hub's ledger.
    record Acknowledged(long ticket) implements EdgeEvent {}

    /// The transport's other end has refused a message.
    ///
    /// @param code MQTT 5 reason code, 0x80 or more
    record Rejected(long ticket, int code) implements EdgeEvent {}

    /// A message has arrived.
    record Arrived(byte[] message) implements EdgeEvent {}

    /// The hub's answer to a bundle was brought by hand; it may be old.
    ///
    /// @param receipts signed, of this node and of others
    /// @param releases with their contents
    record Brought(List<byte[]> receipts, List<Carried> releases) implements EdgeEvent {
        public Brought {
            receipts = List.copyOf(receipts);
            releases = List.copyOf(releases);
        }
    }

    /// A release with its content.
    ///
    /// @param signed its manifest
    record Carried(byte[] signed, byte[] content) {}

    /// A peer's hello is to be carried to the hub: now if records flow, and once at the beginning
    /// of each further contact, until a newer one of that node and incarnation takes its place.
    /// What is carried for that node and incarnation waits until the hub has answered it.
    ///
    /// @param signed as that node signed it; whoever hands it over has checked the signature
    record CarryHello(byte[] signed) implements EdgeEvent {}

    /// An envelope of a peer is to be carried to the hub. Answered with exactly one
    /// [EdgeAction.CarriedAway]; offered again while it waits, it is answered once. It is sent
    /// while records flow; offered when there is no contact, it is *lost* at once; before any hello
    /// of that node and incarnation, it is rejected with 0x83. Of one chain the earlier records go
    /// first, in whatever order they are offered.
    ///
    /// @param node whom the envelope names
    /// @param priority of the chain that it names
    /// @param envelope as that node signed it; whoever hands it over has checked the signature
    record Carry(String node, Priority priority, byte[] envelope) implements EdgeEvent {}

    /// A release that was handed over is durable and in force.
    record Installed(Manifest manifest) implements EdgeEvent {}

    /// A release that was handed over could not be used.
    record NotInstalled(Manifest manifest, String why) implements EdgeEvent {}

    /// The refused records that a receipt told of are noted, durably.
    record Noted(Receipt receipt) implements EdgeEvent {}

    /// The journal has begun a new incarnation, durably.
    record Incarnated() implements EdgeEvent {}

    /// The journal could not begin a new incarnation; the old one must not go on.
    record NotIncarnated(String why) implements EdgeEvent {}
}
