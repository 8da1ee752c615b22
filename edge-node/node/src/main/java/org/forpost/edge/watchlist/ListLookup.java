package org.forpost.edge.watchlist;

import java.util.List;
import org.forpost.edge.watchlist.name.SoughtName;

/// Asks the list in force about a document and its holder's name.
@FunctionalInterface
public interface ListLookup {

    /// @param issuer three-letter code
    /// @param number of the document, as it was read or typed
    Answer lookUp(String issuer, String number, SoughtName holder);

    /// @param release number of the list; 0 when there is none in force
    /// @param candidates a document first, then names, the likeliest first
    record Answer(long release, List<Candidate> candidates) {
        public Answer {
            candidates = List.copyOf(candidates);
        }

        /// Nothing was asked yet, or there is no list.
        public static Answer none() {
            return new Answer(0, List.of());
        }
    }
}
