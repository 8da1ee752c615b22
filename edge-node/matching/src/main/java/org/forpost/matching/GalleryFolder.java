package org.forpost.matching;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.forpost.matching.cylinder.Cascade.Part;
import org.forpost.matching.cylinder.Projection;
import org.forpost.matching.cylinder.Segment;
import org.forpost.matching.cylinder.SegmentBuilder;
import org.jspecify.annotations.Nullable;

/// A gallery on disk: `NNN.segment` files, written once, and `manifest`, which says which of them
/// count and which fingers of them are removed. The manifest is replaced by renaming, and that is
/// the moment at which a change has happened; whatever it does not name is a leftover.
///
/// The manifest, big endian: "FPGM", format 1, version of the gallery (8), number of segments (4);
/// per segment its number (8), length (8), how many fingers are removed (4), their numbers (4
/// each); at the end CRC-32C of everything before (4).
final class GalleryFolder implements AutoCloseable {
    private static final int MAGIC = 0x4650474D;
    private static final int FORMAT = 1;

    /// Merging keeps their number in single figures.
    private static final int MOST_SEGMENTS = 1000;

    /// Eight million removed fingers: far beyond the fifth at which they are left out.
    private static final long LONGEST_MANIFEST = 64L << 20;

    private static final Pattern SEGMENT = Pattern.compile("[0-9]{1,18}\\.segment(\\.draft)?");

    private final Path folder;
    private final @Nullable FileChannel lockFile;
    private final Map<Segment, Long> numbers = new HashMap<>();
    private Set<Long> committed = Set.of();
    private long nextNumber = 1;

    private GalleryFolder(Path folder, @Nullable FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    static GalleryFolder forReading(Path folder) throws IOException {
        if (!Files.exists(folder.resolve("manifest"))) {
            throw new GalleryException(folder + ": there is no gallery here");
        }
        return new GalleryFolder(folder, null);
    }

    static GalleryFolder forChanging(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(
                        folder.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        @Nullable FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new GalleryException(
                    folder + ": another program changes this gallery; stop it first");
        }
        return new GalleryFolder(folder, channel);
    }

    boolean readOnly() {
        return lockFile == null;
    }

    Gallery.Snapshot read() throws IOException {
        return read(new Gallery.Snapshot(0, List.of(), 0));
    }

    /// Reads the manifest and opens the segments that are not open yet.
    Gallery.Snapshot read(Gallery.Snapshot known) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return readOnce(known);
            } catch (NoSuchFileException e) {
                // Between our look at the manifest and at its segments a merge may have replaced
                // both.
                if (attempt == 5) {
                    throw new GalleryException(
                            e.getMessage() + ": the manifest names it, but it is not there", e);
                }
            }
        }
    }

    private Gallery.Snapshot readOnce(Gallery.Snapshot known) throws IOException {
        Path file = folder.resolve("manifest");
        if (!Files.exists(file)) {
            removeLeftovers();
            return new Gallery.Snapshot(0, List.of(), 0);
        }
        Manifest manifest = manifest(file);
        if (manifest.version == known.version()) {
            return known;
        }
        Map<Long, Segment> open = new HashMap<>();
        for (Part part : known.parts()) {
            Long number = numbers.get(part.segment());
            if (number != null) {
                open.put(number, part.segment());
            }
        }
        List<Part> parts = new ArrayList<>();
        Map<Segment, Long> named = new HashMap<>();
        int size = 0;
        for (ManifestPart part : manifest.parts) {
            Segment segment = open.get(part.number);
            if (segment == null) {
                segment = open(part);
            }
            if (part.removed.length() > segment.fingers()) {
                throw new GalleryException(
                        file + ": damaged (a removed finger that segment has not)");
            }
            named.put(segment, part.number);
            parts.add(new Part(segment, part.removed));
            size += segment.fingers() - part.removed.cardinality();
            nextNumber = Math.max(nextNumber, part.number + 1);
        }
        numbers.clear();
        numbers.putAll(named);
        committed = Set.copyOf(named.values());
        removeLeftovers();
        return new Gallery.Snapshot(manifest.version, List.copyOf(parts), size);
    }

    private Segment open(ManifestPart part) throws IOException {
        Path path = path(part.number);
        Segment segment;
        try {
            segment = Segment.open(path, Projection.standard());
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw new GalleryException(String.valueOf(e.getMessage()), e);
        }
        if (segment.byteSize() != part.length) {
            throw new GalleryException(
                    path
                            + ": "
                            + segment.byteSize()
                            + " bytes, but the manifest expects "
                            + part.length);
        }
        return segment;
    }

    private record ManifestPart(long number, long length, BitSet removed) {}

    private record Manifest(long version, List<ManifestPart> parts) {}

    private static Manifest manifest(Path file) throws IOException {
        if (Files.size(file) > LONGEST_MANIFEST) {
            throw new GalleryException(file + ": damaged (too long for a manifest)");
        }
        byte[] bytes = Files.readAllBytes(file);
        try {
            return manifest(file, bytes);
        } catch (IOException | RuntimeException e) {
            if (e instanceof GalleryException known) {
                throw known;
            }
            throw new GalleryException(file + ": damaged (breaks off)", e);
        }
    }

    private static Manifest manifest(Path file, byte[] bytes) throws IOException {
        if (bytes.length < 24) {
            throw new GalleryException(file + ": damaged (" + bytes.length + " bytes)");
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length - 4);
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        if (in.readInt() != MAGIC) {
            throw new GalleryException(file + ": this is no manifest of a gallery");
        }
        int format = in.readInt();
        if (format != FORMAT) {
            throw new GalleryException(
                    file + ": format " + format + ", expected " + FORMAT + "; build it again");
        }
        if ((int) crc.getValue() != ByteBuffer.wrap(bytes).getInt(bytes.length - 4)) {
            throw new GalleryException(file + ": damaged (checksum)");
        }
        long version = in.readLong();
        int count = in.readInt();
        if (count < 0 || count > MOST_SEGMENTS) {
            throw new GalleryException(file + ": damaged (" + count + " segments)");
        }
        List<ManifestPart> parts = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            long number = in.readLong();
            long length = in.readLong();
            int removed = in.readInt();
            if (number < 1 || removed < 0 || removed > in.available() / 4) {
                throw new GalleryException(file + ": damaged (segment " + s + ")");
            }
            BitSet bits = new BitSet();
            for (int i = 0; i < removed; i++) {
                int finger = in.readInt();
                if (finger < 0 || finger >= 1 << 23) {
                    throw new GalleryException(file + ": damaged (finger " + finger + ")");
                }
                bits.set(finger);
            }
            parts.add(new ManifestPart(number, length, bits));
        }
        return new Manifest(version, parts);
    }

    /// Writes a segment that does not count before [#commit].
    Segment write(SegmentBuilder builder) throws IOException {
        long number;
        synchronized (this) {
            number = nextNumber++;
        }
        Path path = path(number);
        builder.writeTo(path);
        Segment segment = Segment.open(path, Projection.standard());
        synchronized (this) {
            numbers.put(segment, number);
        }
        return segment;
    }

    /// Makes a snapshot the one that counts, on the disk when this returns.
    synchronized void commit(Gallery.Snapshot snapshot) throws IOException {
        if (readOnly()) {
            throw new IOException(folder + ": opened for reading only");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(MAGIC);
        out.writeInt(FORMAT);
        out.writeLong(snapshot.version());
        out.writeInt(snapshot.parts().size());
        Set<Long> kept = new HashSet<>();
        for (Part part : snapshot.parts()) {
            long number = java.util.Objects.requireNonNull(numbers.get(part.segment()));
            kept.add(number);
            out.writeLong(number);
            out.writeLong(part.segment().byteSize());
            out.writeInt(part.removed().cardinality());
            for (int finger : part.removed().stream().toArray()) {
                out.writeInt(finger);
            }
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes.toByteArray());
        out.writeInt((int) crc.getValue());
        replace(bytes.toByteArray());
        forget(kept);
    }

    /// Write, force, rename, force the folder: after a crash there is the old manifest or the new.
    private void replace(byte[] bytes) throws IOException {
        Path draft = folder.resolve("manifest.draft");
        try (FileChannel channel =
                FileChannel.open(
                        draft,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(draft, folder.resolve("manifest"), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /// Only who changes the gallery tidies up; an unlinked segment stays readable to those who have
    /// it open.
    private void forget(Set<Long> kept) throws IOException {
        for (long number : committed) {
            if (!kept.contains(number)) {
                Files.deleteIfExists(path(number));
                numbers.values().remove(number);
            }
        }
        committed = kept;
    }

    /// At the beginning whatever the manifest does not name was left by a crash.
    private void removeLeftovers() throws IOException {
        if (readOnly()) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (SEGMENT.matcher(name).matches()) {
                    long number = Long.parseLong(name.substring(0, name.indexOf('.')));
                    nextNumber = Math.max(nextNumber, number + 1);
                    if (!committed.contains(number) || name.endsWith(".draft")) {
                        Files.deleteIfExists(file);
                    }
                }
            }
        }
    }

    private Path path(long number) {
        return folder.resolve(String.format(java.util.Locale.ROOT, "%09d.segment", number));
    }

    @Override
    public void close() {
        if (lockFile != null) {
            try {
                lockFile.close();
            } catch (IOException e) {
                // The lock ends with the process at the latest, and there is nothing left to save.
                return;
            }
        }
    }
}
