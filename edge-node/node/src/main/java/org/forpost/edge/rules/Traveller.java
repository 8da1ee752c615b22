package org.forpost.edge.rules;

import java.time.LocalDate;
import org.forpost.protocol.record.Crossing.Category;

/// What the rules look at in a person.
///
/// @param birthDate as the document gives it
/// @param nationality three-letter code (ICAO Doc 9303-3 §5), upper case
public record Traveller(LocalDate birthDate, String nationality, Category category) {}
