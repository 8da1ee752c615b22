package org.forpost.edge.lane;

import java.util.Optional;
import java.util.function.Supplier;
import org.forpost.edge.rules.RulesInForce;
import org.forpost.edge.watchlist.ListLookup;
import org.forpost.edge.watchlist.SeenAtPost;

/// What the lane asks while a traveller stands there. Every one of them may change between two
/// travellers, and none while one stands there.
///
/// @param rules those in force, asked anew for each traveller
/// @param lookup documents and names on the watchlist
/// @param seen who was refused, referred or found at this post a short while ago
/// @param rung of degraded operation, empty in full operation
public record Knowledge(
        Supplier<RulesInForce.Named> rules,
        ListLookup lookup,
        SeenAtPost seen,
        Supplier<Optional<String>> rung) {}
