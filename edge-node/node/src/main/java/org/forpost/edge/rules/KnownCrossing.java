package org.forpost.edge.rules;

import java.time.LocalDate;
import org.forpost.protocol.record.Crossing.Direction;

/// A crossing of this traveller that this post or the hub knows of.
///
/// @param day at the post where it was
public record KnownCrossing(Direction direction, LocalDate day) {}
