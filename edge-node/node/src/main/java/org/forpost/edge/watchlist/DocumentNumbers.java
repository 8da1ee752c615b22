package org.forpost.edge.watchlist;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.forpost.protocol.release.Watchlist.LostDocument;

/// The stolen, lost and void documents of one release. A number is looked up without regard to
/// spaces, hyphens and case (SPEC.md §6.2): people type them as they are printed.
final class DocumentNumbers {
    private final Map<String, LostDocument> documents;

    DocumentNumbers(List<LostDocument> listed) {
        documents = HashMap.newHashMap(listed.size());
        listed.forEach(
                document -> documents.put(key(document.issuer(), document.number()), document));
    }

    private static String key(String issuer, String number) {
        return issuer.toUpperCase(Locale.ROOT)
                + " "
                + number.toUpperCase(Locale.ROOT).replaceAll("[\\s<-]", "");
    }

    Optional<Candidate> find(String issuer, String number) {
        return Optional.ofNullable(documents.get(key(issuer, number)))
                .map(found ->
                        new Candidate(
                                found.issuer() + " " + found.number(),
                                null,
                                found.action(),
                                List.of(new Evidence.Document(found.status()))));
    }
}
