package org.forpost.edge.operator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.forpost.protocol.cbor.CborReader;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.record.TrustedTime;
import org.forpost.protocol.record.Validity;

/// Accounts that a supervisor at the post has extended past the expiry of their release.
///
/// An extension counts the hours that this machine was running: a wall clock that is wrong, which
/// may be why the account looks expired, neither shortens nor lengthens it. The file can be lost at
/// no risk; the supervisor then gives the word again.
final class Extensions {
    /// As long as an account of a release holds by default.
    static final long LASTS_MILLIS = TimeUnit.HOURS.toMillis(72);

    private static final int MAX = 2_000;

    private final SmallFile file;
    private final TrustedTime time;
    private final Map<String, Extension> extensions = new TreeMap<>();

    /// @param uptimeMillis of this machine, when it ends
    /// @param earliestMillis proved time, when it ends at the latest
    private record Extension(long uptimeMillis, long earliestMillis) {}

    /// @param folder exists
    /// @param says told in one line when the file is not believed
    Extensions(Path folder, TrustedTime time, Consumer<String> says) {
        this.file = new SmallFile(folder.resolve("extensions"));
        this.time = time;
        try {
            var stored = file.read();
            if (stored.isPresent()) {
                read(stored.get());
            }
        } catch (IOException | MalformedException e) {
            extensions.clear();
            says.accept("extended accounts must be extended again: " + e.getMessage());
        }
    }

    private void read(byte[] bytes) throws MalformedException {
        CborReader in = new CborReader(bytes);
        int count = in.array("extensions", MAX);
        for (int i = 0; i < count; i++) {
            if (in.array("extensions[" + i + "]", 3) != 3) {
                throw new MalformedException(
                        "extensions[" + i + "]", "a login and two times", "fewer");
            }
            extensions.put(
                    in.text("extensions.login", 32),
                    new Extension(
                            in.uint("extensions.uptime", Long.MAX_VALUE),
                            in.uint("extensions.earliest", Long.MAX_VALUE)));
        }
        in.end("extensions");
    }

    synchronized boolean holds(String login) {
        Extension extension = extensions.get(login);
        return extension != null
                && time.uptimeMillis() <= extension.uptimeMillis()
                && time.until(extension.earliestMillis()) != Validity.EXPIRED;
    }

    synchronized void extend(String login) throws IOException {
        extensions.keySet().removeIf(old -> !holds(old));
        extensions.put(
                login,
                new Extension(
                        time.uptimeMillis() + LASTS_MILLIS, time.earliestMillis() + LASTS_MILLIS));
        CborWriter out = new CborWriter().array(extensions.size());
        extensions.forEach((name, extension) ->
                out.array(3)
                        .text(name)
                        .uint(extension.uptimeMillis())
                        .uint(extension.earliestMillis()));
        file.write(out.toByteArray());
    }
}
