package org.forpost.protocol.world;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.forpost.protocol.journal.Store;
import org.jspecify.annotations.Nullable;

/// A disk made of arrays that loses what disks lose.
///
/// At a power cut each file keeps what was forced and, of the writes that came after, any part:
/// none, all, a torn end, a hole of zeros, or later ones without earlier ones (whose place is then
/// zeros). After a force that failed, what it should have forced may be gone at the next power cut
/// whatever later ones say (Rebello and others, *Can Applications Recover from fsync Failures?*,
/// USENIX ATC 2020). A name that was never synced may be gone, and one that was deleted may be
/// back. While it runs it may be full, fail one call, or lose its power in any of them. A flipped
/// bit is the one thing that happens to what was forced.
public final class FaultyDisk implements Store {
    private final Map<String, Contents> files;
    private final Set<String> durableNames;
    private final Map<String, Contents> deleted = new TreeMap<>();
    private final Faults faults;
    private int power;
    private long room = Long.MAX_VALUE;
    private int failForces;
    private int failWrites;
    private int failReads;
    private int forces;
    private long callsUntilPowerCut = Long.MAX_VALUE;
    private boolean dead;

    private static final class Contents {
        byte[] bytes = new byte[1024];
        int size;
        int forced;

        /// Where each write since the last force ended.
        List<Integer> writes = new ArrayList<>();

        /// What a failed force left: from, to, from, to, …
        final List<Integer> unwritten = new ArrayList<>();

        /// What survives in the place of all this, when something forced was cut away since.
        byte @Nullable [] before;

        void append(byte[] more, int count) {
            if (size + count > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(size + count, bytes.length * 2));
            }
            System.arraycopy(more, 0, bytes, size, count);
            size += count;
            writes.add(size);
        }

        void force() {
            forced = size;
            writes.clear();
            before = null;
        }

        byte[] now() {
            return Arrays.copyOf(bytes, size);
        }

        static Contents of(byte[] durable) {
            Contents contents = new Contents();
            contents.bytes = durable.clone();
            contents.size = durable.length;
            contents.forced = durable.length;
            return contents;
        }
    }

    public FaultyDisk() {
        this(new Faults());
    }

    /// @param faults counts what this disk does
    FaultyDisk(Faults faults) {
        this.faults = faults;
        this.files = new TreeMap<>();
        this.durableNames = new HashSet<>();
    }

    /// A disk on which these files are durable.
    public static FaultyDisk of(Map<String, byte[]> files) {
        return of(files, new Faults());
    }

    static FaultyDisk of(Map<String, byte[]> files, Faults faults) {
        FaultyDisk disk = new FaultyDisk(faults);
        files.forEach((name, bytes) -> {
            disk.files.put(name, Contents.of(bytes));
            disk.durableNames.add(name);
        });
        return disk;
    }

    /// What a reader would find now.
    public Map<String, byte[]> contents() {
        Map<String, byte[]> contents = new TreeMap<>();
        files.forEach((name, file) -> contents.put(name, file.now()));
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

    /// The next so many writes fail, having written some of it, or all.
    void failWrites(int calls) {
        failWrites = calls;
    }

    /// The next so many reads fail.
    void failReads(int calls) {
        failReads = calls;
    }

    /// The power goes in so many calls from now: before that call did anything, or after all of it.
    void cutPowerIn(int calls) {
        callsUntilPowerCut = calls;
    }

    /// How often anything was forced, failed or not.
    public int forces() {
        return forces;
    }

    /// Somebody from outside the world looks at the disk: nothing fails, and nothing is counted.
    void suspended(Runnable look) {
        long calls = callsUntilPowerCut;
        int reads = failReads;
        callsUntilPowerCut = Long.MAX_VALUE;
        failReads = 0;
        try {
            look.run();
        } finally {
            callsUntilPowerCut = calls;
            failReads = reads;
        }
    }

    /// No fault is under way any more.
    void heal() {
        room = Long.MAX_VALUE;
        failForces = 0;
        failWrites = 0;
        failReads = 0;
        callsUntilPowerCut = Long.MAX_VALUE;
    }

    /// Flips one bit of what was forced.
    ///
    /// @return where, as `name@byte`; null when there is nothing yet
    @Nullable String flipBit(RandomGenerator random) {
        List<String> names = new ArrayList<>();
        files.forEach((name, file) -> {
            if (file.forced > 0 && file.before == null) {
                names.add(name);
            }
        });
        if (names.isEmpty()) {
            return null;
        }
        String name = names.get(random.nextInt(names.size()));
        Contents file = contents(name);
        int at = random.nextInt(file.forced);
        file.bytes[at] ^= (byte) (1 << random.nextInt(8));
        faults.count(Fault.BIT_FLIPPED);
        return name + "@" + at;
    }

    private Contents contents(String name) {
        Contents file = files.get(name);
        if (file == null) {
            throw new IllegalStateException("no segment " + name);
        }
        return file;
    }

    /// The power goes and comes back; open segments are gone.
    public void cutPower(RandomGenerator random) {
        power++;
        heal();
        dead = false;
        Map<String, Contents> left = new TreeMap<>();
        files.forEach((name, file) -> {
            if (durableNames.contains(name) || random.nextBoolean()) {
                left.put(name, after(file, random));
            } else {
                faults.count(Fault.NAME_LOST);
            }
        });
        deleted.forEach((name, file) -> {
            if (!left.containsKey(name) && random.nextBoolean()) {
                left.put(name, after(file, random));
                faults.count(Fault.NAME_BACK);
            }
        });
        files.clear();
        files.putAll(left);
        deleted.clear();
        durableNames.clear();
        durableNames.addAll(left.keySet());
    }

    private Contents after(Contents file, RandomGenerator random) {
        for (int i = 0; i < file.unwritten.size(); i += 2) {
            int to = Math.min(file.unwritten.get(i + 1), file.size);
            if (file.unwritten.get(i) < to && random.nextBoolean()) {
                Arrays.fill(file.bytes, file.unwritten.get(i), to, (byte) 0);
            }
        }
        if (file.before != null && random.nextBoolean()) {
            return Contents.of(file.before);
        }
        if (file.writes.isEmpty()) {
            return Contents.of(file.now());
        }
        return Contents.of(
                switch (random.nextInt(6)) {
                    case 0 -> dropped(file);
                    case 1 -> file.now();
                    case 2 -> zeroed(file, random);
                    case 3, 4 -> reordered(file, random);
                    default -> torn(file, random);
                });
    }

    private byte[] dropped(Contents file) {
        faults.count(Fault.WRITES_DROPPED);
        return Arrays.copyOf(file.bytes, file.forced);
    }

    private byte[] torn(Contents file, RandomGenerator random) {
        faults.count(Fault.WRITE_TORN);
        return Arrays.copyOf(file.bytes, file.forced + random.nextInt(file.size - file.forced + 1));
    }

    private byte[] zeroed(Contents file, RandomGenerator random) {
        faults.count(Fault.WRITE_ZEROED);
        byte[] left = file.now();
        int from = file.forced + random.nextInt(file.size - file.forced + 1);
        Arrays.fill(left, from, from + random.nextInt(left.length - from + 1), (byte) 0);
        return left;
    }

    /// Each write comes through or does not, whatever came before it.
    private byte[] reordered(Contents file, RandomGenerator random) {
        byte[] left = file.now();
        int from = file.forced;
        int end = from;
        boolean hole = false;
        for (int to : file.writes) {
            if (random.nextBoolean()) {
                end = to;
                if (hole) {
                    faults.count(Fault.WRITES_REORDERED);
                    hole = false;
                }
            } else {
                Arrays.fill(left, from, to, (byte) 0);
                hole = true;
            }
            from = to;
        }
        return Arrays.copyOf(left, end);
    }

    /// Every call goes through here, so that any of them can be the last.
    private interface Call<T> {
        T run() throws IOException;
    }

    private void checkPower() {
        if (dead) {
            throw new PowerCutException();
        }
    }

    private <T> T call(Call<T> call) throws IOException {
        checkPower();
        if (callsUntilPowerCut == Long.MAX_VALUE || callsUntilPowerCut-- > 1) {
            return call.run();
        }
        dead = true;
        faults.count(Fault.CRASHED_IN_AN_IO_CALL);
        if (forces % 2 == 0) {
            call.run();
        }
        throw new PowerCutException();
    }

    @Override
    public List<String> names() {
        checkPower();
        return List.copyOf(files.keySet());
    }

    @Override
    public Segment create(String name) throws IOException {
        return call(() -> {
            if (files.containsKey(name)) {
                throw new FileAlreadyExistsException(name);
            }
            Contents file = new Contents();
            files.put(name, file);
            return new Handle(file, power);
        });
    }

    @Override
    public Segment open(String name) throws IOException {
        return call(() -> {
            Contents file = files.get(name);
            if (file == null) {
                throw new IOException("no segment " + name);
            }
            return new Handle(file, power);
        });
    }

    @Override
    public void delete(String name) {
        checkPower();
        Contents file = files.remove(name);
        if (file != null && durableNames.contains(name)) {
            deleted.put(name, file);
        }
    }

    @Override
    public void syncDirectory() throws IOException {
        call(() -> {
            confirm();
            durableNames.clear();
            durableNames.addAll(files.keySet());
            deleted.clear();
            return files;
        });
    }

    private void confirm() throws IOException {
        forces++;
        if (failForces > 0) {
            failForces--;
            faults.count(Fault.FORCE_FAILED);
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

        private <T> T powered(Call<T> call) throws IOException {
            if (poweredOn != power) {
                throw new IOException("the power went off since this was opened");
            }
            return call(call);
        }

        @Override
        public long size() {
            return file.size;
        }

        /// A full disk takes what fits and then fails.
        @Override
        public void append(byte[] bytes) throws IOException {
            powered(() -> {
                if (failWrites > 0) {
                    failWrites--;
                    faults.count(Fault.WRITE_FAILED);
                    file.append(bytes, forces % 3 == 0 ? bytes.length : bytes.length / 2);
                    throw new IOException("Input/output error");
                }
                int fits = (int) Math.min(bytes.length, room);
                file.append(bytes, fits);
                if (room != Long.MAX_VALUE) {
                    room -= fits;
                }
                if (fits < bytes.length) {
                    faults.count(Fault.DISK_FULL);
                    throw new IOException("No space left on device");
                }
                return fits;
            });
        }

        @Override
        public void force() throws IOException {
            powered(() -> {
                try {
                    confirm();
                } catch (IOException e) {
                    file.unwritten.add(file.forced);
                    file.unwritten.add(file.size);
                    throw e;
                }
                file.force();
                return file;
            });
        }

        @Override
        public byte[] read(long offset, int length) throws IOException {
            return powered(() -> {
                if (failReads > 0) {
                    failReads--;
                    faults.count(Fault.READ_FAILED);
                    throw new IOException("Input/output error");
                }
                if (offset + length > file.size) {
                    throw new EOFException("segment ends at " + file.size);
                }
                return Arrays.copyOfRange(file.bytes, (int) offset, (int) offset + length);
            });
        }

        @Override
        public void overwrite(long offset, byte[] bytes) throws IOException {
            powered(() -> {
                if (file.before == null) {
                    file.before = file.now();
                }
                System.arraycopy(bytes, 0, file.bytes, (int) offset, bytes.length);
                return file;
            });
        }

        @Override
        public void truncate(long size) throws IOException {
            powered(() -> {
                if (room != Long.MAX_VALUE) {
                    room += file.size - size;
                }
                if (file.before == null) {
                    // Cutting off is a change like others: until it is forced, all may be back.
                    file.before = file.now();
                }
                file.forced = Math.min(file.forced, (int) size);
                file.writes.removeIf(end -> end >= size);
                if (size > file.forced) {
                    file.writes.add((int) size);
                }
                file.size = (int) size;
                return file;
            });
        }

        @Override
        public void close() {}
    }
}
