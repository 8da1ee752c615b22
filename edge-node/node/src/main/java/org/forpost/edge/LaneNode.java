package org.forpost.edge;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.forpost.edge.config.BadConfigException;
import org.forpost.edge.config.EdgeConfig;
import org.forpost.edge.device.CardReader;
import org.forpost.edge.device.sysfs.SysfsPower;
import org.forpost.edge.document.TrustInForce;
import org.forpost.edge.document.jmrtd.ChipLimits;
import org.forpost.edge.document.jmrtd.ChipReader;
import org.forpost.edge.identity.Identity;
import org.forpost.edge.lane.FingerCapture;
import org.forpost.edge.lane.Knowledge;
import org.forpost.edge.lane.Lane;
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
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.journal.FileStore;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.JournalDamagedException;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.record.HybridClock;
import org.forpost.protocol.record.TrustedTime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One lane, put together and running: journal first, page last, and closed the other way round.
final class LaneNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LaneNode.class);

    private final Opened opened = new Opened();
    private final int webPort;

    /// @param given reader of documents, null for the one that the configuration names
    private LaneNode(
            EdgeConfig config,
            @Nullable CardReader given,
            Consumer<String> says,
            Consumer<String> fatal)
            throws IOException, JournalDamagedException, BadConfigException, InterruptedException {
        boolean whole = false;
        try {
            this.webPort = start(box(config, says, fatal), given);
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

    private LaneBox box(EdgeConfig config, Consumer<String> says, Consumer<String> fatal)
            throws IOException, BadConfigException {
        Identity identity = identity(config);
        DataFolder data = opened.keep(DataFolder.open(config.data()));
        return new LaneBox(
                config, identity, data, Clock.systemUTC(), LaneBox.systemRandomness(), says, fatal);
    }

    private int start(LaneBox box, @Nullable CardReader given)
            throws IOException, JournalDamagedException, InterruptedException {
        EdgeConfig config = box.config();
        DataFolder data = box.data();
        Clock clock = box.clock();

        List<String> cuts = new ArrayList<>();
        Journal journal = opened.keep(journal(box, cuts::add));
        cuts.forEach(box.says());
        Projection projection =
                opened.keep(
                        Projection.open(
                                data.at("projection"),
                                journal,
                                box.identity().storageKey(),
                                config.zone(),
                                box.says()));
        HybridClock stamps = new HybridClock(clock::millis, LaneBox::monotonicMillis);
        stamps.notBefore(projection.latestStamp());
        Timekeeping timekeeping =
                opened.keep(Timekeeping.open(data.at("receipts"), clock::millis, box.says()));
        JournalLogbook logbook = new JournalLogbook(journal, config.node(), stamps, box.fatal());
        logbook.onWritten(projection::catchUp);

        ReleasesInForce releases = releases(box, timekeeping.time());
        Watchlist watchlist = releases.watchlist();
        RulesInForce rules = releases.rules();
        FromHub fromHub =
                new FromHub(projection, releases, logbook, stamps, timekeeping, box.randomness());
        fromHub.note("lane-started", "journal at entry " + journal.recordedSequence());
        cuts.forEach(cut -> fromHub.note("torn-tail-cut", cut));
        HubRoute route =
                opened.keep(
                        new HubRoute(
                                box, journal, releases.held(), fromHub, projection::receipted));
        Uplink uplink = route.uplink();
        opened.keep(inbox(box, uplink));
        logbook.onWritten(uplink::recorded);
        TellingLanes telling =
                new TellingLanes(
                        box,
                        projection.passages(),
                        projection,
                        fromHub::note,
                        () -> rules.now().rules(),
                        stamps::next);
        LanesOfPost lanes = lanes(box, journal, route, releases, timekeeping, telling, fromHub);
        if (lanes != null) {
            logbook.onWritten(lanes::recorded);
            fromHub.onWordForPeers(lanes);
        }

        DevicesOfLane devices = new DevicesOfLane(box, given, opened);
        Rungs rungs =
                new Rungs(
                        () -> rules.now().rules().ladder(),
                        new LaneConditions(
                                watchlist,
                                timekeeping.time(),
                                clock,
                                devices.all(),
                                new SysfsPower(SysfsPower.FOLDER),
                                data.at("journal")),
                        clock,
                        LaneBox::monotonicMillis,
                        fromHub::note);
        SeenAtPost seen = seen(config, clock, rules);
        List<Sighting> recorded = recorded(clock, rules, projection);
        recorded.forEach(seen::take);
        Lane lane =
                new Lane(
                        devices.biometric(),
                        new FingerCapture(
                                new FingerprintExtractor(), watchlist, devices.quality(), seen),
                        devices.faces(),
                        new Knowledge(rules::now, watchlist, seen, () -> rungs.now().code()),
                        logbook,
                        projection,
                        clock,
                        box.randomness(),
                        devices.policy());
        if (lanes != null) {
            telling.join(lane, seen, recorded);
        }

        StateJson state = state(box, devices, releases, projection, lane, rungs, uplink, lanes);
        Vertx vertx = vertx();
        opened.keep(() -> vertx.close().toCompletionStage().toCompletableFuture().get());
        LaneServer server =
                opened.keep(
                        LaneServer.start(
                                vertx,
                                config.webPort(),
                                lane,
                                state,
                                sessions(box, releases.accounts(), timekeeping.time(), logbook),
                                clock,
                                config.zone()));
        readDocuments(box, devices, releases.trust(), lane);
        keepTime(vertx, timekeeping, fromHub);
        logbook.onWritten(server::look);
        fromHub.onChange(server::look);
        telling.onChange(server::look);
        devices.watch();
        uplink.start();
        return server.port();
    }

    private static ReleasesInForce releases(LaneBox box, TrustedTime time) throws IOException {
        Path shelf = box.data().at("releases");
        SignatureCheck key = box.releaseKey();
        EdgeConfig.Matching matching = box.config().matching();
        return new ReleasesInForce(
                Watchlist.open(
                        shelf,
                        key,
                        Calibrations.sourceAfis(),
                        matching.fmr(),
                        matching.longestList(),
                        time),
                RulesInForce.open(shelf, key, time),
                Accounts.open(shelf, key, time),
                TrustInForce.open(shelf, key, time));
    }

    private static AnswerInbox inbox(LaneBox box, Uplink uplink) throws IOException {
        return new AnswerInbox(
                        box.data().at("inbox"),
                        box.identity().node(),
                        box.receiptKey(),
                        box.releaseKey(),
                        uplink::brought)
                .start();
    }

    private static StateJson state(
            LaneBox box,
            DevicesOfLane devices,
            ReleasesInForce releases,
            Projection projection,
            Lane lane,
            Rungs rungs,
            Uplink uplink,
            @Nullable LanesOfPost lanes) {
        EdgeConfig config = box.config();
        return new StateJson(
                new StateJson.Name(config.node(), config.post(), config.lane()),
                devices.all(),
                () -> lanes == null ? uplink.link() : lanes.link(uplink.link()),
                releases.watchlist(),
                projection,
                lane,
                rungs,
                box.clock(),
                () -> lanes == null ? null : lanes.standing());
    }

    private static Sessions sessions(
            LaneBox box, Accounts accounts, TrustedTime time, JournalLogbook logbook)
            throws IOException {
        return new Sessions(
                accounts,
                box.data().at("operators"),
                time,
                logbook,
                box.randomness(),
                LaneBox::monotonicMillis,
                box.config().idle(),
                box.says());
    }

    private static void readDocuments(
            LaneBox box, DevicesOfLane devices, TrustInForce trust, Lane lane) {
        CardReader reader = devices.reader();
        if (reader != null) {
            ChipReader documents =
                    new ChipReader(
                            reader,
                            trust,
                            ChipLimits.LANE,
                            box.clock(),
                            System::nanoTime,
                            box.randomness());
            lane.documents(documents, trust::release);
            rehearse(documents);
        }
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

    private static Journal journal(LaneBox box, Consumer<String> cuts)
            throws IOException, JournalDamagedException {
        return Journal.open(
                new FileStore(box.data().at("journal")),
                new SegmentKeys(
                        box.identity().storageKey(),
                        Hpke.sealer(box.identity().hubSealKey(), box.randomness()),
                        box.randomness()),
                box.randomness(),
                cuts);
    }

    private @Nullable LanesOfPost lanes(
            LaneBox box,
            Journal journal,
            HubRoute route,
            ReleasesInForce releases,
            Timekeeping timekeeping,
            TellingLanes telling,
            FromHub fromHub)
            throws IOException {
        EdgeConfig.Lanes others = box.config().lanes();
        if (others == null) {
            return null;
        }
        RepeatedRefusals refusals = new RepeatedRefusals();
        return opened.keep(
                new LanesOfPost(
                        box,
                        others,
                        journal,
                        timekeeping.time()::earliestMillis,
                        route,
                        releases,
                        fromHub,
                        telling,
                        why -> refusals.again(why).ifPresent(line -> fromHub.note("post", line))));
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

    /// Stops everything in the order that keeps what was recorded.
    @Override
    public void close() {
        opened.close();
    }
}
