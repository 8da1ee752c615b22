package org.forpost.edge.watchlist.name;

import java.util.List;

/// Somebody on the watchlist whose name may be that of the traveller.
///
/// @param nominal id on the watchlist
/// @param likeness 0 to 100; it ranks and means nothing beyond that
/// @param reasons for and against, the name's first
public record NameCandidate(String nominal, int likeness, List<NameReason> reasons) {
    public NameCandidate {
        reasons = List.copyOf(reasons);
    }
}
