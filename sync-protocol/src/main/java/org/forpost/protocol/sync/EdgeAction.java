package org.forpost.protocol.sync;

import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.release.Manifest;

/// What a node's end of the conversation wants done. Each is done in the order given.
public sealed interface EdgeAction {
    /// Bring the transport up; answer with `Connected` or `Lost`.
    record Dial() implements EdgeAction {}

    /// Drop the transport at once, without waiting for anything; no `Lost` is expected.
    record HangUp(String why) implements EdgeAction {}

    /// Hand this message to the transport; answer with `Acknowledged` or `Rejected`.
    record Publish(long ticket, byte[] message) implements EdgeAction {}

    /// The hub holds a chain up to here: remember it durably, those records may go one day.
    record Receipted(Receipt receipt, byte[] signed) implements EdgeAction {}

    /// Make this release durable and put it in force; answer with `Installed` or `NotInstalled`.
    record Install(Manifest manifest, byte[] signed, byte[] content) implements EdgeAction {}

    /// Something that was refused, for the officer's page and the audit.
    record Refuse(String why) implements EdgeAction {}

    /// Something that people must look at.
    record Alarm(String what) implements EdgeAction {}

    /// Send `Wake` at this time of the monotonic clock. A later one replaces an earlier one.
    record WakeAt(long millis) implements EdgeAction {}
}
