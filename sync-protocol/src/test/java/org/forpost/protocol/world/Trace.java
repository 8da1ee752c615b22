package org.forpost.protocol.world;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import org.forpost.protocol.crypto.Sha256;

/// What happened: all of it as a hash, the end of it in words.
final class Trace {
    private static final int KEPT = 60;

    private final Scheduler scheduler;
    private final Deque<String> last = new ArrayDeque<>();
    private byte[] hash = new byte[Sha256.BYTES];
    private long events;

    Trace(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    void say(String line) {
        events++;
        String timed = scheduler.now() + " " + line;
        hash = Sha256.of(hash, timed.getBytes(StandardCharsets.UTF_8));
        last.add(timed);
        if (last.size() > KEPT) {
            last.removeFirst();
        }
    }

    long events() {
        return events;
    }

    String hash() {
        return HexFormat.of().formatHex(hash);
    }

    String end() {
        return String.join("\n", last);
    }
}
