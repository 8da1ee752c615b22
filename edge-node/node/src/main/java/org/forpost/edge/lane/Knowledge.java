package org.forpost.edge.lane;

import java.util.Optional;
import java.util.function.Supplier;
import org.forpost.edge.rules.RulesInForce;
import org.forpost.edge.watchlist.ListLookup;
import org.forpost.edge.watchlist.RecentRefusals;

/// What the lane asks while a traveller stands there. Every one of them may change between two
/// travellers, and none while one stands there.
///
/// @param rules those in force, asked anew for each traveller
/// @param lookup documents and names on the watchlist
/// @param refusals of this post
/// @param rung of degraded operation, empty in full operation
public record Knowledge(
        Supplier<RulesInForce.Named> rules,
        ListLookup lookup,
        RecentRefusals refusals,
        Supplier<Optional<String>> rung) {}
