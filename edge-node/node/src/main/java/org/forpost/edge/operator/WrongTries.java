package org.forpost.edge.operator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.forpost.protocol.cbor.CborReader;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.cbor.MalformedException;

/// Wrong passwords by login, and how long each has to wait for them.
///
/// ```
/// wrong tries   1 to 3    4       5      6      7      8      9      10 and more
/// wait          none      30 s    1 min  2 min  4 min  8 min  16 min 32 min
/// ```
///
/// A try is counted, durably, before its password is looked at: pulling the plug saves nobody a
/// wrong one. A restart begins the wait anew, so it needs no clock that could be set; switching the
/// lane off and on is never the faster way. A right password forgets them all.
///
/// Kept in a small file and not in the journal: a login must not have to read a year of entries,
/// and a lane whose journal is full must still refuse the hundredth guess. What an auditor wants to
/// know of it stands in the journal besides.
final class WrongTries {
    static final int FREE = 3;
    private static final long FIRST_WAIT_MILLIS = TimeUnit.SECONDS.toMillis(30);
    private static final int MOST_DOUBLINGS = 6;

    /// All operators of a release; whoever is not in it counts under one name, so that guessing
    /// names fills nothing.
    private static final int MAX_LOGINS = 2_001;

    private static final int MAX_COUNT = 1_000_000;

    private final SmallFile file;
    private final LongSupplier monotonicMillis;
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Map<String, Long> notBefore = new HashMap<>();

    /// @param folder exists
    /// @param monotonicMillis never goes back while the process runs
    /// @param says told in one line when the file is not believed
    WrongTries(Path folder, LongSupplier monotonicMillis, Consumer<String> says) {
        this.file = new SmallFile(folder.resolve("wrong-tries"));
        this.monotonicMillis = monotonicMillis;
        try {
            var stored = file.read();
            if (stored.isPresent()) {
                read(stored.get());
            }
        } catch (IOException | MalformedException e) {
            counts.clear();
            says.accept("wrong passwords of earlier runs are not known: " + e.getMessage());
        }
        long now = monotonicMillis.getAsLong();
        counts.forEach((login, count) -> notBefore.put(login, now + wait(count)));
    }

    private void read(byte[] bytes) throws MalformedException {
        CborReader in = new CborReader(bytes);
        int count = in.array("tries", MAX_LOGINS);
        for (int i = 0; i < count; i++) {
            if (in.array("tries[" + i + "]", 2) != 2) {
                throw new MalformedException("tries[" + i + "]", "a login and a count", "fewer");
            }
            counts.put(in.text("tries.login", 32), (int) in.uint("tries.count", MAX_COUNT));
        }
        in.end("tries");
    }

    private static long wait(int count) {
        return count <= FREE ? 0 : FIRST_WAIT_MILLIS << Math.min(MOST_DOUBLINGS, count - FREE - 1);
    }

    /// @return how long this login still has to wait; 0 when it may try
    synchronized long waitMillis(String login) {
        return Math.max(0, notBefore.getOrDefault(login, 0L) - monotonicMillis.getAsLong());
    }

    /// Counts a try that is about to be looked at as a wrong one.
    ///
    /// @return how many that makes
    /// @throws IOException when it cannot be made durable; the password must not be looked at
    synchronized int begin(String login) throws IOException {
        int count = Math.min(MAX_COUNT, counts.getOrDefault(login, 0) + 1);
        counts.put(login, count);
        notBefore.put(login, monotonicMillis.getAsLong() + wait(count));
        write();
        return count;
    }

    /// The password was right, or a supervisor vouches.
    synchronized void forget(String login) throws IOException {
        if (counts.remove(login) != null) {
            notBefore.remove(login);
            write();
        }
    }

    private void write() throws IOException {
        CborWriter out = new CborWriter().array(counts.size());
        counts.forEach((login, count) -> out.array(2).text(login).uint(count));
        file.write(out.toByteArray());
    }
}
