/// The administrator's console: a page, the API that it lives on, and its events.
///
/// ```
/// GET /api/records?after=SEQ&limit=N   records in the order in which the ledger counted them (limit 1 to 1000, 500)
/// GET /api/records?newest=N            the newest N, newest first
/// GET /api/nodes                       the fleet
/// GET /api/posts                       the same by post: which roads its records came by, and who
///                                      carried them; releases of all four roles at each node
/// GET /api/state                       release, totals, alarms
/// GET /api/events                      server-sent events: record, node, alarm, state
/// ```
///
/// It listens on the loopback address only and answers only to loopback names, so that a page of
/// another origin cannot reach it by a name that it makes point here (DNS rebinding).
@NullMarked
package org.forpost.hub.web;

import org.jspecify.annotations.NullMarked;
