/// Both ends of the conversation as state machines: events in, actions out, no I/O.
///
/// ```
/// journal ──► Outbox ──► Sending ─┐                      ┌─► NodeState ─► Life ─► Chain
///                                 ├─► EdgeConversation ══╪═ HubConversation ──► LedgerEntry
/// peers' copies ───────► Freight ─┘      (SPEC.md §7)    └─► Downlink: receipts, releases
/// ```
///
/// A node's end sends what its own journal holds ([EdgeConversation]), and carries what peers hand
/// to it ([EdgeEvent.CarryHello], [EdgeEvent.Carry]): both share one window, by urgency over all
/// nodes. The hub's end checks each envelope by the key of the node that it names, whoever brings
/// it: its own connection, a peer's, or a bundle. Receipts for others come out as
/// [EdgeAction.PeerReceipt] and move nothing of the carrier's own.
@NullMarked
package org.forpost.protocol.sync;

import org.jspecify.annotations.NullMarked;
