package org.forpost.edge.watchlist.name;

/// The traveller, or a nominal, as far as this package looks at them.
///
/// @param birthDate yyyymmdd, 00 for a month or day that is not known, 0 for nothing known
/// @param nationality three-letter code, empty when unknown
public record SoughtName(String surname, String givenNames, int birthDate, String nationality) {}
