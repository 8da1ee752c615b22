package org.forpost.edge.watchlist;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How the watchlist stands, for the page.
///
/// @param number of the release in force; 0 when there is none
/// @param issued null when there is none
/// @param nominals how many people are on it
/// @param message what the officer must know of it, or null when all is well
public record Standing(
        long number, @Nullable Instant issued, int nominals, @Nullable String message) {}
