package org.forpost.edge.watchlist;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.forpost.matching.Calibration;
import org.forpost.matching.Candidate;
import org.forpost.matching.FingerPosition;
import org.forpost.matching.Gallery;
import org.forpost.matching.Identifier;
import org.forpost.matching.Probe;
import org.forpost.matching.Reference;
import org.forpost.matching.SearchLimits;
import org.forpost.matching.Template;
import org.forpost.matching.UnusableTemplateException;

/// A list as it is searched. Never changes.
final class SearchedList {
    private final Map<String, String> actions = new HashMap<>();
    private final Identifier identifier;

    /// @throws UnusableTemplateException naming the nominal whose finger cannot be read: a list
    ///   that silently misses somebody is worse than the one before it
    SearchedList(org.forpost.protocol.release.Watchlist list, Calibration calibration)
            throws UnusableTemplateException {
        List<Reference> references = new ArrayList<>();
        for (var nominal : list.nominals()) {
            actions.put(nominal.id(), nominal.action());
            for (var finger : nominal.fingers()) {
                references.add(
                        new Reference(
                                nominal.id(),
                                FingerPosition.of(finger.position()),
                                Template.decode(finger.template())));
            }
        }
        Gallery gallery = Gallery.inMemory();
        gallery.replace(references);
        this.identifier = new Identifier(gallery, calibration);
    }

    int nominals() {
        return actions.size();
    }

    List<PotentialMatch> search(Probe probe, SearchLimits limits) {
        return identifier.search(probe, limits).candidates().stream().map(this::match).toList();
    }

    private PotentialMatch match(Candidate candidate) {
        return new PotentialMatch(
                candidate.subject(),
                candidate.fingers().getFirst().probe().code(),
                candidate.score(),
                candidate.falseMatchRate(),
                actions.getOrDefault(candidate.subject(), ""));
    }
}
