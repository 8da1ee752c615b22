package org.forpost.edge.lane;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.forpost.edge.device.CaptureOutcome;
import org.forpost.edge.device.CapturedFace;
import org.forpost.edge.device.CapturedFinger;
import org.forpost.edge.device.CapturedImage;
import org.forpost.edge.device.EncodedImage;
import org.forpost.edge.device.FaceRequest;
import org.forpost.edge.device.FingerPosition;
import org.forpost.edge.device.FingerRequest;
import org.forpost.edge.device.LaneDevices;
import org.forpost.edge.device.Refusal;
import org.forpost.edge.document.ChipAccess;
import org.forpost.edge.document.ChipReading;
import org.forpost.edge.document.ChipScope;
import org.forpost.edge.document.DocumentReader;
import org.forpost.edge.rules.KnownCrossing;
import org.forpost.edge.rules.RuleSet;
import org.forpost.edge.rules.RulesInForce;
import org.forpost.edge.rules.Ruling;
import org.forpost.edge.rules.Stay;
import org.forpost.edge.store.Draft;
import org.forpost.edge.store.Entry;
import org.forpost.edge.store.Logbook;
import org.forpost.edge.store.NotRecordedException;
import org.forpost.edge.store.Written;
import org.forpost.edge.watchlist.Candidate;
import org.forpost.edge.watchlist.Sighting;
import org.forpost.matching.Template;
import org.forpost.matching.UnusableTemplateException;
import org.forpost.matching.face.FaceModel;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.record.Audit;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.Crossing.Direction;
import org.forpost.protocol.record.Crossing.Document;
import org.forpost.protocol.record.Crossing.Outcome;
import org.forpost.protocol.record.Crossing.Person;
import org.forpost.protocol.record.Image;
import org.forpost.protocol.record.RecordId;
import org.jspecify.annotations.Nullable;

/// The lane: one traveller at a time, from document to decision.
///
/// ```
///            open              capture…           decide
///   free ───────────► CAPTURE ─────────► DECIDE ─────────► recorded, free
///     │                                    ▲  │
///     └── open, exempt ────────────────────┘  └─ abandon ─► free, nothing kept
/// ```
///
/// What was decided is corrected by a record more, at any time: [#correct].
///
/// Every call may block (a device, a disk) and belongs on a virtual thread; [#crossing] and
/// [#picture] never do.
public final class Lane {
    private final LaneDevices devices;
    private final FingerCapture fingers;
    private final Knowledge knowledge;
    private final Logbook logbook;
    private final Written written;
    private final InstantSource clock;
    private final Randomness randomness;
    private final LanePolicy policy;

    private final ReentrantLock desk = new ReentrantLock();
    private final ReentrantLock correcting = new ReentrantLock();
    private final DeviceCall deviceCall = new DeviceCall();
    private final RepeatedRefusals refusals = new RepeatedRefusals();
    private final HolderChecks holderChecks;
    private final LiveView live;
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private final List<Consumer<Sighting>> hearers = new CopyOnWriteArrayList<>();
    private @Nullable OpenCrossing open;
    private volatile SecondLine secondLine = SecondLine.NONE;
    private volatile @Nullable CrossingView shown;
    private volatile Map<Integer, EncodedImage> pictures = Map.of();
    private volatile Map<Integer, EncodedImage> chipPictures = Map.of();
    private volatile ChipDesk chips;

    public Lane(
            LaneDevices devices,
            FingerCapture fingers,
            FaceModel faces,
            Knowledge knowledge,
            Logbook logbook,
            Written written,
            InstantSource clock,
            Randomness randomness,
            LanePolicy policy) {
        this.devices = devices;
        this.fingers = fingers;
        this.holderChecks = new HolderChecks(faces);
        this.live = new LiveView(faces, System::nanoTime);
        this.knowledge = knowledge;
        this.logbook = logbook;
        this.written = written;
        this.clock = clock;
        this.randomness = randomness;
        this.policy = policy;
        this.chips = new ChipDesk(null, () -> 0, clock);
    }

    /// Runs `watcher` after every change of the crossing, on whatever thread made it.
    public void onChange(Runnable watcher) {
        watchers.add(watcher);
    }

    /// Tells `hearer` whom this lane refused, referred or found on a list, as soon as it knows; on
    /// the lane's thread, so that it has to return at once.
    public void onSighting(Consumer<Sighting> hearer) {
        hearers.add(hearer);
    }

    /// Another lane has told something: whoever stands here now may be the one. May block.
    public void heard() {
        desk.lock();
        try {
            if (open != null) {
                lookAtPost(open);
                fingers.lookAgain(open);
                show(open);
            }
        } finally {
            desk.unlock();
            changed();
        }
    }

    private void lookAtPost(OpenCrossing crossing) {
        Arrival arrival = crossing.arrival();
        crossing.seen(knowledge.seen().lookUp(crossing.own(), arrival.document(), arrival.name()));
    }

    private void tell(Sighting sighting) {
        knowledge.seen().take(sighting);
        hearers.forEach(hearer -> hearer.accept(sighting));
    }

    /// Nobody waits for a decision before the other lanes hear of it.
    private void tellFound(OpenCrossing crossing) {
        Optional<Candidate> found = crossing.found();
        if (found.isPresent()) {
            crossing.told(true);
            tell(crossing.sighting(clock.instant(), Sighting.Kind.FOUND, found.get().reference()));
        } else if (crossing.told()) {
            crossing.told(false);
            tell(crossing.sighting(clock.instant(), Sighting.Kind.CLEARED, ""));
        }
    }

    /// @return the open crossing as it is now; does not block
    public Optional<CrossingView> crossing() {
        return Optional.ofNullable(shown);
    }

    /// @param position ISO/IEC 19794 finger position, 0 for the face
    /// @return an image of the open crossing; does not block
    public Optional<EncodedImage> picture(RecordId id, int position) {
        CrossingView now = shown;
        return now != null && now.id().equals(id)
                ? Optional.ofNullable(pictures.get(position))
                : Optional.empty();
    }

    /// A traveller has arrived: asks the rules, and opens a capture only where one is due.
    public Opening open(Arrival arrival) {
        desk.lock();
        try {
            if (open != null) {
                // The same form once more: a second press, or an answer that was lost on its way.
                return open.arrival().equals(arrival)
                        ? new Opening.Opened(open.view())
                        : new Opening.Occupied(open.id());
            }
            open = begin(arrival, null);
            tellFound(open);
            OpenCrossing opened = open;
            chips.take(arrival.document()).ifPresent(seen -> opened.chip(seen, null));
            return new Opening.Opened(show(opened));
        } finally {
            desk.unlock();
            changed();
        }
    }

    private OpenCrossing begin(Arrival arrival, @Nullable ReferredCase referred) {
        LocalDate today = today();
        RulesInForce.Named rules = knowledge.rules().get();
        OpenCrossing crossing =
                new OpenCrossing(
                        RecordId.random(randomness),
                        arrival,
                        rules,
                        today,
                        stay(
                                rules.rules(),
                                arrival.direction(),
                                arrival.ground(),
                                arrival.person(),
                                written.known(arrival.document(), arrival.person()),
                                today),
                        knowledge
                                .lookup()
                                .lookUp(
                                        arrival.document().issuer(),
                                        arrival.document().number(),
                                        arrival.name()),
                        referred);
        if (crossing.ruling() instanceof Ruling.Due) {
            crossing.known(fingersBefore(arrival.document()));
        }
        lookAtPost(crossing);
        return crossing;
    }

    /// Fingers of the latest crossing with this document that this lane has written; one whose
    /// template cannot be read is left out.
    private Map<FingerPosition, Template> fingersBefore(Document document) {
        Map<FingerPosition, Template> before = new EnumMap<>(FingerPosition.class);
        for (Crossing.Finger finger :
                written.latest(document)
                        .map(decided -> decided.crossing().fingers())
                        .orElseGet(List::of)) {
            try {
                if (finger.position() != 0) {
                    before.put(
                            FingerPosition.of(finger.position()),
                            Template.decode(finger.template()));
                }
            } catch (UnusableTemplateException e) {
                System.getLogger("lane").log(System.Logger.Level.WARNING, e.getMessage());
            }
        }
        return before;
    }

    /// Takes up a case that the first line referred, with what was captured there: it is looked at
    /// and compared as if it had been captured here.
    ///
    /// @param referred id of the first line's crossing
    public Opening openReferred(RecordId referred) {
        desk.lock();
        try {
            if (open != null) {
                ReferredCase now = open.referred();
                return now != null && now.crossing().equals(referred)
                        ? new Opening.Opened(open.view())
                        : new Opening.Occupied(open.id());
            }
            Optional<ReferredCase> found = secondLine.open(referred);
            if (found.isEmpty()) {
                return new Opening.NoSuchCase("There is no such case at this desk.");
            }
            OpenCrossing crossing =
                    begin(Arrival.of(found.get().first(), found.get().named()), found.get());
            // Of who is exempt nothing is looked at, whatever a lane may have sent.
            if (crossing.ruling() instanceof Ruling.Due) {
                carryOver(crossing, found.get());
            }
            open = crossing;
            tellFound(open);
            return new Opening.Opened(show(open));
        } catch (IOException | DateTimeException e) {
            return new Opening.NoSuchCase("The case cannot be read: " + e.getMessage());
        } finally {
            desk.unlock();
            changed();
        }
    }

    private void carryOver(OpenCrossing crossing, ReferredCase referred) {
        if (!referred.fingers().isEmpty()) {
            var _ = fingers.take(crossing, referred.fingers(), List.of(), policy.fingerQuality());
        }
        CapturedFace face = referred.face();
        if (face != null) {
            crossing.face().taken(face, face.quality(), face.quality() >= policy.faceQuality());
        }
        crossing.carriedOver();
    }

    /// From now on whoever is referred goes there with his case.
    public void secondLine(SecondLine desk) {
        secondLine = desk;
    }

    public SecondLine secondLine() {
        return secondLine;
    }

    /// Looks at the live picture of what is about to be taken, without holding up the capture.
    /// Blocks until the next frame.
    ///
    /// @param positions the fingers of a placement; empty for a face
    /// @param viewer names the page that looks; there is one at a time
    public LiveLook look(
            RecordId id, Modality modality, List<FingerPosition> positions, String viewer)
            throws InterruptedException {
        CrossingView now = shown;
        if (now != null && now.id().equals(id) && now.ruling() instanceof Ruling.Exempt exempt) {
            return new LiveLook.Exempt(exempt.reason());
        }
        if (!needs(id, modality)) {
            return new LiveLook.NothingToSee();
        }
        boolean face = modality == Modality.FACE;
        return live.look(
                viewer,
                modality + " " + positions,
                face,
                () -> face ? devices.camera().preview() : devices.scanner().preview(positions),
                () -> needs(id, modality));
    }

    /// From now on documents can be read with this reader.
    ///
    /// @param trust number of the trust release in force
    public void documents(DocumentReader reader, LongSupplier trust) {
        chips = new ChipDesk(reader, trust, clock);
    }

    /// The reader, for a document of which no crossing is open yet.
    public ChipDesk chips() {
        return chips;
    }

    /// Reads the chip of the open crossing's document, with face and fingers unless the traveller
    /// is exempt. Captures go on meanwhile; what came of it joins the crossing between two of them.
    ///
    /// @param by what opens it; empty for what opened it before
    public ChipAttempt readChip(RecordId id, Optional<ChipAccess> by) {
        CrossingView now = shown;
        if (now == null || !now.id().equals(id)) {
            return new ChipAttempt.NoSuchCrossing();
        }
        ChipView before = now.chip();
        Optional<ChipAccess> access =
                by.or(() -> Optional.ofNullable(before).map(it -> it.seen().access()));
        if (access.isEmpty()) {
            return new ChipAttempt.NoAccess();
        }
        boolean exempt = now.ruling() instanceof Ruling.Exempt;
        ChipAttempt attempt =
                chips.read(access.get(), exempt ? ChipScope.EXEMPT : ChipScope.BIOMETRICS);
        if (attempt instanceof ChipAttempt.Done(ChipSeen seen)
                && ChipDesk.counts(seen.reading())
                && !join(id, seen, exempt)) {
            return new ChipAttempt.NoSuchCrossing();
        }
        return attempt;
    }

    private boolean join(RecordId id, ChipSeen seen, boolean exempt) {
        Holder holder =
                seen.reading() instanceof ChipReading.Read read && !exempt
                        ? holderChecks.holder(read)
                        : null;
        desk.lock();
        try {
            if (open == null || !open.id().equals(id)) {
                return false;
            }
            open.chip(seen.withoutBiometrics(), holder);
            open.checkFingers(holderChecks);
            open.checkFace(holderChecks);
            show(open);
            return true;
        } finally {
            desk.unlock();
            changed();
        }
    }

    /// @param position ISO/IEC 19794 finger position, 0 for the face
    /// @return what the chip of the open crossing's document shows of its holder; does not block
    public Optional<EncodedImage> chipPicture(RecordId id, int position) {
        CrossingView now = shown;
        return now != null && now.id().equals(id)
                ? Optional.ofNullable(chipPictures.get(position))
                : Optional.empty();
    }

    private boolean needs(RecordId id, Modality modality) {
        CrossingView now = shown;
        return now != null && now.id().equals(id) && now.needs().contains(modality);
    }

    /// Whether this post asks for fingers one by one, where the officer does not say otherwise.
    public boolean singly() {
        return policy.singly();
    }

    /// Lets go of a device whose live picture nobody looks at any more; to be called every second
    /// or so.
    public void sweepLive() {
        live.sweep();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), policy.zone());
    }

    private @Nullable Stay stay(
            RuleSet rules,
            Direction direction,
            @Nullable String ground,
            Person person,
            List<KnownCrossing> known,
            LocalDate today) {
        return direction == Direction.ENTRY && ground != null
                ? rules.stay(ground, person.nationality(), known, today).orElse(null)
                : null;
    }

    /// Takes fingers and asks the watchlist about them.
    ///
    /// @param positions fingers of one placement
    public CaptureResult captureFingers(RecordId id, List<FingerPosition> positions) {
        return capturing(
                id,
                crossing -> {
                    if (crossing.ruling() instanceof Ruling.FaceOnly it) {
                        return new CaptureResult.FaceOnly(it.reason());
                    }
                    for (FingerPosition position : positions) {
                        if (crossing.arrival().excepted().contains(position)) {
                            return new CaptureResult.Excepted(position.code());
                        }
                    }
                    var request =
                            new FingerRequest(
                                    crossing.nextTransaction(),
                                    positions,
                                    Placement.exceptionsBeside(
                                            positions, crossing.arrival().excepted()),
                                    policy.fingerQuality(),
                                    policy.patience(),
                                    crossing.lastHash());
                    var outcome = deviceCall.wait(() -> devices.scanner().capture(request));
                    return switch (outcome) {
                        case null -> new CaptureResult.NoSuchCrossing();
                        case CaptureOutcome.Captured<CapturedFinger> it ->
                                fingersCame(crossing, positions, it.images(), it.lastHash(), "");
                        case CaptureOutcome.Poor<CapturedFinger> it ->
                                fingersCame(
                                        crossing,
                                        positions,
                                        it.images(),
                                        it.lastHash(),
                                        it.message());
                        case CaptureOutcome.Refused<CapturedFinger> it
                                when it.reason() == Refusal.WRONG_HAND ->
                                taken(
                                        crossing,
                                        false,
                                        List.of(),
                                        Notices.wrongHand(
                                                positions,
                                                it.message(),
                                                crossing.finger(positions.getFirst()).tries()));
                        case CaptureOutcome.Refused<CapturedFinger> it -> refused(it);
                        case CaptureOutcome.DeviceGone<CapturedFinger> it -> gone(it);
                    };
                });
    }

    private CaptureResult fingersCame(
            OpenCrossing crossing,
            List<FingerPosition> asked,
            List<CapturedFinger> came,
            String lastHash,
            String said) {
        Optional<CaptureResult> tooLarge = tooLarge(came);
        if (tooLarge.isPresent()) {
            return tooLarge.get();
        }
        crossing.chained(devices.scanner().status().serial(), lastHash);
        List<FingerPosition> seen = came.stream().map(CapturedFinger::position).toList();
        List<FingerPosition> missing = asked.stream().filter(p -> !seen.contains(p)).toList();
        List<String> unusable = fingers.take(crossing, came, missing, policy.fingerQuality());
        tellFound(crossing);
        crossing.checkFingers(holderChecks);
        List<Shot> shots =
                crossing.shots().stream()
                        .filter(shot -> shot.modality() == Modality.FINGER)
                        .filter(shot -> asked.contains(FingerPosition.of(shot.position())))
                        .toList();
        List<FingerPosition> poor =
                asked.stream()
                        .filter(p -> seen.contains(p) && !crossing.finger(p).accepted())
                        .toList();
        boolean good = asked.stream().allMatch(p -> crossing.finger(p).accepted());
        boolean settled = asked.stream().allMatch(p -> crossing.finger(p).settled());
        int attempt = asked.stream().mapToInt(p -> crossing.finger(p).tries()).max().orElse(1);
        return taken(
                crossing,
                good,
                shots,
                Notices.fingers(
                        good, settled, attempt, crossing.doubts(), missing, poor, unusable, said));
    }

    /// The officer has looked at the fingers that seem to be the same, and says that they are not.
    /// An auditor is told.
    ///
    /// @return whether there was such a crossing with such a doubt, and nothing else running
    public boolean fingersDiffer(RecordId id) {
        if (!desk.tryLock()) {
            return false;
        }
        try {
            if (open == null || !open.id().equals(id) || open.doubts().isEmpty()) {
                return false;
            }
            note("fingers-differ", "crossing " + id + ", confirmed to differ: " + open.doubts());
            open.differ();
            show(open);
            return true;
        } finally {
            desk.unlock();
            changed();
        }
    }

    /// Takes the face.
    public CaptureResult captureFace(RecordId id) {
        return capturing(
                id,
                crossing -> {
                    var request =
                            new FaceRequest(
                                    crossing.nextTransaction(),
                                    policy.faceQuality(),
                                    policy.patience(),
                                    crossing.lastHash());
                    var outcome = deviceCall.wait(() -> devices.camera().capture(request));
                    return switch (outcome) {
                        case null -> new CaptureResult.NoSuchCrossing();
                        case CaptureOutcome.Captured<CapturedFace> it ->
                                faceCame(crossing, it.images(), it.lastHash(), "");
                        case CaptureOutcome.Poor<CapturedFace> it ->
                                faceCame(crossing, it.images(), it.lastHash(), it.message());
                        case CaptureOutcome.Refused<CapturedFace> it -> refused(it);
                        case CaptureOutcome.DeviceGone<CapturedFace> it -> gone(it);
                    };
                });
    }

    private CaptureResult faceCame(
            OpenCrossing crossing, List<CapturedFace> came, String lastHash, String said) {
        Optional<CaptureResult> tooLarge = tooLarge(came);
        if (tooLarge.isPresent()) {
            return tooLarge.get();
        }
        crossing.chained(devices.camera().status().serial(), lastHash);
        Attempts<CapturedFace> face = crossing.face();
        if (came.isEmpty()) {
            face.missed();
        }
        for (CapturedFace image : came) {
            face.taken(image, image.quality(), image.quality() >= policy.faceQuality());
        }
        crossing.checkFace(holderChecks);
        List<Shot> shots =
                crossing.shots().stream().filter(s -> s.modality() == Modality.FACE).toList();
        return taken(
                crossing,
                face.accepted(),
                shots,
                Notices.face(face.accepted(), face.settled(), face.tries(), said));
    }

    /// The officer has decided. Answers *recorded* only after the journal's force.
    public DecisionResult decide(RecordId id, Verdict verdict) {
        if (!desk.tryLock()) {
            return new DecisionResult.Running();
        }
        try {
            if (open == null || !open.id().equals(id)) {
                return decidedBefore(id, verdict);
            }
            Optional<DecisionResult> lack =
                    Completeness.lack(open.view(), open.unhad(), verdict, open.rules().rules());
            if (lack.isPresent()) {
                return lack.get();
            }
            List<Draft> drafts =
                    CrossingRecords.of(open, verdict, policy, knowledge.rung().get(), randomness);
            Entry entry = written(open, verdict, drafts);
            tellDecided(open, verdict, drafts);
            close();
            return new DecisionResult.Recorded(entry);
        } catch (NotRecordedException e) {
            return new DecisionResult.NotRecorded(e.happened(), e.whatToDo());
        } finally {
            desk.unlock();
            changed();
        }
    }

    /// A case is durable before its crossing is, and goes only after it: whatever ends the program
    /// in between, it is neither lost nor sent without a record.
    private Entry written(OpenCrossing crossing, Verdict verdict, List<Draft> drafts)
            throws NotRecordedException {
        ReferredCase answered = crossing.referred();
        boolean refers =
                verdict.outcome() == Outcome.REFER && answered == null && secondLine.there();
        if (refers) {
            keepCase(crossing, drafts);
        }
        Entry entry;
        try {
            entry = logbook.write(drafts).getLast();
        } catch (NotRecordedException e) {
            if (refers) {
                secondLine.forget(crossing.id());
            }
            throw e;
        }
        if (refers) {
            secondLine.go(crossing.id());
        }
        if (answered != null) {
            secondLine.answered(answered.crossing());
        }
        return entry;
    }

    private void keepCase(OpenCrossing crossing, List<Draft> drafts) throws NotRecordedException {
        List<Image> images = new ArrayList<>();
        for (Draft draft : drafts) {
            if (draft.body() instanceof Image image) {
                images.add(image);
            }
        }
        if (!(drafts.getLast().body() instanceof Crossing record)) {
            throw new IllegalStateException("a crossing's record comes last");
        }
        try {
            secondLine.keep(crossing.id(), record, crossing.arrival().exceptions().size(), images);
        } catch (IOException e) {
            throw new NotRecordedException(
                    "The case could not be kept for the second line: " + e.getMessage(),
                    "Make room on the disk and decide again; meanwhile the traveller can be"
                            + " refused or walked there with the document.",
                    e);
        }
    }

    private void tellDecided(OpenCrossing crossing, Verdict verdict, List<Draft> drafts) {
        boolean hit = drafts.getLast().body() instanceof Crossing crossed && crossed.hit();
        Sighting.Kind kind = Sighting.kind(verdict.outcome(), hit, crossing.referred() != null);
        if (kind != Sighting.Kind.CLEARED || crossing.told()) {
            tell(crossing.sighting(clock.instant(), kind, verdict.reason()));
        }
    }

    /// A second press, or an answer that was lost on its way: what is durable is the answer.
    private DecisionResult decidedBefore(RecordId id, Verdict verdict) {
        return written.crossing(id)
                .<DecisionResult>map(before ->
                        before.outcome() == verdict.outcome()
                                ? new DecisionResult.Recorded(before.entry())
                                : new DecisionResult.DecidedOtherwise(before.entry()))
                .orElse(new DecisionResult.NoSuchCrossing());
    }

    /// Writes down what ought to have been decided, as a record of its own: what was written stays.
    /// A traveller may stand at the lane meanwhile. The same correction said twice is recorded
    /// once.
    public DecisionResult correct(RecordId id, Correction correction) {
        correcting.lock();
        try {
            Optional<Written.Decided> before = written.decided(id);
            if (before.isEmpty()) {
                return new DecisionResult.NoSuchCrossing();
            }
            Written.Decided decided = before.get();
            RulesInForce.Named rules = knowledge.rules().get();
            Optional<DecisionResult> lack =
                    Completeness.reason(
                            correction.outcome(), correction.reason(), false, rules.rules());
            if (lack.isPresent()) {
                return lack.get();
            }
            if (same(decided.standing(), correction)) {
                return new DecisionResult.Recorded(decided.latest());
            }
            lack = Completeness.turned(decided.decision().outcome(), correction);
            if (lack.isPresent()) {
                return lack.get();
            }
            Crossing corrected = corrected(decided, correction, rules);
            Entry entry =
                    logbook.write(List.of(new Draft(RecordId.random(randomness), corrected)))
                            .getLast();
            tell(Sighting.of(decided.id(), decided.at(), decided.crossing(), corrected.decision()));
            return new DecisionResult.Recorded(entry);
        } catch (NotRecordedException e) {
            return new DecisionResult.NotRecorded(e.happened(), e.whatToDo());
        } finally {
            correcting.unlock();
            changed();
        }
    }

    /// Whether a correction would change nothing of what counts now.
    private static boolean same(Crossing stands, Correction correction) {
        return stands.decision().outcome() == correction.outcome()
                && stands.decision().reason().equals(correction.reason())
                && correction.document().map(stands.document()::equals).orElse(true)
                && correction.person().map(stands.person()::equals).orElse(true)
                && correction.exceptions().map(stands.exceptions()::equals).orElse(true);
    }

    private Crossing corrected(
            Written.Decided decided, Correction correction, RulesInForce.Named rules) {
        Crossing stands = decided.standing();
        Document document = correction.document().orElse(stands.document());
        Person person = correction.person().orElse(stands.person());
        Crossing.Basis basis = decided.crossing().basis();
        String ground = basis == null ? null : basis.ground();
        Stay stay =
                correction.outcome() == Outcome.ADMIT
                        ? stay(
                                rules.rules(),
                                stands.direction(),
                                ground,
                                person,
                                written.knownBeside(decided.id(), document, person),
                                LocalDate.ofInstant(decided.at(), policy.zone()))
                        : null;
        return new Crossing(
                stands.direction(),
                document,
                person,
                stands.category(),
                stands.exemption(),
                List.of(),
                correction.exceptions().orElse(stands.exceptions()),
                null,
                null,
                new Crossing.Decision(
                        correction.outcome(), correction.reason(), correction.officer()),
                List.of(),
                new Crossing.Basis(
                        rules.spoken(),
                        ground,
                        CrossingRecords.until(stay),
                        policy.fingerQuality(),
                        policy.faceQuality(),
                        basis == null ? 0 : basis.release(),
                        knowledge.rung().get().orElse(null),
                        List.of(),
                        basis == null ? null : basis.faceOnly()),
                List.of(),
                Completeness.turns(stands.decision().outcome(), correction.outcome())
                        ? correction.approvals()
                        : List.of(),
                decided.id());
    }

    /// @return the last decided crossings, the newest first
    public List<Written.Decided> decided(int most) {
        return written.decided(most);
    }

    /// Of how many cases it is known here how the second line decided them.
    public int answers() {
        return knowledge.seen().answers();
    }

    /// How the second line decided a case that was referred, as far as it is known here.
    public Optional<Sighting> answer(RecordId referred) {
        return knowledge.seen().answer(referred);
    }

    /// @return one decided crossing
    public Optional<Written.Decided> decided(RecordId id) {
        return written.decided(id);
    }

    /// @return what the next traveller is judged by
    public RulesInForce.Named rules() {
        return knowledge.rules().get();
    }

    /// Ends the crossing undecided; a running capture is given up. Nothing is kept.
    ///
    /// @return whether there was such a crossing
    public boolean abandon(RecordId id) {
        CrossingView now = shown;
        if (now == null || !now.id().equals(id)) {
            return false;
        }
        deviceCall.giveUp();
        desk.lock();
        try {
            boolean there = open != null && open.id().equals(id);
            if (there) {
                close();
            }
            return there;
        } finally {
            desk.unlock();
            changed();
        }
    }

    @FunctionalInterface
    private interface Capturing {
        CaptureResult of(OpenCrossing crossing);
    }

    private CaptureResult capturing(RecordId id, Capturing capture) {
        if (!desk.tryLock()) {
            return new CaptureResult.Running();
        }
        try {
            if (open == null || !open.id().equals(id)) {
                return new CaptureResult.NoSuchCrossing();
            }
            if (open.ruling() instanceof Ruling.Exempt exempt) {
                return new CaptureResult.Exempt(exempt.reason());
            }
            return capture.of(open);
        } finally {
            live.stop();
            desk.unlock();
            changed();
        }
    }

    private CaptureResult taken(
            OpenCrossing crossing, boolean good, List<Shot> shots, Notice notice) {
        crossing.notice(notice);
        return new CaptureResult.Taken(good, shots, notice, show(crossing));
    }

    private static Optional<CaptureResult> tooLarge(List<? extends CapturedImage> came) {
        return came.stream()
                .filter(image -> image.record().length > Image.MAX_BYTES)
                .<CaptureResult>map(image ->
                        new CaptureResult.DeviceTrouble(
                                CaptureResult.Trouble.UNTRUSTED,
                                "The device sent an image of "
                                        + image.record().length
                                        + " bytes, more than a record holds ("
                                        + Image.MAX_BYTES
                                        + "). Set it to a compressed format and try"
                                        + " again."))
                .findFirst();
    }

    private CaptureResult refused(CaptureOutcome.Refused<?> refused) {
        if (refused.reason() == Refusal.DEVICE_ERROR) {
            return new CaptureResult.DeviceTrouble(CaptureResult.Trouble.FAULT, refused.message());
        }
        refusals.again(
                        refused.reason()
                                + " at "
                                + refused.field()
                                + ", expected "
                                + refused.expected())
                .ifPresent(line -> note("capture-refused", line));
        return new CaptureResult.DeviceTrouble(CaptureResult.Trouble.UNTRUSTED, refused.message());
    }

    private static CaptureResult gone(CaptureOutcome.DeviceGone<?> gone) {
        return new CaptureResult.DeviceTrouble(CaptureResult.Trouble.ABSENT, gone.message());
    }

    /// An auditor wants to hear of it; the capture is refused whether or not this can be written.
    private void note(String event, String detail) {
        String line = detail.substring(0, Math.min(detail.length(), Audit.MAX_DETAIL / 4));
        try {
            logbook.write(List.of(new Draft(RecordId.random(randomness), new Audit(event, line))));
        } catch (NotRecordedException e) {
            System.getLogger("lane").log(System.Logger.Level.ERROR, e.getMessage());
        }
    }

    private CrossingView show(OpenCrossing crossing) {
        CrossingView view = crossing.view();
        pictures = crossing.pictures();
        chipPictures = crossing.chipPictures();
        shown = view;
        return view;
    }

    private void close() {
        open = null;
        shown = null;
        live.stop();
        pictures = Map.of();
        chipPictures = Map.of();
        chips.abandon();
    }

    private void changed() {
        watchers.forEach(Runnable::run);
    }
}
