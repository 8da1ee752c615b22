package org.forpost.protocol.world;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.forpost.protocol.crypto.Sha256;

/// What happened: all of it as a hash, the end of it in words, and all in words for whoever asks.
final class Trace {
    private static final int KEPT = 60;

    private final Scheduler scheduler;
    private final Consumer<String> reader;
    private final Deque<String> last = new ArrayDeque<>();
    private byte[] hash = new byte[Sha256.BYTES];

    /// @param reader is told every line
    Trace(Scheduler scheduler, Consumer<String> reader) {
        this.scheduler = scheduler;
        this.reader = reader;
    }

    void say(String line) {
        String timed = scheduler.now() + " " + line;
        hash = Sha256.of(hash, timed.getBytes(StandardCharsets.UTF_8));
        reader.accept(timed);
        last.add(timed);
        if (last.size() > KEPT) {
            last.removeFirst();
        }
    }

    String hash() {
        return HexFormat.of().formatHex(hash);
    }

    String end() {
        return String.join("\n", last);
    }
}
