package org.forpost.edge.device.pcsc;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.forpost.edge.device.CardReader;
import org.forpost.edge.device.DeviceStatus;
import org.forpost.edge.device.DeviceStatus.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The lane's passport reader. One thread watches it for as long as this is open: waits for chips
/// to come and go, and begins anew whenever pcscd or the reader was away.
public final class PcscReader implements CardReader {
    private static final Logger LOG = LoggerFactory.getLogger(PcscReader.class);

    private static final long PRESENT = 0x20;
    private static final long MUTE = 0x200;
    private static final long UNAVAILABLE = 0x0C; // unknown or unavailable

    /// How long a look lasts where nothing happens; pcscd ends it at once when something does.
    private static final long LOOK_MILLIS = 1_000;

    /// Between two tries to find pcscd or a reader.
    private static final Duration TRY_AGAIN = Duration.ofMillis(500);

    /// Between two tries to get a chip that somebody else holds.
    private static final Duration HELD = Duration.ofMillis(100);

    private final PcscLibrary library;
    private final String wanted;
    private final InstantSource clock;
    private final Runnable onChange;
    private final Thread watcher;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile boolean closed;
    private volatile DeviceStatus status;

    /// Guarded by the lock: the reader that is watched, empty where there is none.
    private String reader = "";

    private boolean present;

    private PcscReader(PcscLibrary library, String wanted, InstantSource clock, Runnable onChange) {
        this.library = library;
        this.wanted = wanted;
        this.clock = clock;
        this.onChange = onChange;
        this.status = status(State.ABSENT, "", "The document reader is being looked for.");
        this.watcher = Thread.ofPlatform().daemon().name("pcsc-watch").unstarted(this::watch);
    }

    /// Begins to watch.
    ///
    /// @param wanted part of the reader's name as pcscd gives it; empty takes the first one
    /// @param onChange called by the watching thread whenever the state or the chip's presence
    ///   changes; must not block
    /// @throws ReaderGoneException when the library is not installed
    public static PcscReader open(String wanted, InstantSource clock, Runnable onChange)
            throws ReaderGoneException {
        PcscLibrary library;
        try {
            library = PcscLibrary.load();
        } catch (IllegalArgumentException e) {
            throw new ReaderGoneException(
                    "libpcsclite.so.1 is not installed: install the package libpcsclite1, and"
                            + " pcscd for the reader");
        }
        PcscReader reader = new PcscReader(library, wanted, clock, onChange);
        reader.watcher.start();
        return reader;
    }

    @Override
    public DeviceStatus status() {
        return status;
    }

    /// Whether a chip lies there, as of the last look.
    public boolean chipThere() {
        lock.lock();
        try {
            return present;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<CardLink> connect(Duration patience)
            throws ReaderGoneException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<String> on = awaitChip(deadline - System.nanoTime());
            if (on.isEmpty()) {
                if (status.state() == State.READY) {
                    return Optional.empty();
                }
                throw new ReaderGoneException(status.message());
            }
            try {
                return Optional.of(PcscLink.connect(library, on.get()));
            } catch (CardLostException e) {
                LOG.debug("taken away before it was connected: {}", e.getMessage());
            } catch (PcscException e) {
                LOG.debug("not connected: {}", e.getMessage());
            }
            if (System.nanoTime() - deadline >= 0) {
                return Optional.empty();
            }
            Thread.sleep(HELD);
        }
    }

    private Optional<String> awaitChip(long nanos) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        try {
            while (!present && !closed) {
                if (left <= 0) {
                    return Optional.empty();
                }
                left = changed.awaitNanos(left);
            }
            return closed ? Optional.empty() : Optional.of(reader);
        } finally {
            lock.unlock();
        }
    }

    // --- the watching thread --------------------------------------------------------------------

    private void watch() {
        while (!closed) {
            long context = 0;
            try {
                context = library.establishContext();
                follow(context);
            } catch (PcscException e) {
                say(trouble(e), "", false);
            } catch (RuntimeException e) {
                LOG.error("watching the document reader", e);
                say(
                        status(State.FAULT, "", "The document reader's program has failed: " + e),
                        "",
                        false);
            } finally {
                release(context);
            }
            pause();
        }
    }

    private void follow(long context) throws PcscException {
        while (!closed) {
            List<String> all = library.readers(context);
            Optional<String> found = all.stream().filter(n -> n.contains(wanted)).findFirst();
            if (found.isEmpty()) {
                say(
                        status(
                                State.ABSENT,
                                "",
                                wanted.isEmpty()
                                        ? "No document reader is plugged in. Plug it in."
                                        : "No document reader called \""
                                                + wanted
                                                + "\" is plugged in. Plug it in, or correct its"
                                                + " name in the configuration."),
                        "",
                        false);
                pause();
                continue;
            }
            follow(context, found.get());
        }
    }

    private void follow(long context, String name) throws PcscException {
        long known = 0;
        while (!closed) {
            long state = library.statusChange(context, name, known, LOOK_MILLIS);
            if ((state & UNAVAILABLE) != 0) {
                return;
            }
            known = state;
            boolean there = (state & PRESENT) != 0 && (state & MUTE) == 0;
            say(
                    status(State.READY, name, "Lay the document down, chip's side on the glass."),
                    name,
                    there);
        }
    }

    private DeviceStatus trouble(PcscException e) {
        return status(
                State.ABSENT,
                "",
                e.code() == PcscException.NO_SERVICE || e.code() == PcscException.SERVICE_STOPPED
                        ? "The service pcscd does not run, so no document reader can be used."
                                + " Start it: systemctl start pcscd.socket"
                        : "The document reader does not answer ("
                                + e.getMessage()
                                + "). Unplug it"
                                + " and plug it in again.");
    }

    private void release(long context) {
        if (context == 0) {
            return;
        }
        try {
            library.releaseContext(context);
        } catch (PcscException e) {
            LOG.debug("pcscd is gone: {}", e.getMessage());
        }
    }

    private void pause() {
        lock.lock();
        try {
            long left = TRY_AGAIN.toNanos();
            while (!closed && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private void say(DeviceStatus now, String name, boolean there) {
        boolean news;
        lock.lock();
        try {
            DeviceStatus before = status;
            news =
                    present != there
                            || before.state() != now.state()
                            || !before.message().equals(now.message());
            if (news) {
                status = before.state() == now.state() ? since(now, before.since()) : now;
            }
            reader = name;
            present = there;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (news) {
            onChange.run();
        }
    }

    private static DeviceStatus since(DeviceStatus now, Instant since) {
        return new DeviceStatus(
                now.name(),
                now.kind(),
                now.state(),
                now.serial(),
                now.make(),
                now.model(),
                now.message(),
                since);
    }

    private DeviceStatus status(State state, String model, String message) {
        return new DeviceStatus(
                "document-reader",
                DeviceStatus.Kind.DOCUMENT_READER,
                state,
                "",
                "",
                model,
                message,
                clock.instant());
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            // A look ends by itself after a second.
            watcher.join(Duration.ofSeconds(3));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
