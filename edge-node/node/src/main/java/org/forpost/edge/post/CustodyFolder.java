package org.forpost.edge.post;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.record.Priority;

/// Custody as files:
///
/// ```
/// custody/tikhaya-2/<incarnation>/hello
///                                 1-00000000000000000042-3-0011223344556677.envelope
/// ```
///
/// that is priority, first number, count, digest. A file is written under another name, forced,
/// renamed, and its folder forced: what has its name is whole, and was told to nobody before.
public final class CustodyFolder implements CustodyShelf {
    private static final Pattern NAME =
            Pattern.compile("([0-3])-([0-9]{20})-([0-9]{1,3})-([0-9a-f]{16})\\.envelope");
    private static final Pattern NODE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern INCARNATION = Pattern.compile("[0-9a-f]{32}");

    private final Path folder;

    /// @param folder made if it is not there
    public CustodyFolder(Path folder) throws IOException {
        Files.createDirectories(folder);
        this.folder = folder;
    }

    private record Dated(Kept kept, FileTime written) {}

    @Override
    public List<Kept> all() throws IOException {
        List<Dated> found = new ArrayList<>();
        for (Path node : folders(folder, NODE)) {
            for (Path incarnation : folders(node, INCARNATION)) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(incarnation)) {
                    for (Path file : files) {
                        Matcher name = NAME.matcher(name(file));
                        if (name.matches()) {
                            found.add(
                                    new Dated(
                                            new Kept(
                                                    name(node),
                                                    name(incarnation),
                                                    Priority.of(Integer.parseInt(name.group(1))),
                                                    Long.parseLong(name.group(2)),
                                                    Integer.parseInt(name.group(3)),
                                                    name.group(4),
                                                    (int) Files.size(file)),
                                            Files.getLastModifiedTime(file)));
                        } else if (name(file).endsWith(".part")) {
                            Files.delete(file); // cut off by a power cut, and told to nobody
                        }
                    }
                }
            }
        }
        found.sort(Comparator.comparing(Dated::written));
        return found.stream().map(Dated::kept).toList();
    }

    private static List<Path> folders(Path in, Pattern named) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(in)) {
            for (Path one : entries) {
                if (named.matcher(name(one)).matches() && Files.isDirectory(one)) {
                    found.add(one);
                }
            }
        }
        return found;
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
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
        Path file = file(place);
        if (Files.size(file) > BatchCodec.MAX_ENVELOPE_BYTES) {
            throw new IOException(file + ": longer than any envelope");
        }
        return Files.readAllBytes(file);
    }

    /// Not forced: one that comes back after a power cut is let go by the next receipt.
    @Override
    public void drop(Kept place) throws IOException {
        Files.deleteIfExists(file(place));
    }

    @Override
    public void hello(String node, String incarnation, byte[] signed) throws IOException {
        write(incarnation(node, incarnation).resolve("hello"), signed);
    }

    @Override
    public List<byte[]> hellos() throws IOException {
        List<byte[]> all = new ArrayList<>();
        for (Path node : folders(folder, NODE)) {
            for (Path incarnation : folders(node, INCARNATION)) {
                Path hello = incarnation.resolve("hello");
                if (Files.isRegularFile(hello) && Files.size(hello) <= CustodyMessage.MAX_SIGNED) {
                    all.add(Files.readAllBytes(hello));
                }
            }
        }
        return all;
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
        Path part = file.resolveSibling(name(file) + ".part");
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
