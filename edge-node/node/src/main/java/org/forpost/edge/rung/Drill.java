package org.forpost.edge.rung;

import java.time.Instant;

/// A rung that is played.
///
/// @param rung its code
/// @param by login of whoever began it
/// @param ends by this machine's clock, for the page
public record Drill(String rung, String by, Instant ends) {}
