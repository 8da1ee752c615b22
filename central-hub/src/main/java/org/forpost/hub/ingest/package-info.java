/// Verify, append to the ledger, receipt: what every record goes through at the hub.
///
/// Routes (`.mqtt`) bring messages in and take answers out; [org.forpost.hub.ingest.Ingest] runs
/// the conversation; [org.forpost.hub.ingest.Ledger] makes durable. A message is acknowledged after
/// the ledger's `force` has returned and not before.
@NullMarked
package org.forpost.hub.ingest;

import org.jspecify.annotations.NullMarked;
