/// The central hub: takes in what border posts recorded, counts each record once, and gives out
/// releases.
///
/// ```
/// node ══MQTT══► ingest.mqtt ─► ingest ─► ledger ─► registry ─► web
///                                  └─► fleet, alarms ────────────┘
/// watchlist ─► releases ─► ingest ─► ingest.mqtt ══► node
/// ```
@NullMarked
package org.forpost.hub;

import org.jspecify.annotations.NullMarked;
