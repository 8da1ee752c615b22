package org.forpost.edge.lane;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.forpost.edge.device.DeviceStatus;
import org.forpost.edge.document.ChipAccess;
import org.forpost.edge.document.ChipCheck;
import org.forpost.edge.document.ChipReading;
import org.forpost.edge.document.ChipScope;
import org.forpost.edge.document.DocumentReader;
import org.forpost.protocol.record.Crossing.Document;
import org.jspecify.annotations.Nullable;

/// The document reader of a lane: one reading at a time, before a crossing is open and in it.
///
/// What was read before holds neither face nor fingers, for nobody knows yet whether the traveller
/// is exempt; it waits here for the crossing of that document, ten minutes at most.
public final class ChipDesk {
    /// To lay a document down; the reading itself has its own limit.
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /// No officer takes longer from the document to its crossing.
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final @Nullable DocumentReader reader;
    private final LongSupplier trust;
    private final InstantSource clock;

    /// Guarded by this, like what follows.
    private @Nullable Thread reading;

    private Progress progress = new Progress(ChipCheck.APPLICATION, 0, 0);
    private @Nullable ChipSeen held;

    /// @param reader null where the lane has none
    /// @param trust number of the trust release in force
    public ChipDesk(@Nullable DocumentReader reader, LongSupplier trust, InstantSource clock) {
        this.reader = reader;
        this.trust = trust;
        this.clock = clock;
    }

    /// How far a reading is.
    ///
    /// @param of how many bytes there are; 0 where this is no matter of bytes
    public record Progress(ChipCheck check, int bytes, int of) {}

    /// How the reader stands; empty where the lane has none. Does not block.
    public Optional<DeviceStatus> status() {
        return Optional.ofNullable(reader).map(DocumentReader::status);
    }

    /// How far the reading is that runs now. Does not block.
    public synchronized Optional<Progress> progress() {
        return reading == null ? Optional.empty() : Optional.of(progress);
    }

    /// Reads the chip of a document for which no crossing is open yet, without face and fingers.
    public ChipAttempt read(ChipAccess access) {
        forget();
        ChipAttempt attempt = read(access, ChipScope.DOCUMENT);
        if (attempt instanceof ChipAttempt.Done(ChipSeen seen)) {
            synchronized (this) {
                held = counts(seen.reading()) ? seen : null;
            }
        }
        return attempt;
    }

    ChipAttempt read(ChipAccess access, ChipScope scope) {
        DocumentReader with = reader;
        if (with == null) {
            return new ChipAttempt.NoReader();
        }
        if (!begin()) {
            return new ChipAttempt.Running();
        }
        try {
            long believed = trust.getAsLong();
            ChipReading read = with.read(access, scope, PATIENCE, this::note);
            return new ChipAttempt.Done(new ChipSeen(read, access, believed, clock.instant()));
        } catch (InterruptedException e) {
            return new ChipAttempt.Abandoned();
        } finally {
            end();
        }
    }

    /// Whether a reading says something of the document.
    static boolean counts(ChipReading reading) {
        return reading instanceof ChipReading.Read || reading instanceof ChipReading.Broken;
    }

    private synchronized boolean begin() {
        if (reading != null) {
            return false;
        }
        reading = Thread.currentThread();
        progress = new Progress(ChipCheck.APPLICATION, 0, 0);
        return true;
    }

    private synchronized void end() {
        reading = null;
        // An abandoning that came too late must not reach whatever this thread does next.
        Thread.interrupted();
    }

    private synchronized void note(ChipCheck check, int bytes, int of) {
        progress = new Progress(check, bytes, of);
    }

    /// Gives up a reading that runs, and forgets what was read for a crossing to come.
    public synchronized void abandon() {
        Thread running = reading;
        if (running != null) {
            running.interrupt();
        }
        held = null;
    }

    private synchronized void forget() {
        held = null;
    }

    /// What was read of the document that a crossing is opened for; it waits no longer.
    synchronized Optional<ChipSeen> take(Document document) {
        ChipSeen seen = held;
        held = null;
        return Optional.ofNullable(seen)
                .filter(it ->
                        Duration.between(it.at(), clock.instant()).compareTo(KEPT) <= 0
                                && number(it).filter(document.number()::equals).isPresent());
    }

    /// Of the document that was read, by its chip or else by its page.
    private static Optional<String> number(ChipSeen seen) {
        return (seen.reading() instanceof ChipReading.Read read
                        ? read.zone().or(() -> seen.access().printed())
                        : seen.access().printed())
                .map(zone -> zone.number());
    }
}
