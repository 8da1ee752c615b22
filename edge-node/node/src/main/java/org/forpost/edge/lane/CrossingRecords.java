package org.forpost.edge.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.forpost.edge.device.CapturedFace;
import org.forpost.edge.device.FingerPosition;
import org.forpost.edge.rules.Ruling;
import org.forpost.edge.store.Draft;
import org.forpost.edge.watchlist.Screening;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.Crossing.Candidate;
import org.forpost.protocol.record.Crossing.Comparison;
import org.forpost.protocol.record.Crossing.FingerException;
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

    private CrossingRecords(OpenCrossing crossing, Randomness randomness) {
        this.crossing = crossing;
        this.randomness = randomness;
    }

    static List<Draft> of(OpenCrossing crossing, Verdict verdict, Randomness randomness) {
        CrossingRecords records = new CrossingRecords(crossing, randomness);
        Draft last = new Draft(crossing.id(), records.crossing(verdict));
        List<Draft> all = new ArrayList<>(records.images);
        all.add(last);
        return all;
    }

    private Crossing crossing(Verdict verdict) {
        Arrival arrival = crossing.arrival();
        return new Crossing(
                arrival.direction(),
                arrival.document(),
                arrival.person(),
                arrival.category(),
                switch (crossing.ruling()) {
                    case Ruling.Due() -> null;
                    case Ruling.Exempt exempt ->
                            new Crossing.Exemption(exempt.code(), exempt.rules());
                },
                fingers(),
                exceptions(),
                face(),
                comparison(verdict),
                new Crossing.Decision(verdict.outcome(), verdict.reason(), verdict.officer()),
                crossing.devices());
    }

    private List<Crossing.Finger> fingers() {
        List<Crossing.Finger> fingers = new ArrayList<>();
        crossing.fingers()
                .forEach((position, attempts) -> {
                    SeenFinger best = attempts.best();
                    if (best != null && best.template() != null) {
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

    /// What the officer named, and what three tries could not get.
    private List<FingerException> exceptions() {
        List<FingerException> exceptions = new ArrayList<>(crossing.arrival().exceptions());
        for (Map.Entry<FingerPosition, Attempts<SeenFinger>> finger :
                crossing.fingers().entrySet()) {
            SeenFinger best = finger.getValue().best();
            if (best == null || best.template() == null) {
                exceptions.add(
                        new FingerException(
                                finger.getKey().code(),
                                FingerException.Reason.NOT_POSSIBLE,
                                false));
            }
        }
        return exceptions;
    }

    private Crossing.@Nullable Face face() {
        CapturedFace best = crossing.face().best();
        return best == null
                ? null
                : new Crossing.Face(best.quality(), image(Image.Format.FACE_RECORD, best.record()));
    }

    private byte[] image(Image.Format format, byte[] bytes) {
        Image image = new Image(crossing.id(), format, bytes);
        images.add(new Draft(RecordId.random(randomness), image));
        return image.hash();
    }

    private @Nullable Comparison comparison(Verdict verdict) {
        Verdict.Confirmation confirmation = verdict.confirmation();
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
                            confirmation == null ? null : confirmation.nominal());
        };
    }
}
