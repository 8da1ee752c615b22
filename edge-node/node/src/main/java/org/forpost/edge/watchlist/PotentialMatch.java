package org.forpost.edge.watchlist;

/// A nominal who may be the traveller. Only the officer makes a hit of it.
///
/// @param nominal id on the watchlist
/// @param position the traveller's finger that fits best, ISO/IEC 19794
/// @param score comparison score of all fingers together
/// @param falseMatchRate how often two different people reach that score in one comparison
/// @param action to be taken, in the release's words
public record PotentialMatch(
        String nominal, int position, double score, double falseMatchRate, String action) {}
