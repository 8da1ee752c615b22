package org.forpost.protocol.world;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.forpost.protocol.journal.Store;

/// A disk made of arrays that loses what disks lose.
///
/// At a power cut each file keeps what was forced and, of what came after, any part: nothing, all,
/// a torn end, or all of it with a hole of zeros. A name that was never synced may be gone, and one
/// that was deleted may be back.
public final class FaultyDisk implements Store {
    private final Map<String, Contents> files = new TreeMap<>();
    private final Set<String> durableNames = new HashSet<>();
    private final Map<String, Contents> deleted = new TreeMap<>();
    private int power;
    private long room = Long.MAX_VALUE;
    private int failForces;
    private int forces;

    private static final class Contents {
        private byte[] now = new byte[0];
        private byte[] forced = new byte[0];
    }

    /// A disk on which these files are durable.
    public static FaultyDisk of(Map<String, byte[]> files) {
        FaultyDisk disk = new FaultyDisk();
        files.forEach((name, bytes) -> {
            Contents contents = new Contents();
            contents.now = bytes.clone();
            contents.forced = contents.now;
            disk.files.put(name, contents);
            disk.durableNames.add(name);
        });
        return disk;
    }

    /// What a reader would find now.
    public Map<String, byte[]> contents() {
        Map<String, byte[]> contents = new TreeMap<>();
        files.forEach((name, file) -> contents.put(name, file.now.clone()));
        return contents;
    }

    /// Bytes that may still be appended before the disk is full.
    public void room(long bytes) {
        room = bytes;
    }

    /// The next so many calls of `force` or `syncDirectory` fail.
    public void failForces(int calls) {
        failForces = calls;
    }

    /// How often anything was forced, failed or not.
    public int forces() {
        return forces;
    }

    /// The power goes and comes back; open segments are gone.
    public void cutPower(Random random) {
        power++;
        failForces = 0;
        room = Long.MAX_VALUE;
        Map<String, Contents> left = new TreeMap<>();
        files.forEach((name, file) -> {
            if (durableNames.contains(name) || random.nextBoolean()) {
                left.put(name, after(file, random));
            }
        });
        deleted.forEach((name, file) -> {
            if (!left.containsKey(name) && random.nextBoolean()) {
                left.put(name, after(file, random));
            }
        });
        files.clear();
        files.putAll(left);
        deleted.clear();
        durableNames.clear();
        durableNames.addAll(left.keySet());
    }

    private static Contents after(Contents file, Random random) {
        Contents after = new Contents();
        if (file.now.length < file.forced.length) {
            after.now = random.nextBoolean() ? file.now : file.forced;
        } else {
            int more = file.now.length - file.forced.length;
            int kept =
                    switch (random.nextInt(4)) {
                        case 0 -> 0;
                        case 1 -> more;
                        default -> random.nextInt(more + 1);
                    };
            after.now = Arrays.copyOf(file.now, file.forced.length + kept);
            if (kept > 0 && random.nextInt(3) == 0) {
                int from = file.forced.length + random.nextInt(kept);
                int to = from + random.nextInt(after.now.length - from + 1);
                Arrays.fill(after.now, from, to, (byte) 0);
            }
        }
        after.forced = after.now;
        return after;
    }

    @Override
    public List<String> names() {
        return List.copyOf(files.keySet());
    }

    @Override
    public Segment create(String name) throws IOException {
        if (files.containsKey(name)) {
            throw new FileAlreadyExistsException(name);
        }
        files.put(name, new Contents());
        return open(name);
    }

    @Override
    public Segment open(String name) throws IOException {
        Contents file = files.get(name);
        if (file == null) {
            throw new IOException("no segment " + name);
        }
        return new Handle(file, power);
    }

    @Override
    public void delete(String name) {
        Contents file = files.remove(name);
        if (file != null && durableNames.contains(name)) {
            deleted.put(name, file);
        }
    }

    @Override
    public void syncDirectory() throws IOException {
        confirm();
        durableNames.clear();
        durableNames.addAll(files.keySet());
        deleted.clear();
    }

    private void confirm() throws IOException {
        forces++;
        if (failForces > 0) {
            failForces--;
            throw new IOException("Input/output error");
        }
    }

    private final class Handle implements Segment {
        private final Contents file;
        private final int poweredOn;

        Handle(Contents file, int poweredOn) {
            this.file = file;
            this.poweredOn = poweredOn;
        }

        private void checkPower() throws IOException {
            if (poweredOn != power) {
                throw new IOException("the power went off since this was opened");
            }
        }

        @Override
        public long size() {
            return file.now.length;
        }

        /// A full disk takes what fits and then fails.
        @Override
        public void append(byte[] bytes) throws IOException {
            checkPower();
            int fits = (int) Math.min(bytes.length, room);
            int at = file.now.length;
            file.now = Arrays.copyOf(file.now, at + fits);
            System.arraycopy(bytes, 0, file.now, at, fits);
            if (room != Long.MAX_VALUE) {
                room -= fits;
            }
            if (fits < bytes.length) {
                throw new IOException("No space left on device");
            }
        }

        @Override
        public void force() throws IOException {
            checkPower();
            confirm();
            file.forced = file.now;
        }

        @Override
        public byte[] read(long offset, int length) throws IOException {
            checkPower();
            if (offset + length > file.now.length) {
                throw new EOFException("segment ends at " + file.now.length);
            }
            return Arrays.copyOfRange(file.now, (int) offset, (int) offset + length);
        }

        @Override
        public void truncate(long size) throws IOException {
            checkPower();
            if (room != Long.MAX_VALUE) {
                room += file.now.length - size;
            }
            file.now = Arrays.copyOf(file.now, (int) size);
        }

        @Override
        public void close() {}
    }
}
