package org.forpost.hub.ingest.bundle;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// Where bundles and their answers wait in the hub's directory:
///
/// ```
/// bundles/
///   in/NAME/      a bundle, as `forpost bundle import` found it good, to be taken in by the hub;
///                 `files-done` in it says how far the hub is
///   out/NAME/     the hub's answer and result.json, to be fetched by `forpost bundle import`
/// ```
///
/// NAME is half of the hash of the bundle's manifest. Each folder appears whole: it is filled under
/// a name that begins with a dot, forced, then renamed.
public final class BundleShelf {
    private static final int NAME_BYTES = 16;
    private static final String FILES_DONE = "files-done";

    private final Path in;
    private final Path out;

    public BundleShelf(Path directory) {
        this.in = directory.resolve("in");
        this.out = directory.resolve("out");
    }

    /// What names a bundle here.
    ///
    /// @param id SHA-256 of its manifest
    public static String name(byte[] id) {
        return HexFormat.of().formatHex(id, 0, NAME_BYTES);
    }

    /// Fills a folder.
    @FunctionalInterface
    public interface Filling {
        void into(Path folder) throws IOException;
    }

    /// Puts a bundle there to be taken in; one of the same name is left as it is.
    public void putIn(String name, Filling filling) throws IOException {
        if (!Files.exists(in.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
            put(in, name, filling);
        }
    }

    /// Puts an answer there to be fetched, in the place of an older one, and takes its bundle away.
    void answered(String name, Filling filling) throws IOException {
        deleteTree(out.resolve(name));
        put(out, name, filling);
        deleteTree(in.resolve(name));
    }

    private static void put(Path folder, String name, Filling filling) throws IOException {
        Files.createDirectories(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path draft = folder.resolve("." + name + "-" + ProcessHandle.current().pid());
        deleteTree(draft);
        Files.createDirectory(draft);
        boolean done = false;
        try {
            filling.into(draft);
            force(draft);
            Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            force(folder);
            done = true;
        } finally {
            if (!done) {
                deleteTree(draft);
            }
        }
    }

    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Names of the bundles that wait.
    List<String> waiting() throws IOException {
        try (Stream<Path> folders = Files.list(in)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    Path bundle(String name) {
        return in.resolve(name);
    }

    /// The hub has gone through so many files of a bundle: for whoever waits, and for nothing else.
    void filesDone(String name, int files) {
        try {
            Files.writeString(in.resolve(name).resolve(FILES_DONE), Integer.toString(files));
        } catch (IOException e) {
            // Whoever waits sees a bar that stands still.
            return;
        }
    }

    /// Files of a bundle that the hub has gone through, as it said last; 0 when it has not.
    public int filesDone(String name) {
        try {
            return Integer.parseInt(Files.readString(in.resolve(name).resolve(FILES_DONE)));
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    /// Where the answer is, once it is there.
    public Path answer(String name) {
        return out.resolve(name);
    }

    /// The answer was fetched.
    public void fetched(String name) throws IOException {
        deleteTree(out.resolve(name));
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
