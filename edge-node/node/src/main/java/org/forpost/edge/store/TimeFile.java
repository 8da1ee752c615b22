package org.forpost.edge.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.forpost.protocol.cbor.CborReader;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.record.TrustedTime;

/// What is proved of the time, kept through restarts: a canonical CBOR array of the earliest time
/// and the uptime, in milliseconds. Not signed: whoever can write this file could also change the
/// program. One that is gone or damaged costs the uptime since the last signed time, no more.
public final class TimeFile {
    private static final int MAX_BYTES = 32;

    private final Path file;

    /// @param folder exists
    public TimeFile(Path folder) {
        file = folder.resolve("time");
    }

    /// @param says told in one line if the file is not believed
    public TrustedTime.Kept read(Consumer<String> says) {
        if (!Files.exists(file)) {
            return TrustedTime.Kept.NOTHING;
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("at most " + MAX_BYTES + " bytes expected");
            }
            CborReader in = new CborReader(Files.readAllBytes(file));
            if (in.array("time", 2) != 2) {
                throw new MalformedException("time", "earliest and uptime", "fewer");
            }
            long earliest = in.uint("time.earliest", Long.MAX_VALUE);
            long uptime = in.uint("time.uptime", Long.MAX_VALUE / 2);
            in.end("time");
            return new TrustedTime.Kept(earliest, uptime);
        } catch (IOException | MalformedException | IllegalArgumentException e) {
            says.accept(file + " is not believed, the hub's next receipt tells: " + e.getMessage());
            return TrustedTime.Kept.NOTHING;
        }
    }

    /// Replaces what was kept. It survives a crash of the process at once, and a power cut as soon
    /// as the file system has written its names; until then the older one is there.
    public void write(TrustedTime.Kept kept) throws IOException {
        byte[] bytes =
                new CborWriter()
                        .array(2)
                        .uint(kept.earliestMillis())
                        .uint(kept.uptimeMillis())
                        .toByteArray();
        Path fresh = file.resolveSibling("time.new");
        try (FileChannel out =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                out.write(left);
            }
            out.force(true);
        }
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
