package org.forpost.edge;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.forpost.edge.store.TimeFile;
import org.forpost.protocol.record.TrustedTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The lane's trusted time: read at the start, kept now and then, and told of when the wall clock
/// contradicts it.
final class Timekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Timekeeping.class);

    /// A power cut costs at most so much uptime; 144 small writes a day wear no disk out.
    static final Duration EVERY = Duration.ofMinutes(10);

    private final TimeFile file;
    private final TrustedTime time;
    private boolean doubted;

    private Timekeeping(TimeFile file, TrustedTime time) {
        this.file = file;
        this.time = time;
    }

    /// @param says told in one line if what was kept is not believed
    static Timekeeping open(Path folder, LongSupplier wallMillis, Consumer<String> says) {
        TimeFile file = new TimeFile(folder);
        return new Timekeeping(
                file,
                new TrustedTime(wallMillis, () -> System.nanoTime() / 1_000_000, file.read(says)));
    }

    TrustedTime time() {
        return time;
    }

    /// Keeps the time, and notes once that the wall clock is wrong, and once that it is right
    /// again.
    ///
    /// @param note writes an audit record: event and detail
    synchronized void look(BiConsumer<String, String> note) {
        keep();
        Optional<TrustedTime.Doubt> doubt = time.doubt();
        if (doubted != doubt.isPresent()) {
            doubted = doubt.isPresent();
            note.accept(
                    doubted ? "clock-doubted" : "clock-agrees",
                    doubt.map(Timekeeping::words).orElse("with the hub's signed time"));
        }
    }

    private static String words(TrustedTime.Doubt doubt) {
        return "this machine's clock shows "
                + Instant.ofEpochMilli(doubt.wallMillis())
                + "; by the hub's signed time, and the time running since, it is "
                + (doubt.ahead() ? "" : "at least ")
                + Instant.ofEpochMilli(doubt.earliestMillis());
    }

    private void keep() {
        try {
            file.write(time.toKeep());
        } catch (IOException e) {
            LOG.warn("the time could not be kept: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        keep();
    }
}
