package org.forpost.edge.lane;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.forpost.edge.device.CapturedFace;
import org.forpost.edge.device.EncodedImage;
import org.forpost.edge.device.FingerPosition;
import org.forpost.edge.device.FingerRequest;
import org.forpost.edge.document.ChipReading;
import org.forpost.edge.rules.RuleSet;
import org.forpost.edge.rules.RulesInForce;
import org.forpost.edge.rules.Ruling;
import org.forpost.edge.rules.Stay;
import org.forpost.edge.watchlist.Candidate;
import org.forpost.edge.watchlist.Drawing;
import org.forpost.edge.watchlist.Evidence;
import org.forpost.edge.watchlist.ListLookup;
import org.forpost.edge.watchlist.PotentialMatch;
import org.forpost.edge.watchlist.Screening;
import org.forpost.edge.watchlist.SeenAtPost;
import org.forpost.edge.watchlist.Sighting;
import org.forpost.matching.Probe;
import org.forpost.matching.Template;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.RecordId;
import org.jspecify.annotations.Nullable;

/// The crossing before the officer, until it is decided or abandoned. Used by one thread at a time;
/// when it is dropped, its images go with it.
final class OpenCrossing {
    private final RecordId id;
    private final Arrival arrival;
    private final RulesInForce.Named rules;
    private final LocalDate today;
    private final Ruling ruling;
    private final List<Excepted> excepted;
    private final @Nullable Stay stay;
    private final ListLookup.Answer listed;
    private final @Nullable ReferredCase referred;
    private final Map<FingerPosition, Attempts<SeenFinger>> fingers =
            new EnumMap<>(FingerPosition.class);
    private final Attempts<CapturedFace> face = new Attempts<>();
    private final Set<String> devices = new LinkedHashSet<>();
    private final Set<SameFinger> confirmed = new LinkedHashSet<>();
    private List<SameFinger> doubts = List.of();
    private Map<FingerPosition, Template> known = Map.of();
    private Screening screening = new Screening.NotCompared();
    private List<Candidate> seen = List.of();
    private SeenAtPost.Answer seenByFingers = SeenAtPost.Answer.none();
    private @Nullable Notice notice;
    private String lastHash = FingerRequest.FIRST_HASH;
    private int transactions;
    private boolean told;
    private @Nullable ChipSeen chip;
    private @Nullable Holder holder;
    private List<HolderCheck> fingerChecks = List.of();
    private @Nullable HolderCheck faceCheck;

    /// @param rules that it goes by to its end
    /// @param today at the post
    /// @param listed what the lists say of document and name
    /// @param referred the first line's case that it answers, or null
    OpenCrossing(
            RecordId id,
            Arrival arrival,
            RulesInForce.Named rules,
            LocalDate today,
            @Nullable Stay stay,
            ListLookup.Answer listed,
            @Nullable ReferredCase referred) {
        this.id = id;
        this.referred = referred;
        this.arrival = arrival;
        this.rules = rules;
        this.today = today;
        this.ruling = rules.rules().exemptions().ruling(arrival.traveller(), today);
        this.excepted =
                arrival.exceptions().stream()
                        .map(exception -> excepted(exception, rules.rules(), today))
                        .toList();
        this.stay = stay;
        this.listed = listed;
    }

    private static Excepted excepted(
            Crossing.FingerException exception, RuleSet rules, LocalDate today) {
        return rules.exception(exception.reason(), exception.permanent())
                .map(rule ->
                        new Excepted(
                                exception, rule.retakeDue(today), rule.supervisor(), rule.words()))
                .orElseGet(() -> new Excepted(exception, Optional.empty(), true, null));
    }

    RecordId id() {
        return id;
    }

    /// The first line's case that it answers.
    @Nullable ReferredCase referred() {
        return referred;
    }

    /// What is there came from the first line.
    void carriedOver() {
        fingers.values().forEach(Attempts::carriedOver);
        face.carriedOver();
    }

    Arrival arrival() {
        return arrival;
    }

    RulesInForce.Named rules() {
        return rules;
    }

    @Nullable Stay stay() {
        return stay;
    }

    ListLookup.Answer listed() {
        return listed;
    }

    /// What the officer named, and what the tries that were made could not get.
    List<Crossing.FingerException> exceptions() {
        List<Crossing.FingerException> exceptions = new ArrayList<>(arrival.exceptions());
        fingers.forEach((position, attempts) -> {
            if (unreadable(attempts)) {
                exceptions.add(notPossible(position));
            }
        });
        return exceptions;
    }

    /// The same, with what the rules say of each.
    List<Excepted> unhad() {
        return exceptions().stream()
                .map(exception -> excepted(exception, rules.rules(), today))
                .toList();
    }

    /// For the page: a finger of which another try is due is not given up yet.
    private List<Excepted> shownExcepted() {
        List<Excepted> shown = new ArrayList<>(excepted);
        fingers.forEach((position, attempts) -> {
            if (attempts.settled() && unreadable(attempts)) {
                shown.add(excepted(notPossible(position), rules.rules(), today));
            }
        });
        return shown;
    }

    private static boolean unreadable(Attempts<SeenFinger> attempts) {
        SeenFinger best = attempts.best();
        return best == null || best.template() == null;
    }

    private static Crossing.FingerException notPossible(FingerPosition position) {
        return new Crossing.FingerException(
                position.code(), Crossing.FingerException.Reason.NOT_POSSIBLE, false);
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

    /// Fingers of an earlier crossing of whoever holds the document.
    void known(Map<FingerPosition, Template> before) {
        known = Map.copyOf(before);
    }

    Map<FingerPosition, Template> known() {
        return known;
    }

    List<SameFinger> doubts() {
        return doubts;
    }

    /// The officer has looked: the fingers in doubt are different ones.
    void differ() {
        confirmed.addAll(doubts);
        alike(List.of());
    }

    /// @param answer of the watchlist
    void screened(Screening answer) {
        screening = answer;
    }

    /// @param answer by document and name, of those who were seen at this post
    void seen(List<Candidate> answer) {
        seen = answer;
    }

    /// @param answer the same by fingers
    void seenByFingers(SeenAtPost.Answer answer) {
        seenByFingers = answer;
    }

    /// Crossings that are this traveller's own: nobody is told to have seen himself.
    Set<RecordId> own() {
        return referred == null ? Set.of(id) : Set.of(id, referred.crossing());
    }

    /// What the lists found by fingers or by the document's number: enough to tell the other lanes,
    /// before anybody has decided. A like name alone is not.
    Optional<Candidate> found() {
        return Stream.concat(
                        screening.potentialMatches().stream().map(PotentialMatch::candidate),
                        listed.candidates().stream()
                                .filter(one ->
                                        one.evidence().stream()
                                                .anyMatch(Evidence.Document.class::isInstance)))
                .findFirst();
    }

    /// Whether the other lanes have heard that a list may name this person.
    boolean told() {
        return told;
    }

    void told(boolean now) {
        told = now;
    }

    /// As the other lanes hear of it.
    Sighting sighting(Instant at, Sighting.Kind kind, String reason) {
        return new Sighting(
                id,
                0,
                at,
                kind,
                reason,
                arrival.document(),
                arrival.name(),
                templates().entrySet().stream()
                        .map(one ->
                                new Sighting.Finger(one.getKey().code(), one.getValue().encode()))
                        .toList(),
                referred == null ? null : referred.crossing());
    }

    /// Whom or what it may be, fingers first: they say most.
    List<Candidate> candidates() {
        List<Candidate> all = new ArrayList<>();
        screening.potentialMatches().forEach(match -> all.add(match.candidate()));
        all.addAll(seenByFingers.candidates());
        all.addAll(seen);
        all.addAll(listed.candidates());
        return Candidate.together(all);
    }

    Screening screening() {
        return screening;
    }

    /// @param of the document's holder, null where nothing of it may be compared
    void chip(ChipSeen seen, @Nullable Holder of) {
        chip = seen;
        holder = of;
        fingerChecks = List.of();
        faceCheck = null;
    }

    @Nullable ChipSeen chip() {
        return chip;
    }

    /// Compares the fingers that are there by now with the holder's.
    void checkFingers(HolderChecks by) {
        if (holder != null) {
            fingerChecks = by.fingers(this, holder);
        }
    }

    /// Compares the face, if it is there by now, with the holder's.
    void checkFace(HolderChecks by) {
        if (holder != null) {
            CapturedFace best = face.best();
            faceCheck = by.face(holder, best == null ? null : best.image());
        }
    }

    /// The face first.
    List<HolderCheck> checks() {
        List<HolderCheck> all = new ArrayList<>();
        if (faceCheck != null) {
            all.add(faceCheck);
        }
        all.addAll(fingerChecks);
        return all;
    }

    /// @return what the chip shows of its holder, by ISO/IEC 19794 finger position, the face by 0
    Map<Integer, EncodedImage> chipPictures() {
        Map<Integer, EncodedImage> all = new HashMap<>();
        if (holder != null) {
            holder.face().ifPresent(image -> all.put(0, image));
            for (Holder.Reference reference : holder.fingers()) {
                if (reference instanceof Holder.Usable usable
                        && usable.position() != FingerPosition.UNKNOWN) {
                    all.put(usable.position().code(), usable.image());
                }
            }
        }
        return all;
    }

    private @Nullable ChipView chipView() {
        ChipSeen seen = chip;
        return seen == null
                ? null
                : new ChipView(
                        seen,
                        seen.reading() instanceof ChipReading.Read read
                                ? read.zone().map(arrival::differences).orElse(List.of())
                                : List.of(),
                        checks(),
                        chipPictures().keySet());
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
        boolean fingersDue = !(ruling instanceof Ruling.FaceOnly);
        if (fingersDue && !(some && all) && arrival.excepted().size() < 10) {
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

    private Optional<Drawn> drawn(Drawing drawing) {
        Attempts<SeenFinger> attempts = fingers.get(FingerPosition.of(drawing.probe()));
        SeenFinger best = attempts == null ? null : attempts.best();
        Template template = best == null ? null : best.template();
        return template == null
                ? Optional.empty()
                : Optional.of(new Drawn(drawing, template.width(), template.height()));
    }

    CrossingView view() {
        List<Drawing> drawings = new ArrayList<>(screening.drawings());
        drawings.addAll(seenByFingers.drawings());
        return new CrossingView(
                id,
                arrival,
                rules.spoken(),
                ruling,
                shownExcepted(),
                stay,
                needs(),
                shots(),
                screening,
                doubts,
                settled(),
                candidates(),
                drawings.stream().flatMap(drawing -> drawn(drawing).stream()).toList(),
                notice,
                chipView(),
                referred);
    }
}
