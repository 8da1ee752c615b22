package org.forpost.hub;

import io.vertx.core.Deployable;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.forpost.hub.fleet.Alarm;
import org.forpost.hub.fleet.AlarmBook;
import org.forpost.hub.fleet.AlarmShelf;
import org.forpost.hub.fleet.Fleet;
import org.forpost.hub.identity.HubIdentity;
import org.forpost.hub.ingest.Ingest;
import org.forpost.hub.ingest.Ledger;
import org.forpost.hub.ingest.Stop;
import org.forpost.hub.ingest.bundle.BundleInbox;
import org.forpost.hub.ingest.mqtt.MqttLimits;
import org.forpost.hub.ingest.mqtt.MqttUplink;
import org.forpost.hub.registry.Projection;
import org.forpost.hub.registry.Registry;
import org.forpost.hub.registry.h2.H2Registry;
import org.forpost.hub.release.ReleaseShelf;
import org.forpost.hub.release.ReleaseWatch;
import org.forpost.hub.web.ConsoleServer;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.journal.FileStore;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.JournalDamagedException;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.journal.Store;
import org.forpost.protocol.release.Role;
import org.forpost.protocol.sync.HubEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running hub: puts the parts together, and is, with the commands, the only place that knows all
/// of them.
///
/// It starts from the inside out and closes the other way: ledger, conversation, registry,
/// endpoint, console.
public final class Hub implements Closeable {
    private static final long LISTEN_SECONDS = 30;
    private static final Logger LOG = LoggerFactory.getLogger(Hub.class);

    private final FileChannel lockFile;
    private final Ledger ledger;
    private final Ingest ingest;
    private final Registry registry;
    private final AlarmShelf alarmShelf;
    private final Projection projection;
    private final ReleaseWatch releases;
    private final EnrolmentWatch enrolments;
    private final BundleInbox bundles;
    private final Vertx vertx;
    private final MqttUplink uplink;
    private final ConsoleServer console;

    /// What a hub is started with.
    ///
    /// @param directory as `forpost hub init` made it
    /// @param mqttHost address on which nodes are listened for
    /// @param mqttPort TCP port for nodes, 0 for any free one
    /// @param webPort TCP port of the console on 127.0.0.1, 0 for any free one
    public record Settings(Path directory, String mqttHost, int mqttPort, int webPort) {}

    /// Starts a hub on the ledger's files.
    ///
    /// @throws IOException if something it needs is missing, taken or damaged, in words for its
    ///   administrator
    public static Hub start(Settings settings, Stop stop) throws IOException {
        HubIdentity identity = HubIdentity.open(settings.directory());
        return start(settings, stop, new FileStore(identity.ledgerDirectory()));
    }

    /// Starts a hub whose ledger lies in `store`.
    static Hub start(Settings settings, Stop stop, Store store) throws IOException {
        HubIdentity identity = HubIdentity.open(settings.directory());
        FileChannel lock = lock(identity.ledgerDirectory());
        boolean started = false;
        try {
            Hub hub = new Hub(settings, stop, store, identity, lock);
            hub.run(settings);
            started = true;
            return hub;
        } finally {
            if (!started) {
                lock.close();
            }
        }
    }

    /// Whether a hub runs on this directory now.
    public static boolean runs(Path directory) throws IOException {
        try (var _ = lock(HubIdentity.open(directory).ledgerDirectory())) {
            return false;
        } catch (AnotherHubRunsException e) {
            return true;
        }
    }

    private static FileChannel lock(Path ledgerDirectory) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        ledgerDirectory.resolve(".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new AnotherHubRunsException(
                    "another hub is running on " + ledgerDirectory.getParent());
        }
        return channel;
    }

    private Hub(
            Settings settings, Stop stop, Store store, HubIdentity identity, FileChannel lockFile)
            throws IOException {
        InstantSource clock = InstantSource.system();
        this.lockFile = lockFile;
        var alarms = new AlarmBook(clock);
        alarmShelf = AlarmShelf.open(settings.directory().resolve("alarms"), alarms);
        var fleet = new Fleet(clock);
        ledger = new Ledger(openJournal(identity, store), stop);
        ingest = new Ingest(identity, ledger, fleet, alarms, clock, stop);
        ingest.restore();
        registry =
                H2Registry.open(
                        identity.registryDirectory(), ledger.incarnation(), ledger.recorded());
        enrolments = new EnrolmentWatch(identity, fleet, this::dismiss);
        bundles =
                new BundleInbox(
                        identity, ingest, clock, why -> alarms.raise(Alarm.Code.BUNDLE, null, why));
        // One event loop: endpoint and console together use a small part of a core, and each loop
        // costs memory.
        vertx =
                Vertx.vertx(
                        new VertxOptions()
                                .setEventLoopPoolSize(1)
                                .setWorkerPoolSize(2)
                                .setInternalBlockingPoolSize(2));
        vertx.exceptionHandler(
                failure -> LOG.warn("an endpoint's handler failed: {}", failure.toString()));
        releases =
                new ReleaseWatch(
                        new ReleaseShelf(identity.releaseDirectory()),
                        Ed25519.publicKey(identity.releaseKey()),
                        this::publish,
                        why -> alarms.raise(Alarm.Code.RELEASE, null, why));
        console =
                new ConsoleServer(
                        registry,
                        fleet,
                        alarms,
                        () -> releases.current(Role.WATCHLIST),
                        clock,
                        settings.webPort());
        projection =
                new Projection(
                        (from, visitor) ->
                                ledger.read(
                                        from,
                                        placed -> visitor.entry(placed.sequence(), placed.entry())),
                        registry,
                        Hpke.unsealer(identity.sealKey()),
                        ingest::nodesWait,
                        console::arrived,
                        why -> alarms.raise(Alarm.Code.REGISTRY, null, why));
        uplink =
                new MqttUplink(
                        identity,
                        ingest,
                        alarms,
                        MqttLimits.DEFAULT,
                        settings.mqttHost(),
                        settings.mqttPort());
    }

    private static Journal openJournal(HubIdentity identity, Store store) throws IOException {
        var random = new SecureRandom();
        Randomness randomness =
                count -> {
                    byte[] bytes = new byte[count];
                    random.nextBytes(bytes);
                    return bytes;
                };
        byte[] ownSeal = Hpke.publicKey(identity.sealKey());
        try {
            return Journal.open(
                    store,
                    new SegmentKeys(
                            identity.ledgerKey(), Hpke.sealer(ownSeal, randomness), randomness),
                    randomness,
                    said -> LOG.warn("{}", said));
        } catch (JournalDamagedException e) {
            throw new IOException("the ledger is damaged: " + e.getMessage(), e);
        }
    }

    private void run(Settings settings) throws IOException {
        boolean running = false;
        try {
            enrolments.start();
            projection.start();
            ingest.start(uplink, projection::wake);
            releases.start();
            bundles.start();
            deploy(console, "--web-port " + settings.webPort());
            deploy(uplink, "--mqtt-port " + settings.mqttPort());
            running = true;
        } finally {
            if (!running) {
                close();
            }
        }
    }

    private void deploy(Deployable part, String option) throws IOException {
        try {
            vertx.deployVerticle(part)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(LISTEN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException("cannot listen with " + option + ": " + reason(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new IOException("cannot listen: no answer in " + LISTEN_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted at the start", e);
        }
    }

    private static String reason(@Nullable Throwable failure) {
        return switch (failure) {
            case null -> "unknown";
            case BindException e -> "the port is taken, or the address is not this machine's";
            case Throwable other -> String.valueOf(other.getMessage());
        };
    }

    private void dismiss(String node) {
        uplink.dismiss(node);
    }

    private void publish(ReleaseShelf.Shelved release) {
        LOG.info(
                "release {} of {} is published",
                release.manifest().number(),
                release.manifest().role());
        ingest.publish(
                new HubEvent.Published(release.manifest(), release.signed(), release.content()));
        console.published();
    }

    private static final class AnotherHubRunsException extends IOException {
        private static final long serialVersionUID = 1L;

        AnotherHubRunsException(String message) {
            super(message);
        }
    }

    /// TCP port on which nodes are listened for.
    public int mqttPort() {
        return uplink.actualPort();
    }

    /// TCP port of the console on 127.0.0.1.
    public int webPort() {
        return console.actualPort();
    }

    /// Stops: what was acknowledged is durable already, what was not is sent again by its node.
    @Override
    public void close() throws IOException {
        releases.close();
        enrolments.close();
        bundles.close();
        // It tells the console what it has applied, as long as there is a console.
        projection.close();
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the endpoints did not close: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ingest.close();
        ledger.close();
        registry.close();
        alarmShelf.close();
        lockFile.close();
    }
}
