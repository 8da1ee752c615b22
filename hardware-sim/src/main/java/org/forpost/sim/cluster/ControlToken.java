package org.forpost.sim.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.forpost.sim.Refusal;

/// The secret between a cluster and those who steer it: a file that only its owner may read.
final class ControlToken {
    /// 32 hexadecimal digits and a line break; anything much longer is another file.
    private static final int LONGEST = 256;

    private ControlToken() {}

    static void write(Path file, String token) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, token + "\n");
    }

    static String read(Path file) {
        try {
            if (Files.size(file) <= LONGEST) {
                return Files.readString(file).strip();
            }
            throw new Refusal(file + " is not a control token: it is too long");
        } catch (IOException e) {
            throw new Refusal(
                    "cannot read the control token in "
                            + file
                            + ": is the cluster running? It writes the file when it starts",
                    e);
        }
    }
}
