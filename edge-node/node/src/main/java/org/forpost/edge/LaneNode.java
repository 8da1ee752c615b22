package org.forpost.edge;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.forpost.edge.config.BadConfigException;
import org.forpost.edge.config.EdgeConfig;
import org.forpost.edge.config.EdgeConfig.Kind;
import org.forpost.edge.config.EdgeConfig.Wanted;
import org.forpost.edge.device.CardReader;
import org.forpost.edge.device.LaneDevices;
import org.forpost.edge.device.libfprint.LibfprintScanner;
import org.forpost.edge.device.pcsc.PcscReader;
import org.forpost.edge.device.sbi.DeviceTrust;
import org.forpost.edge.device.sbi.ExpectedDevice;
import org.forpost.edge.device.sbi.SbiDevices;
import org.forpost.edge.device.sysfs.SysfsPower;
import org.forpost.edge.document.TrustInForce;
import org.forpost.edge.document.jmrtd.ChipLimits;
import org.forpost.edge.document.jmrtd.ChipReader;
import org.forpost.edge.identity.Identity;
import org.forpost.edge.lane.FingerCapture;
import org.forpost.edge.lane.Knowledge;
import org.forpost.edge.lane.Lane;
import org.forpost.edge.lane.LanePolicy;
import org.forpost.edge.lane.QualityTerms;
import org.forpost.edge.lane.RepeatedRefusals;
import org.forpost.edge.operator.Accounts;
import org.forpost.edge.operator.Sessions;
import org.forpost.edge.rules.RulesInForce;
import org.forpost.edge.rung.Rungs;
import org.forpost.edge.store.JournalLogbook;
import org.forpost.edge.store.h2.Projection;
import org.forpost.edge.uplink.Uplink;
import org.forpost.edge.uplink.bundle.AnswerInbox;
import org.forpost.edge.watchlist.SeenAtPost;
import org.forpost.edge.watchlist.Sighting;
import org.forpost.edge.watchlist.Watchlist;
import org.forpost.edge.web.LaneServer;
import org.forpost.edge.web.StateJson;
import org.forpost.matching.Calibrations;
import org.forpost.matching.FingerprintExtractor;
import org.forpost.matching.face.FaceModel;
import org.forpost.matching.face.onnx.Manifest;
import org.forpost.matching.face.onnx.ModelRefusedException;
import org.forpost.matching.face.onnx.OnnxFaces;
import org.forpost.matching.quality.nfiq2.Nfiq2Program;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.journal.FileStore;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.JournalDamagedException;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.record.HybridClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One lane, put together and running: journal first, page last, and closed the other way round.
final class LaneNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LaneNode.class);

    /// Debian's memory file system, where an image is in no file of a disk.
    private static final Path IN_MEMORY = Path.of("/dev/shm");

    /// It takes a fifth of a second for a finger; nobody waits for it much longer.
    private static final Duration NFIQ2_PATIENCE = Duration.ofSeconds(3);

    private static final Duration DEVICE_LOOK = Duration.ofSeconds(5);

    /// What was opened, the latest on top.
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private final int webPort;

    /// @param given reader of documents, null for the one that the configuration names
    private LaneNode(
            EdgeConfig config,
            @Nullable CardReader given,
            Consumer<String> says,
            Consumer<String> fatal)
            throws IOException, JournalDamagedException, BadConfigException, InterruptedException {
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        Randomness randomness =
                count -> {
                    byte[] bytes = new byte[count];
                    random.nextBytes(bytes);
                    return bytes;
                };
        boolean whole = false;
        try {
            this.webPort = start(config, given, clock, randomness, says, fatal);
            whole = true;
        } finally {
            if (!whole) {
                close();
            }
        }
    }

    /// Starts a lane.
    ///
    /// @param says told in one line what happened that people should know
    /// @param fatal told in one line why the process must stop at once
    static LaneNode start(EdgeConfig config, Consumer<String> says, Consumer<String> fatal)
            throws IOException, JournalDamagedException, BadConfigException, InterruptedException {
        return new LaneNode(config, null, says, fatal);
    }

    /// Starts a lane whose documents lie on this reader, which it closes.
    static LaneNode start(
            EdgeConfig config, CardReader reader, Consumer<String> says, Consumer<String> fatal)
            throws IOException, JournalDamagedException, BadConfigException, InterruptedException {
        return new LaneNode(config, reader, says, fatal);
    }

    int webPort() {
        return webPort;
    }

    /// The identity, where it fits the configuration.
    static Identity identity(EdgeConfig config) throws IOException, BadConfigException {
        Identity identity = Identity.read(config.identity());
        if (!identity.node().equals(config.node()) || !identity.post().equals(config.post())) {
            throw new BadConfigException(
                    "node and post: the identity in "
                            + config.identity()
                            + " is of node "
                            + identity.node()
                            + " at post "
                            + identity.post()
                            + ", and the configuration names "
                            + config.node()
                            + " at "
                            + config.post());
        }
        return identity;
    }

    private int start(
            EdgeConfig config,
            @Nullable CardReader given,
            Clock clock,
            Randomness randomness,
            Consumer<String> says,
            Consumer<String> fatal)
            throws IOException, JournalDamagedException, BadConfigException, InterruptedException {
        Identity identity = identity(config);
        DataFolder data = opened(DataFolder.open(config.data()));

        List<String> cuts = new ArrayList<>();
        Journal journal = opened(journal(data, identity, randomness, cuts::add));
        cuts.forEach(says);
        Projection projection =
                opened(
                        Projection.open(
                                data.at("projection"),
                                journal,
                                identity.storageKey(),
                                config.zone(),
                                says));
        HybridClock stamps = new HybridClock(clock::millis, () -> System.nanoTime() / 1_000_000);
        stamps.notBefore(projection.latestStamp());
        Timekeeping timekeeping =
                opened(Timekeeping.open(data.at("receipts"), clock::millis, says));
        JournalLogbook logbook = new JournalLogbook(journal, config.node(), stamps, fatal);
        logbook.onWritten(projection::catchUp);

        Watchlist watchlist =
                Watchlist.open(
                        data.at("releases"),
                        Ed25519.check(identity.releaseKey()),
                        Calibrations.sourceAfis(),
                        config.matching().fmr(),
                        config.matching().longestList(),
                        timekeeping.time());
        Path shelf = data.at("releases");
        SignatureCheck releaseKey = Ed25519.check(identity.releaseKey());
        RulesInForce rules = RulesInForce.open(shelf, releaseKey, timekeeping.time());
        Accounts accounts = Accounts.open(shelf, releaseKey, timekeeping.time());
        TrustInForce trust = TrustInForce.open(shelf, releaseKey, timekeeping.time());
        ReleasesInForce releases = new ReleasesInForce(watchlist, rules, accounts, trust);
        FromHub fromHub =
                new FromHub(projection, releases, logbook, stamps, timekeeping, randomness);
        fromHub.note("lane-started", "journal at entry " + journal.recordedSequence());
        cuts.forEach(cut -> fromHub.note("torn-tail-cut", cut));
        HubRoute route =
                route(
                        config,
                        identity,
                        data,
                        journal,
                        projection,
                        releases,
                        fromHub,
                        randomness,
                        says,
                        fatal);
        Uplink uplink = route.uplink();
        logbook.onWritten(uplink::recorded);
        TellingLanes telling =
                new TellingLanes(
                        config,
                        identity,
                        data.at("post"),
                        projection.passages(),
                        projection,
                        fromHub::note,
                        () -> rules.now().rules(),
                        stamps::next,
                        clock,
                        randomness);
        LanesOfPost lanes =
                lanes(
                        config,
                        identity,
                        data,
                        journal,
                        route,
                        releases,
                        timekeeping,
                        randomness,
                        telling,
                        fromHub);
        if (lanes != null) {
            logbook.onWritten(lanes::recorded);
            fromHub.onWordForPeers(lanes);
        }

        SbiDevices sbi = opened(devices(config, clock));
        LaneDevices devices = withScanner(config, sbi, clock, says);
        SeenAtPost seen = seen(config, clock, rules);
        List<Sighting> recorded = recorded(clock, rules, projection);
        recorded.forEach(seen::take);
        // The ladder looks at the lane's devices, and the lane writes down on which rung it stood.
        AtomicReference<Supplier<Optional<String>>> rung = new AtomicReference<>(Optional::empty);
        Lane lane =
                new Lane(
                        devices,
                        new FingerCapture(
                                new FingerprintExtractor(),
                                watchlist,
                                quality(config.capture()),
                                seen),
                        faces(config.capture(), says),
                        new Knowledge(
                                rules::now,
                                watchlist,
                                seen,
                                () -> Objects.requireNonNull(rung.get()).get()),
                        logbook,
                        projection,
                        clock,
                        randomness,
                        policy(config));
        // The page looks again when a case comes to the desk.
        AtomicReference<Runnable> look = new AtomicReference<>(() -> {});
        if (lanes != null) {
            telling.join(lane, seen, recorded, () -> Objects.requireNonNull(look.get()).run());
        }
        CardReader reader = given == null ? reader(config, clock, says) : opened(given);
        LaneDevices equipment = new LaneEquipment(devices, reader);
        Rungs rungs =
                new Rungs(
                        () -> rules.now().rules().ladder(),
                        new LaneConditions(
                                watchlist,
                                timekeeping.time(),
                                clock,
                                equipment,
                                new SysfsPower(SysfsPower.FOLDER),
                                data.at("journal")),
                        clock,
                        () -> System.nanoTime() / 1_000_000,
                        fromHub::note);
        rung.set(() -> rungs.now().code());
        StateJson state =
                new StateJson(
                        new StateJson.Name(config.node(), config.post(), config.lane()),
                        equipment,
                        () -> lanes == null ? uplink.link() : lanes.link(uplink.link()),
                        watchlist,
                        projection,
                        lane,
                        rungs,
                        clock,
                        () -> lanes == null ? null : lanes.standing());
        Sessions sessions =
                new Sessions(
                        accounts,
                        data.at("operators"),
                        timekeeping.time(),
                        logbook,
                        randomness,
                        () -> System.nanoTime() / 1_000_000,
                        config.idle(),
                        says);
        Vertx vertx = vertx();
        opened.push(() -> vertx.close().toCompletionStage().toCompletableFuture().get());
        LaneServer server =
                opened(
                        LaneServer.start(
                                vertx,
                                config.webPort(),
                                lane,
                                state,
                                sessions,
                                clock,
                                config.zone()));
        if (reader != null) {
            ChipReader documents =
                    new ChipReader(
                            reader, trust, ChipLimits.LANE, clock, System::nanoTime, randomness);
            lane.documents(documents, trust::release);
            rehearse(documents);
        }
        keepTime(vertx, timekeeping, fromHub);
        logbook.onWritten(server::look);
        fromHub.onChange(server::look);
        look.set(server::look);
        sbi.watch(DEVICE_LOOK);
        uplink.start();
        return server.port();
    }

    /// Aside: the first document comes later than this.
    private static void rehearse(ChipReader documents) {
        Thread.ofPlatform()
                .daemon()
                .name("chip-rehearsal")
                .start(() -> {
                    try {
                        documents.rehearse();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (RuntimeException e) {
                        LOG.warn("no rehearsal of reading a chip: the first will be slow", e);
                    }
                });
    }

    private @Nullable CardReader reader(EdgeConfig config, Clock clock, Consumer<String> says) {
        String name = config.devices().reader();
        if (name == null) {
            return null;
        }
        try {
            // The page looks every second, so nobody need be told of a change here.
            return opened(PcscReader.open(name, clock, () -> {}));
        } catch (CardReader.ReaderGoneException e) {
            says.accept("no document reader: " + e.getMessage());
            return null;
        }
    }

    private static SeenAtPost seen(EdgeConfig config, Clock clock, RulesInForce rules) {
        return new SeenAtPost(
                Calibrations.sourceAfis(),
                config.matching().fmr(),
                config.matching().longestList(),
                clock,
                () -> rules.now().rules().refusalsKept());
    }

    /// Whoever was refused, referred or recognised before this start still counts.
    private static List<Sighting> recorded(Clock clock, RulesInForce rules, Projection projection) {
        return projection
                .urgentSince(clock.instant().minus(rules.now().rules().refusalsKept()))
                .stream()
                .map(decided ->
                        Sighting.of(
                                decided.id(), decided.at(), decided.crossing(), decided.decision()))
                .toList();
    }

    private static Journal journal(
            DataFolder data, Identity identity, Randomness randomness, Consumer<String> cuts)
            throws IOException, JournalDamagedException {
        return Journal.open(
                new FileStore(data.at("journal")),
                new SegmentKeys(
                        identity.storageKey(),
                        Hpke.sealer(identity.hubSealKey(), randomness),
                        randomness),
                randomness,
                cuts);
    }

    private HubRoute route(
            EdgeConfig config,
            Identity identity,
            DataFolder data,
            Journal journal,
            Projection projection,
            ReleasesInForce releases,
            FromHub fromHub,
            Randomness randomness,
            Consumer<String> says,
            Consumer<String> fatal)
            throws IOException {
        HubRoute route =
                new HubRoute(
                        config.hub(),
                        config.lanes() != null,
                        identity,
                        journal,
                        data.at("receipts"),
                        releases.held(),
                        fromHub,
                        projection::receipted,
                        randomness,
                        says,
                        fatal);
        opened(route);
        opened(
                new AnswerInbox(
                                data.at("inbox"),
                                identity.node(),
                                Ed25519.check(identity.hubReceiptKey()),
                                Ed25519.check(identity.releaseKey()),
                                route.uplink()::brought)
                        .start());
        return route;
    }

    private @Nullable LanesOfPost lanes(
            EdgeConfig config,
            Identity identity,
            DataFolder data,
            Journal journal,
            HubRoute route,
            ReleasesInForce releases,
            Timekeeping timekeeping,
            Randomness randomness,
            TellingLanes telling,
            FromHub fromHub)
            throws IOException {
        EdgeConfig.Lanes others = config.lanes();
        RepeatedRefusals refusals = new RepeatedRefusals();
        return others == null
                ? null
                : opened(
                        new LanesOfPost(
                                config,
                                others,
                                identity,
                                journal,
                                data.at("receipts"),
                                data.at("custody"),
                                timekeeping.time()::earliestMillis,
                                randomness,
                                route,
                                config.hub() != null,
                                releases,
                                fromHub,
                                telling,
                                why ->
                                        refusals.again(why)
                                                .ifPresent(line -> fromHub.note("post", line))));
    }

    private static SbiDevices devices(EdgeConfig config, Clock clock) throws IOException {
        EdgeConfig.Devices wanted = config.devices();
        Wanted finger = wanted(config, Kind.FINGER);
        Wanted face = wanted(config, Kind.FACE);
        return new SbiDevices(
                ExpectedDevice.scanner(serial(finger), first(wanted, finger), last(wanted, finger)),
                ExpectedDevice.camera(serial(face), first(wanted, face), last(wanted, face)),
                wanted.environment(),
                DeviceTrust.read(wanted.trust(), clock),
                clock);
    }

    private LaneDevices withScanner(
            EdgeConfig config, SbiDevices sbi, Clock clock, Consumer<String> says)
            throws InterruptedException {
        EdgeConfig.Libfprint libfprint = wanted(config, Kind.FINGER).libfprint();
        if (libfprint == null) {
            return sbi;
        }
        Optional<LibfprintScanner> scanner =
                LibfprintScanner.open(Map.of(), libfprint.driver(), libfprint.dpi(), clock);
        if (scanner.isEmpty()) {
            says.accept(
                    "no scanner by libfprint: install libfprint-2-2; until then scanners behind SBI"
                            + " are looked for");
            return sbi;
        }
        return new OtherScanner(opened(scanner.get()), sbi);
    }

    private static int first(EdgeConfig.Devices all, Wanted one) {
        return one.port() == 0 ? all.firstPort() : one.port();
    }

    private static int last(EdgeConfig.Devices all, Wanted one) {
        return one.port() == 0 ? all.lastPort() : one.port();
    }

    private static String serial(Wanted wanted) {
        String serial = wanted.serial();
        return serial == null ? "" : serial;
    }

    /// A lane without face models is a lane; a technician hears why it is one.
    private FaceModel faces(EdgeConfig.Capture capture, Consumer<String> says) {
        Manifest manifest = capture.faces();
        if (manifest == null) {
            return FaceModel.NONE;
        }
        try {
            return opened(OnnxFaces.open(manifest));
        } catch (ModelRefusedException e) {
            says.accept("faces are not assessed: " + e.getMessage());
            return FaceModel.NONE;
        }
    }

    private static QualityTerms quality(EdgeConfig.Capture capture) {
        Path nfiq2 = capture.nfiq2();
        return new QualityTerms(
                capture.leastQuality(),
                nfiq2 == null ? null : new Nfiq2Program(nfiq2, IN_MEMORY, NFIQ2_PATIENCE));
    }

    private static LanePolicy policy(EdgeConfig config) {
        return new LanePolicy(
                config.zone(),
                wanted(config, Kind.FINGER).quality(),
                wanted(config, Kind.FACE).quality(),
                config.devices().patience(),
                config.capture().singly() || wanted(config, Kind.FINGER).libfprint() != null);
    }

    private static Wanted wanted(EdgeConfig config, Kind kind) {
        return config.devices().wanted().stream()
                .filter(device -> device.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    /// Small pools: a lane serves one page, and has 256 MB.
    private static Vertx vertx() {
        return Vertx.vertx(
                new VertxOptions()
                        .setEventLoopPoolSize(1)
                        .setWorkerPoolSize(1)
                        .setInternalBlockingPoolSize(1)
                        .setFileSystemOptions(
                                new FileSystemOptions()
                                        .setClassPathResolvingEnabled(false)
                                        .setFileCachingEnabled(false)));
    }

    private static void keepTime(Vertx vertx, Timekeeping timekeeping, FromHub fromHub) {
        vertx.setPeriodic(
                0,
                Timekeeping.EVERY.toMillis(),
                _ ->
                        vertx.executeBlocking(() -> {
                            timekeeping.look(fromHub::note);
                            return null;
                        }));
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    /// Stops everything in the order that keeps what was recorded.
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LOG.warn("while stopping: {}", e.getMessage());
            }
        }
    }
}
