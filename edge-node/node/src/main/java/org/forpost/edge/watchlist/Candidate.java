package org.forpost.edge.watchlist;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.forpost.edge.watchlist.name.SoughtName;
import org.jspecify.annotations.Nullable;

/// A potential match: somebody or something on a list that may concern the traveller, with all that
/// speaks for it. Only the officer makes a hit of it.
///
/// @param reference nominal's id, `issuer number` of a document, or record id of a refusal
/// @param listed name and birth date as the list has them, null for a document
/// @param action to be taken, in the list's words; empty where it gives none
/// @param evidence at least one
public record Candidate(
        String reference, @Nullable SoughtName listed, String action, List<Evidence> evidence) {
    public Candidate {
        evidence = List.copyOf(evidence);
    }

    /// Puts together what was found about the same one, in the order of first mention.
    public static List<Candidate> together(List<Candidate> all) {
        Map<String, Candidate> merged = new LinkedHashMap<>();
        for (Candidate candidate : all) {
            merged.merge(candidate.reference(), candidate, Candidate::and);
        }
        return List.copyOf(merged.values());
    }

    /// Whether there is nothing to answer: all that speaks for it is a case that the second line
    /// has closed with an admission, and the person comes as the same one. Whoever has the fingers
    /// of that case and neither its document nor its name is asked about.
    public boolean settled() {
        boolean same = false;
        for (Evidence one : evidence) {
            if (!(one instanceof Evidence.SeenBefore before)
                    || before.kind() != Sighting.Kind.ADMITTED) {
                return false;
            }
            same |= before.by() != Evidence.By.FINGERS;
        }
        return same;
    }

    private Candidate and(Candidate other) {
        List<Evidence> both = new ArrayList<>(evidence);
        other.evidence().stream().filter(one -> !both.contains(one)).forEach(both::add);
        return new Candidate(
                reference,
                listed == null ? other.listed() : listed,
                action.isEmpty() ? other.action() : action,
                both);
    }
}
