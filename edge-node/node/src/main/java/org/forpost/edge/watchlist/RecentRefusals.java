package org.forpost.edge.watchlist;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.forpost.edge.watchlist.name.SoughtName;
import org.forpost.matching.Calibration;
import org.forpost.matching.Candidate.FingerMatch;
import org.forpost.matching.FingerPosition;
import org.forpost.matching.Gallery;
import org.forpost.matching.Probe;
import org.forpost.matching.Reference;
import org.forpost.matching.Template;
import org.forpost.matching.UnusableTemplateException;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.RecordId;

/// Who was refused at this post a short while ago, by fingers: the same person may come again with
/// another document or to the next lane. Fed by this lane's own decisions and, where the post has
/// several, by what other lanes tell ([#add] is for both). Safe for several threads.
public final class RecentRefusals {
    /// A lane refuses a few people a day; some hundreds are a post's worst week.
    private static final int MOST = 1_000;

    private final InstantSource clock;
    private final Supplier<Duration> kept;
    private final Gallery gallery = Gallery.inMemory();
    private final FingerSearch search;
    private final Map<String, Refusal> refusals = new HashMap<>();

    /// @param falseMatchRate up to which candidates are shown
    /// @param most how many of them
    /// @param kept for how long a refusal counts, by the rules in force
    public RecentRefusals(
            Calibration calibration,
            double falseMatchRate,
            int most,
            InstantSource clock,
            Supplier<Duration> kept) {
        this.clock = clock;
        this.kept = kept;
        this.search = new FingerSearch(gallery, calibration, falseMatchRate, most);
    }

    /// A refusal as it was recorded.
    ///
    /// @param at when
    /// @param crossing with its templates
    public record Refusal(RecordId id, Instant at, Crossing crossing) {}

    /// Takes a refusal in. One without a finger, too old, or known already changes nothing; a
    /// template that cannot be read is left out.
    public synchronized void add(Refusal refusal) {
        forgetOld();
        String subject = refusal.id().toString();
        List<Reference> fingers = fingers(subject, refusal.crossing());
        if (fingers.isEmpty()
                || old(refusal)
                || refusals.size() >= MOST
                || refusals.putIfAbsent(subject, refusal) != null) {
            return;
        }
        gallery.add(fingers);
    }

    private static List<Reference> fingers(String subject, Crossing crossing) {
        List<Reference> fingers = new ArrayList<>();
        for (Crossing.Finger finger : crossing.fingers()) {
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
                                "refusal {0}: {1}",
                                subject,
                                e.getMessage());
            }
        }
        return fingers;
    }

    /// A refusal was corrected to something else.
    public synchronized void withdraw(RecordId id) {
        if (refusals.remove(id.toString()) != null) {
            gallery.remove(List.of(id.toString()));
        }
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

    /// Whether somebody with these fingers was refused.
    public synchronized Answer search(Probe probe) {
        forgetOld();
        FingerSearch.Found found = search.search(probe);
        return new Answer(
                found.candidates().stream().map(this::candidate).toList(), found.drawings());
    }

    private Candidate candidate(org.forpost.matching.Candidate found) {
        Refusal refusal = refusals.get(found.subject());
        if (refusal == null) {
            throw new IllegalStateException("the gallery holds what nobody refused");
        }
        Crossing.Person person = refusal.crossing().person();
        FingerMatch best = found.fingers().getFirst();
        return new Candidate(
                found.subject(),
                new SoughtName(
                        person.surname(),
                        person.givenNames(),
                        person.birthDate(),
                        person.nationality()),
                "",
                List.of(
                        new Evidence.RefusedBefore(
                                refusal.at(),
                                refusal.crossing().decision().reason(),
                                new Evidence.Fingers(
                                        best.probe().code(),
                                        found.score(),
                                        found.falseMatchRate()))));
    }

    private void forgetOld() {
        List<String> old =
                refusals.values().stream()
                        .filter(this::old)
                        .map(refusal -> refusal.id().toString())
                        .toList();
        if (!old.isEmpty()) {
            old.forEach(refusals::remove);
            gallery.remove(old);
        }
    }

    private boolean old(Refusal refusal) {
        return refusal.at().plus(kept.get()).isBefore(clock.instant());
    }
}
