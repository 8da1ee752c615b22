package org.forpost.edge.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.forpost.edge.device.CapturedFace;
import org.forpost.edge.rules.Ruling;
import org.forpost.edge.rules.Stay;
import org.forpost.edge.store.Draft;
import org.forpost.edge.watchlist.Evidence;
import org.forpost.edge.watchlist.PotentialMatch;
import org.forpost.edge.watchlist.Screening;
import org.forpost.edge.watchlist.Sighting;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.Crossing.Alert;
import org.forpost.protocol.record.Crossing.Candidate;
import org.forpost.protocol.record.Crossing.Comparison;
import org.forpost.protocol.record.Crossing.Outcome;
import org.forpost.protocol.record.Crossing.Word;
import org.forpost.protocol.record.Image;
import org.forpost.protocol.record.RecordId;
import org.jspecify.annotations.Nullable;

/// What a decided crossing leaves behind: its images, and the crossing record last. A disk that
/// fills up half way then leaves no crossing in the journal, and the officer can try again without
/// writing it twice; what goes up first is settled by priority and not by place.
final class CrossingRecords {
    private static final double BILLION = 1e9;

    private final OpenCrossing crossing;
    private final Randomness randomness;
    private final List<Draft> images = new ArrayList<>();

    private final LanePolicy policy;
    private final Optional<String> rung;

    private CrossingRecords(
            OpenCrossing crossing,
            LanePolicy policy,
            Optional<String> rung,
            Randomness randomness) {
        this.crossing = crossing;
        this.policy = policy;
        this.rung = rung;
        this.randomness = randomness;
    }

    /// @param rung of degraded operation
    static List<Draft> of(
            OpenCrossing crossing,
            Verdict verdict,
            LanePolicy policy,
            Optional<String> rung,
            Randomness randomness) {
        CrossingRecords records = new CrossingRecords(crossing, policy, rung, randomness);
        ChipSeen chip = crossing.chip();
        Draft last =
                new Draft(
                        crossing.id(),
                        records.crossing(verdict)
                                .with(
                                        chip == null ? null : ChipWords.finding(chip).orElse(null),
                                        ChipWords.verifications(crossing.checks())));
        List<Draft> all = new ArrayList<>(records.images);
        all.add(last);
        return all;
    }

    private Crossing crossing(Verdict verdict) {
        Arrival arrival = crossing.arrival();
        ReferredCase referred = crossing.referred();
        return new Crossing(
                arrival.direction(),
                arrival.document(),
                arrival.person(),
                arrival.category(),
                switch (crossing.ruling()) {
                    case Ruling.Due() -> null;
                    case Ruling.FaceOnly _ -> null;
                    case Ruling.Exempt exempt ->
                            new Crossing.Exemption(exempt.code(), exempt.rules());
                },
                fingers(),
                crossing.exceptions(),
                face(),
                comparison(verdict),
                new Crossing.Decision(verdict.outcome(), verdict.reason(), verdict.officer()),
                crossing.devices(),
                basis(verdict),
                alerts(verdict),
                approvals(verdict),
                null,
                referred == null ? null : referred.crossing());
    }

    /// The words that it needed. What a rung asks for was looked at before.
    private List<Crossing.Approval> approvals(Verdict verdict) {
        boolean confirming =
                Completeness.confirming(crossing.view(), crossing.unhad(), verdict.outcome());
        return verdict.approvals().stream()
                .filter(one -> confirming || !one.action().equals(Verdict.EXCEPTIONS))
                .toList();
    }

    private Crossing.Basis basis(Verdict verdict) {
        Stay stay = crossing.stay();
        return new Crossing.Basis(
                crossing.rules().spoken(),
                crossing.arrival().ground(),
                verdict.outcome() == Outcome.ADMIT ? until(stay) : 0,
                policy.fingerQuality(),
                policy.faceQuality(),
                crossing.listed().release(),
                rung.orElse(null),
                List.of(),
                crossing.ruling() instanceof Ruling.FaceOnly it ? it.code() : null);
    }

    /// @return yyyymmdd of the last day of a stay, 0 where none limits it
    static int until(@Nullable Stay stay) {
        return stay == null
                ? 0
                : stay.lastDay()
                        .map(day ->
                                day.getYear() * 10_000
                                        + day.getMonthValue() * 100
                                        + day.getDayOfMonth())
                        .orElse(0);
    }

    /// What other lists said, and the officer's word on each; the fingers of nominals stand in the
    /// comparison, which has room for one who was recognised.
    private List<Alert> alerts(Verdict verdict) {
        String confirmed = confirmed(verdict);
        List<Alert> alerts = new ArrayList<>();
        for (var candidate : crossing.candidates()) {
            Word word = verdict.confirmation().word(candidate.reference());
            if (word != null && !candidate.settled()) {
                for (Evidence evidence : candidate.evidence()) {
                    boolean told =
                            word == Word.NOT_THE_SAME || candidate.reference().equals(confirmed);
                    if (!(evidence instanceof Evidence.Fingers && told)) {
                        alerts.add(alert(candidate.reference(), evidence, word));
                    }
                }
            }
        }
        return alerts.subList(0, Math.min(alerts.size(), Crossing.MAX_ALERTS));
    }

    private static Alert alert(String reference, Evidence evidence, Word word) {
        return switch (evidence) {
            case Evidence.Document _ -> new Alert(Alert.Kind.DOCUMENT, reference, 0, word);
            case Evidence.Name name -> new Alert(Alert.Kind.NAME, reference, name.likeness(), word);
            case Evidence.SeenBefore before -> {
                Evidence.Fingers fingers = before.fingers();
                // What another lane told was proved to this one and to nobody else: the record says
                // who was seen where, and not that it was so.
                boolean refused =
                        fingers != null
                                && before.kind() == Sighting.Kind.REFUSED
                                && before.lane() == 0
                                && before.referral() == null;
                yield new Alert(
                        refused ? Alert.Kind.REFUSED_BEFORE : Alert.Kind.SEEN_AT_POST,
                        reference,
                        fingers == null ? 0 : Math.round(fingers.score() * 100),
                        word);
            }
            case Evidence.Fingers fingers ->
                    new Alert(
                            Alert.Kind.ANOTHER_NOMINAL,
                            reference,
                            Math.round(fingers.score() * 100),
                            word);
        };
    }

    /// The first nominal whom the officer recognised by the fingers.
    private @Nullable String confirmed(Verdict verdict) {
        return crossing.screening().potentialMatches().stream()
                .map(PotentialMatch::nominal)
                .filter(nominal -> verdict.confirmation().word(nominal) == Word.HIT)
                .findFirst()
                .orElse(null);
    }

    private List<Crossing.Finger> fingers() {
        List<Crossing.Finger> fingers = new ArrayList<>();
        crossing.fingers()
                .forEach((position, attempts) -> {
                    SeenFinger best = attempts.best();
                    boolean here = !attempts.isCarriedOver();
                    if (here && best != null && best.template() != null) {
                        fingers.add(
                                new Crossing.Finger(
                                        position.code(),
                                        best.image().quality(),
                                        best.template().encode(),
                                        image(Image.Format.FINGER_RECORD, best.image().record())));
                    }
                });
        return fingers;
    }

    private Crossing.@Nullable Face face() {
        CapturedFace best = crossing.face().best();
        return best == null || crossing.face().isCarriedOver()
                ? null
                : new Crossing.Face(best.quality(), image(Image.Format.FACE_RECORD, best.record()));
    }

    private byte[] image(Image.Format format, byte[] bytes) {
        Image image = new Image(crossing.id(), format, bytes);
        images.add(new Draft(RecordId.random(randomness), image));
        return image.hash();
    }

    private @Nullable Comparison comparison(Verdict verdict) {
        return switch (crossing.screening()) {
            case Screening.NotCompared() -> null;
            case Screening.Compared compared ->
                    new Comparison(
                            compared.release(),
                            Math.round(compared.threshold() * BILLION),
                            compared.candidates().stream()
                                    .map(match ->
                                            new Candidate(
                                                    match.nominal(),
                                                    match.position(),
                                                    Math.round(match.score() * 100)))
                                    .toList(),
                            confirmed(verdict));
        };
    }
}
