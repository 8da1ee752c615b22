package org.forpost.edge.watchlist;

import org.forpost.matching.MatchedMinutiae;

/// Which minutiae of the traveller's finger and of a reference were taken for the same ones, for a
/// page that draws them.
///
/// @param reference whose, as in [Candidate]
/// @param probe the traveller's finger, ISO/IEC 19794
/// @param position of the reference's finger, 0 when unknown
public record Drawing(String reference, int probe, int position, MatchedMinutiae minutiae) {
    Drawing of(String other) {
        return new Drawing(other, probe, position, minutiae);
    }
}
