package org.forpost.edge.watchlist;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.forpost.edge.watchlist.Evidence.By;
import org.forpost.edge.watchlist.name.NameIndex;
import org.forpost.edge.watchlist.name.NameReason;
import org.forpost.edge.watchlist.name.SoughtName;
import org.forpost.matching.Calibration;
import org.forpost.matching.FingerPosition;
import org.forpost.matching.Gallery;
import org.forpost.matching.Probe;
import org.forpost.matching.Reference;
import org.forpost.matching.Template;
import org.forpost.matching.UnusableTemplateException;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.RecordId;
import org.jspecify.annotations.Nullable;

/// Who was refused, referred or found at this post a short while ago, by document, by name and by
/// fingers: the same person may come again with another document or to the next lane. Fed by this
/// lane's own decisions and by what the other lanes tell. Says who it may be and decides nothing. A
/// referral and the second line's decision on it are one case, and its last word counts. Safe for
/// several threads.
public final class SeenAtPost {
    /// A lane sees a few such people a day; this is eight lanes' worst week.
    private static final int MOST = 4_000;

    /// Nobody looks at more people of the same name.
    private static final int MOST_NAMED = 3;

    private final InstantSource clock;
    private final Supplier<Duration> kept;
    private final Gallery gallery = Gallery.inMemory();
    private final FingerSearch search;

    /// By crossing, in the order in which they came.
    private final Map<String, Sighting> sightings = new LinkedHashMap<>();

    /// How the second line decided, by the crossing that was referred.
    private final Map<RecordId, Sighting> answers = new HashMap<>();

    /// Made anew when it is asked for after a change.
    private @Nullable NameIndex names;

    /// @param falseMatchRate up to which candidates are shown
    /// @param most how many of them
    /// @param kept for how long a sighting counts, by the rules in force
    public SeenAtPost(
            Calibration calibration,
            double falseMatchRate,
            int most,
            InstantSource clock,
            Supplier<Duration> kept) {
        this.clock = clock;
        this.kept = kept;
        this.search = new FingerSearch(gallery, calibration, falseMatchRate, most);
    }

    /// Takes a sighting in, in the place of what was known of the same crossing. One that is too
    /// old changes nothing; a template that cannot be read is left out.
    public synchronized void take(Sighting sighting) {
        forgetOld();
        forget(sighting.crossing().toString());
        if (sighting.kind() == Sighting.Kind.CLEARED || old(sighting)) {
            return;
        }
        if (sightings.size() >= MOST) {
            forget(sightings.keySet().iterator().next());
        }
        sightings.put(sighting.crossing().toString(), sighting);
        names = null;
        if (sighting.answers() != null && sighting.decided()) {
            answers.put(sighting.answers(), sighting);
        }
        List<Reference> fingers = fingers(sighting);
        if (!fingers.isEmpty()) {
            gallery.add(fingers);
        }
    }

    private static List<Reference> fingers(Sighting sighting) {
        String subject = sighting.crossing().toString();
        List<Reference> fingers = new ArrayList<>();
        for (Sighting.Finger finger : sighting.fingers()) {
            try {
                fingers.add(
                        new Reference(
                                subject,
                                FingerPosition.of(finger.position()),
                                Template.decode(finger.template())));
            } catch (UnusableTemplateException e) {
                System.getLogger("watchlist")
                        .log(
                                System.Logger.Level.WARNING,
                                "sighting {0}: {1}",
                                subject,
                                e.getMessage());
            }
        }
        return fingers;
    }

    /// @param candidates the strongest first
    /// @param drawings of the first few
    public record Answer(List<Candidate> candidates, List<Drawing> drawings) {
        public Answer {
            candidates = List.copyOf(candidates);
            drawings = List.copyOf(drawings);
        }

        /// Nothing was compared.
        public static Answer none() {
            return new Answer(List.of(), List.of());
        }
    }

    /// Of how many cases this lane has heard how the second line decided them.
    public synchronized int answers() {
        forgetOld();
        return answers.size();
    }

    /// How the second line decided a case, as far as this lane has heard.
    ///
    /// @param referred the crossing that was referred
    public synchronized Optional<Sighting> answer(RecordId referred) {
        forgetOld();
        return Optional.ofNullable(answers.get(referred));
    }

    /// Who was seen with this document, or bears this name and was born on the same day.
    ///
    /// @param but crossings that are this traveller's own
    public synchronized List<Candidate> lookUp(
            Set<RecordId> but, Crossing.Document document, SoughtName holder) {
        forgetOld();
        List<Candidate> found = new ArrayList<>();
        for (Sighting one : sightings.values()) {
            if (isOther(one, but) && same(one.document(), document)) {
                found.add(candidate(one, By.DOCUMENT, null));
            }
        }
        names().search(holder, MOST_NAMED).stream()
                .filter(one -> one.reasons().contains(NameReason.SAME_BIRTH_DATE))
                .filter(one ->
                        one.reasons().contains(NameReason.SAME_NAME)
                                || one.reasons().contains(NameReason.SAME_WHEN_TRANSLITERATED))
                .map(one -> sightings.get(one.nominal()))
                .filter(one -> one != null && isOther(one, but))
                .sorted(Comparator.comparing(Sighting::at).reversed())
                .forEach(one -> found.add(candidate(one, By.NAME, null)));
        return Candidate.together(found);
    }

    private NameIndex names() {
        NameIndex now = names;
        if (now == null) {
            now =
                    NameIndex.of(
                            sightings.entrySet().stream()
                                    .filter(one -> one.getKey().equals(reference(one.getValue())))
                                    .collect(
                                            Collectors.toMap(
                                                    Map.Entry::getKey,
                                                    one -> one.getValue().holder())));
            names = now;
        }
        return now;
    }

    private static boolean same(Crossing.Document one, Crossing.Document other) {
        return one.issuer().equalsIgnoreCase(other.issuer())
                && plain(one.number()).equals(plain(other.number()));
    }

    /// As numbers of lost documents are compared (SPEC.md §6.2).
    private static String plain(String number) {
        return number.toUpperCase(Locale.ROOT).replaceAll("[\\s<-]", "");
    }

    /// Whether somebody with these fingers was seen.
    ///
    /// @param but crossings that are this traveller's own
    public synchronized Answer search(Set<RecordId> but, Probe probe) {
        forgetOld();
        FingerSearch.Found found = search.search(probe);
        Set<String> cases = new HashSet<>();
        List<Candidate> candidates = new ArrayList<>();
        for (org.forpost.matching.Candidate one : found.candidates()) {
            Sighting sighting = sightings.get(one.subject());
            if (sighting != null && isOther(sighting, but) && cases.add(reference(sighting))) {
                candidates.add(
                        candidate(
                                sighting,
                                By.FINGERS,
                                new Evidence.Fingers(
                                        one.fingers().getFirst().probe().code(),
                                        one.score(),
                                        one.falseMatchRate())));
            }
        }
        return new Answer(
                candidates,
                found.drawings().stream().flatMap(drawing -> ofCase(drawing, but)).toList());
    }

    private Stream<Drawing> ofCase(Drawing drawing, Set<RecordId> but) {
        Sighting sighting = sightings.get(drawing.reference());
        return sighting == null || !isOther(sighting, but)
                ? Stream.empty()
                : Stream.of(drawing.of(reference(sighting)));
    }

    private boolean isOther(Sighting sighting, Set<RecordId> but) {
        return !but.contains(sighting.crossing()) && !but.contains(opened(sighting).crossing());
    }

    /// The sighting that opened the case to which one belongs. Only a referral is answered: what a
    /// lane says of a refusal or of a hit is not for the desk to change.
    private Sighting opened(Sighting sighting) {
        RecordId answered = sighting.answers();
        Sighting first =
                answered == null || !sighting.decided() ? null : sightings.get(answered.toString());
        return first != null && first.kind() == Sighting.Kind.REFERRED ? first : sighting;
    }

    /// A case is one candidate, whichever of its crossings was found.
    private String reference(Sighting sighting) {
        return opened(sighting).crossing().toString();
    }

    private Candidate candidate(Sighting found, By by, Evidence.@Nullable Fingers fingers) {
        Sighting first = opened(found);
        Sighting answer =
                first.kind() == Sighting.Kind.REFERRED ? answers.get(first.crossing()) : null;
        Sighting sighting = answer == null ? first : answer;
        return new Candidate(
                first.crossing().toString(),
                first.holder(),
                "",
                List.of(
                        new Evidence.SeenBefore(
                                sighting.lane(),
                                sighting.at(),
                                sighting.kind(),
                                sighting.reason(),
                                by,
                                fingers,
                                answer == null
                                        ? null
                                        : new Evidence.Referral(first.lane(), first.at()))));
    }

    private void forgetOld() {
        sightings.values().stream()
                .filter(this::old)
                .map(one -> one.crossing().toString())
                .toList()
                .forEach(this::forget);
    }

    private void forget(String crossing) {
        Sighting gone = sightings.remove(crossing);
        if (gone != null) {
            names = null;
            if (gone.answers() != null) {
                answers.remove(gone.answers(), gone);
            }
            if (!gone.fingers().isEmpty()) {
                gallery.remove(List.of(crossing));
            }
        }
    }

    private boolean old(Sighting sighting) {
        return sighting.at().plus(kept.get()).isBefore(clock.instant());
    }
}
