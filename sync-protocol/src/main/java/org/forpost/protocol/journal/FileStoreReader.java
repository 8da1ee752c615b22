package org.forpost.protocol.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The segments of a [FileStore], to be read only: takes no lock, so that a running node's can be
/// looked at too.
public final class FileStoreReader implements JournalCheck.Segments {
    private final Path folder;

    public FileStoreReader(Path folder) {
        this.folder = folder;
    }

    @Override
    public List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".fpj"))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public byte[] read(String name, int most) throws IOException {
        try (InputStream in = Files.newInputStream(folder.resolve(name))) {
            return in.readNBytes(most);
        }
    }
}
