package org.forpost.edge.watchlist;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.forpost.edge.watchlist.name.NameCandidate;
import org.forpost.edge.watchlist.name.NameIndex;
import org.forpost.edge.watchlist.name.SoughtName;
import org.forpost.matching.Calibration;
import org.forpost.matching.Probe;
import org.forpost.matching.UnusableTemplateException;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.Watchlist.Nominal;

/// A release as it is searched: by fingers, by document, by name. Never changes.
final class SearchedList {
    /// How many names an officer can look at besides the fingers.
    private static final int MOST_NAMES = 5;

    private final Manifest manifest;
    private final Map<String, Listed> listed = new HashMap<>();
    private final FingerSearch fingers;
    private final NameIndex names;
    private final DocumentNumbers documents;
    private final double falseMatchRate;

    private record Listed(SoughtName name, String action) {}

    /// @throws UnusableTemplateException naming the nominal whose finger cannot be read: a list
    ///   that silently misses somebody is worse than the one before it
    /// @throws IOException when the disk does not take the gallery
    SearchedList(
            Manifest manifest,
            org.forpost.protocol.release.Watchlist list,
            ListGalleries galleries,
            Calibration calibration,
            double falseMatchRate,
            int most)
            throws UnusableTemplateException, IOException {
        this.manifest = manifest;
        this.falseMatchRate = falseMatchRate;
        Map<String, SoughtName> sought = new HashMap<>();
        for (Nominal nominal : list.nominals()) {
            SoughtName name =
                    new SoughtName(
                            nominal.surname(),
                            nominal.givenNames(),
                            nominal.birthDate(),
                            nominal.nationality());
            sought.put(nominal.id(), name);
            listed.put(nominal.id(), new Listed(name, nominal.action()));
        }
        names = NameIndex.of(sought);
        documents = new DocumentNumbers(list.documents());
        fingers = new FingerSearch(galleries.of(manifest, list), calibration, falseMatchRate, most);
    }

    int nominals() {
        return listed.size();
    }

    Screening search(Probe probe) {
        FingerSearch.Found found = fingers.search(probe);
        return new Screening.Compared(
                manifest.number(),
                falseMatchRate,
                found.candidates().stream().map(this::match).toList(),
                found.drawings());
    }

    private PotentialMatch match(org.forpost.matching.Candidate candidate) {
        Listed who = listed.get(candidate.subject());
        return new PotentialMatch(
                candidate.subject(),
                candidate.fingers().getFirst().probe().code(),
                candidate.score(),
                candidate.falseMatchRate(),
                who == null ? "" : who.action(),
                who == null ? null : who.name());
    }

    ListLookup.Answer lookUp(String issuer, String number, SoughtName holder) {
        List<Candidate> found = new ArrayList<>();
        documents.find(issuer, number).ifPresent(found::add);
        for (NameCandidate candidate : names.search(holder, MOST_NAMES)) {
            Listed who = listed.get(candidate.nominal());
            if (who != null) {
                found.add(
                        new Candidate(
                                candidate.nominal(),
                                who.name(),
                                who.action(),
                                List.of(
                                        new Evidence.Name(
                                                candidate.likeness(), candidate.reasons()))));
            }
        }
        return new ListLookup.Answer(manifest.number(), found);
    }
}
