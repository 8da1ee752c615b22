package org.forpost.edge.watchlist;

import org.forpost.matching.Probe;

/// Compares a traveller's fingers with the list in force.
@FunctionalInterface
public interface Screener {
    Screening screen(Probe probe);
}
