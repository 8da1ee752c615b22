package org.forpost.edge.post;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.record.Priority;
import org.jspecify.annotations.Nullable;

/// Custody as files:
///
/// ```
/// custody/tikhaya-2/<incarnation>/hello
///                                 chain-1.receipt
///                                 1-00000000000000000042-3-0011223344556677.envelope
/// ```
///
/// that is priority, first number, count, digest. A file is written under another name, forced,
/// renamed, and its folder forced: what has its name is whole, and was told to nobody before.
public final class CustodyFolder implements CustodyShelf {
    private static final Pattern NAME =
            Pattern.compile("([0-3])-([0-9]{20})-([0-9]{1,3})-([0-9a-f]{16})\\.envelope");
    private static final Pattern RECEIPT = Pattern.compile("chain-[0-3]\\.receipt");
    private static final Pattern NODE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern INCARNATION = Pattern.compile("[0-9a-f]{32}");

    private static final String HELLO = "hello";
    private static final String PART = ".part";

    private final Path folder;

    private CustodyFolder(Path folder) {
        this.folder = folder;
    }

    /// For the lane that keeps. What a power cut left half written, and was told to nobody, goes.
    ///
    /// @param folder made if it is not there
    public static CustodyFolder open(Path folder) throws IOException {
        Files.createDirectories(folder);
        CustodyFolder custody = new CustodyFolder(folder);
        for (Path journal : custody.journals()) {
            for (Path file : files(journal)) {
                if (name(file).endsWith(PART)) {
                    Files.delete(file);
                }
            }
        }
        return custody;
    }

    /// For somebody who looks at it while the lane goes on keeping and letting go: changes nothing.
    ///
    /// @param folder may be missing
    public static CustodyFolder asItLies(Path folder) {
        return new CustodyFolder(folder);
    }

    private record Dated(Kept kept, FileTime written) {}

    @Override
    public List<Kept> all() throws IOException {
        List<Dated> found = new ArrayList<>();
        for (Path journal : journals()) {
            for (Path file : files(journal)) {
                Matcher name = NAME.matcher(name(file));
                if (name.matches()) {
                    try {
                        found.add(dated(journal, file, name));
                    } catch (NoSuchFileException e) {
                        // let go since the folder was read
                    }
                }
            }
        }
        found.sort(Comparator.comparing(Dated::written));
        return found.stream().map(Dated::kept).toList();
    }

    private static Dated dated(Path journal, Path file, Matcher name) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Dated(
                new Kept(
                        name(journal.getParent()),
                        name(journal),
                        Priority.of(Integer.parseInt(name.group(1))),
                        Long.parseLong(name.group(2)),
                        Integer.parseInt(name.group(3)),
                        name.group(4),
                        (int) attributes.size()),
                attributes.lastModifiedTime());
    }

    /// Folders of the journals, two levels down.
    private List<Path> journals() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path node : folders(folder, NODE)) {
            found.addAll(folders(node, INCARNATION));
        }
        return found;
    }

    private static List<Path> folders(Path in, Pattern named) throws IOException {
        return files(in).stream()
                .filter(one -> named.matcher(name(one)).matches() && Files.isDirectory(one))
                .toList();
    }

    private static List<Path> files(Path in) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(in)) {
            entries.forEach(found::add);
        } catch (NoSuchFileException e) {
            return List.of(); // nothing was ever kept there, or it is forgotten by now
        }
        return found;
    }

    private static String name(@Nullable Path path) {
        return path == null ? "" : String.valueOf(path.getFileName());
    }

    private Path incarnation(String node, String incarnation) {
        if (!NODE.matcher(node).matches() || !INCARNATION.matcher(incarnation).matches()) {
            throw new IllegalArgumentException("no name of a node and its journal");
        }
        return folder.resolve(node).resolve(incarnation);
    }

    private Path file(Kept place) {
        return incarnation(place.node(), place.incarnation())
                .resolve(
                        "%d-%020d-%d-%s.envelope"
                                .formatted(
                                        place.priority().code(),
                                        place.first(),
                                        place.count(),
                                        place.digest()));
    }

    @Override
    public void put(Kept place, byte[] envelope) throws IOException {
        write(file(place), envelope);
    }

    @Override
    public byte[] read(Kept place) throws IOException {
        return small(file(place), BatchCodec.MAX_ENVELOPE_BYTES);
    }

    @Override
    public byte[] beginning(Kept place, int bytes) throws IOException {
        try (InputStream file = Files.newInputStream(file(place))) {
            return file.readNBytes(bytes);
        }
    }

    /// Not forced: one that comes back after a power cut is let go by the next receipt.
    @Override
    public void drop(Kept place) throws IOException {
        Files.deleteIfExists(file(place));
    }

    @Override
    public void hello(String node, String incarnation, byte[] signed) throws IOException {
        write(incarnation(node, incarnation).resolve(HELLO), signed);
    }

    @Override
    public List<byte[]> hellos() throws IOException {
        return signed(HELLO::equals);
    }

    @Override
    public void receipt(String node, String incarnation, Priority priority, byte[] signed)
            throws IOException {
        Path journal = incarnation(node, incarnation);
        if (Files.isDirectory(journal)) {
            Path file = journal.resolve("chain-" + priority.code() + ".receipt");
            Path part = file.resolveSibling(name(file) + PART);
            Files.write(part, signed);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    @Override
    public List<byte[]> receipts() throws IOException {
        return signed(name -> RECEIPT.matcher(name).matches());
    }

    private record DatedBytes(byte[] bytes, FileTime written) {}

    /// Small files of this name, of every journal, the oldest first; one that is too long is no
    /// such thing.
    private List<byte[]> signed(Predicate<String> named) throws IOException {
        List<DatedBytes> found = new ArrayList<>();
        for (Path journal : journals()) {
            for (Path file : files(journal)) {
                if (named.test(name(file)) && Files.isRegularFile(file)) {
                    try {
                        if (Files.size(file) <= CustodyMessage.MAX_SIGNED) {
                            found.add(
                                    new DatedBytes(
                                            small(file, CustodyMessage.MAX_SIGNED),
                                            Files.getLastModifiedTime(file)));
                        }
                    } catch (NoSuchFileException e) {
                        // forgotten since the folder was read
                    }
                }
            }
        }
        found.sort(Comparator.comparing(DatedBytes::written));
        return found.stream().map(DatedBytes::bytes).toList();
    }

    private static byte[] small(Path file, int most) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new IOException(file + ": longer than " + most + " bytes");
            }
            return bytes;
        }
    }

    @Override
    public void forget(String node, String incarnation) throws IOException {
        Path journal = incarnation(node, incarnation);
        for (Path file : files(journal)) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(journal);
    }

    @Override
    public long room() throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IOException(file + " has no folder");
        }
        if (!Files.isDirectory(parent)) {
            makeDurably(parent);
        }
        Path part = file.resolveSibling(name(file) + PART);
        try (FileChannel channel =
                FileChannel.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw e;
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        force(parent);
    }

    private static void makeDurably(Path folder) throws IOException {
        Path parent = folder.getParent();
        if (parent != null) {
            if (!Files.isDirectory(parent)) {
                makeDurably(parent);
            }
            try {
                Files.createDirectory(folder);
            } catch (FileAlreadyExistsException e) {
                return; // by another stream, at the same moment
            }
            force(parent);
        }
    }

    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
