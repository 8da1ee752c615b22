package org.forpost.edge.lane;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.forpost.edge.device.CapturedFace;
import org.forpost.edge.device.EncodedImage;
import org.forpost.edge.device.FingerPosition;
import org.forpost.edge.device.FingerRequest;
import org.forpost.edge.rules.Ruling;
import org.forpost.edge.watchlist.Screening;
import org.forpost.matching.Probe;
import org.forpost.matching.Template;
import org.forpost.protocol.record.RecordId;
import org.jspecify.annotations.Nullable;

/// The crossing before the officer, until it is decided or abandoned. Used by one thread at a time;
/// when it is dropped, its images go with it.
final class OpenCrossing {
    private final RecordId id;
    private final Arrival arrival;
    private final Ruling ruling;
    private final Map<FingerPosition, Attempts<SeenFinger>> fingers =
            new EnumMap<>(FingerPosition.class);
    private final Attempts<CapturedFace> face = new Attempts<>();
    private final Set<String> devices = new LinkedHashSet<>();
    private final Set<SameFinger> confirmed = new LinkedHashSet<>();
    private List<SameFinger> doubts = List.of();
    private Screening screening = new Screening.NotCompared();
    private @Nullable Notice notice;
    private String lastHash = FingerRequest.FIRST_HASH;
    private int transactions;

    OpenCrossing(RecordId id, Arrival arrival, Ruling ruling) {
        this.id = id;
        this.arrival = arrival;
        this.ruling = ruling;
    }

    RecordId id() {
        return id;
    }

    Arrival arrival() {
        return arrival;
    }

    Ruling ruling() {
        return ruling;
    }

    /// A name for one capture and no other.
    String nextTransaction() {
        return id + "-" + ++transactions;
    }

    String lastHash() {
        return lastHash;
    }

    /// A device answered with images: they join the chain.
    void chained(String device, String hash) {
        devices.add(device);
        lastHash = hash;
    }

    Attempts<SeenFinger> finger(FingerPosition position) {
        return fingers.computeIfAbsent(position, _ -> new Attempts<>());
    }

    Map<FingerPosition, Attempts<SeenFinger>> fingers() {
        return fingers;
    }

    Attempts<CapturedFace> face() {
        return face;
    }

    List<String> devices() {
        return List.copyOf(devices);
    }

    /// The best of each finger from which a template could be made.
    Map<FingerPosition, Template> templates() {
        Map<FingerPosition, Template> templates = new EnumMap<>(FingerPosition.class);
        fingers.forEach((position, attempts) -> {
            SeenFinger best = attempts.best();
            if (best != null && best.template() != null) {
                templates.put(position, best.template());
            }
        });
        return templates;
    }

    /// Fingers that seem to be the same: neither is accepted until one of the two is taken again,
    /// or the officer has said that they differ.
    void alike(List<SameFinger> pairs) {
        doubts = pairs.stream().filter(pair -> !confirmed.contains(pair)).toList();
        fingers.forEach((position, attempts) ->
                attempts.doubt(doubts.stream().anyMatch(pair -> pair.has(position))));
    }

    List<SameFinger> doubts() {
        return doubts;
    }

    /// The officer has looked: the fingers in doubt are different ones.
    void differ() {
        confirmed.addAll(doubts);
        alike(List.of());
    }

    void screened(Screening answer) {
        screening = answer;
    }

    Screening screening() {
        return screening;
    }

    void notice(Notice said) {
        notice = said;
    }

    /// The best of each finger from which a template could be made.
    List<Probe.Finger> probe() {
        List<Probe.Finger> probe = new ArrayList<>();
        templates()
                .forEach((position, template) ->
                        probe.add(FingerCapture.finger(position, template)));
        return probe;
    }

    Set<Modality> needs() {
        Set<Modality> needs = EnumSet.noneOf(Modality.class);
        if (ruling instanceof Ruling.Exempt) {
            return needs;
        }
        boolean some = fingers.values().stream().anyMatch(attempts -> attempts.best() != null);
        boolean all = fingers.values().stream().allMatch(Attempts::settled);
        if (!(some && all) && arrival.excepted().size() < 10) {
            needs.add(Modality.FINGER);
        }
        if (face.best() == null || !face.settled()) {
            needs.add(Modality.FACE);
        }
        return needs;
    }

    List<Shot> shots() {
        List<Shot> shots = new ArrayList<>();
        fingers.forEach((position, attempts) -> {
            SeenFinger best = attempts.best();
            if (best != null) {
                shots.add(
                        new Shot(
                                Modality.FINGER,
                                position.code(),
                                best.image().quality(),
                                OptionalInt.of(best.measured()),
                                best.nfiq2(),
                                attempts.accepted(),
                                attempts.tries()));
            }
        });
        CapturedFace portrait = face.best();
        if (portrait != null) {
            shots.add(
                    new Shot(
                            Modality.FACE,
                            0,
                            portrait.quality(),
                            OptionalInt.empty(),
                            OptionalInt.empty(),
                            face.accepted(),
                            face.tries()));
        }
        return shots;
    }

    /// @return by ISO/IEC 19794 finger position, the face by 0
    Map<Integer, EncodedImage> pictures() {
        Map<Integer, EncodedImage> pictures = new HashMap<>();
        fingers.forEach((position, attempts) -> {
            SeenFinger best = attempts.best();
            if (best != null) {
                pictures.put(position.code(), best.image().image());
            }
        });
        CapturedFace portrait = face.best();
        if (portrait != null) {
            pictures.put(0, portrait.image());
        }
        return pictures;
    }

    private List<Integer> settled() {
        return fingers.entrySet().stream()
                .filter(finger -> finger.getValue().settled())
                .map(finger -> finger.getKey().code())
                .toList();
    }

    CrossingView view() {
        return new CrossingView(
                id, arrival, ruling, needs(), shots(), screening, doubts, settled(), notice);
    }
}
