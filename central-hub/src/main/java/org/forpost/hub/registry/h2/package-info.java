/// The registry in an H2 file.
///
/// ```
/// projection   one row: format, incarnation of the ledger, applied (sequence of the last ledger
///              entry applied), and the sums that the page shows
/// arrival      one row for each record that the ledger counted, keyed by its place among them
/// ```
///
/// Both change in one transaction, so that a row is there exactly when `applied` has passed it.
/// H2's own durability is not relied on: what a crash takes away is applied again from the ledger.
@NullMarked
package org.forpost.hub.registry.h2;

import org.jspecify.annotations.NullMarked;
