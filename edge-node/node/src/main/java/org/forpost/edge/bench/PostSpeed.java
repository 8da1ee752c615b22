package org.forpost.edge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.forpost.edge.bench.hazelcast.PlainCluster;
import org.forpost.edge.post.Custodian;
import org.forpost.edge.post.Custody;
import org.forpost.edge.post.CustodyFolder;
import org.forpost.edge.post.Neighbours;
import org.forpost.edge.post.Streams;
import org.forpost.edge.post.tunnel.Tunnel;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.journal.FileStore;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.JournalDamagedException;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.sync.EdgeKeys;
import org.forpost.protocol.sync.Outbox;

/// Lanes on this machine, each with its own journal, its own tunnel and its own disk folder: how
/// long after a record is durable at one it is durable at another, and how many records a second
/// all of them together get onto as many peers' disks as they want (two, of two lanes one). Beside
/// it the same records in plain Hazelcast: no tunnel, no disk, as many copies in members' memory.
///
/// No cluster is formed: custody goes past it, and three members need a network namespace each.
///
/// @param folder on the disk to measure
/// @param records written one by one, each waited for
/// @param burst written at once, by all lanes together
public record PostSpeed(Path folder, int records, int burst) {
    /// What a crossing without images comes to in the journal.
    private static final int RECORD_BYTES = 187;

    /// As custody has it, where the reason is.
    private static final int COPIES = 2;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Randomness RANDOMNESS =
            count -> {
                byte[] bytes = new byte[count];
                RANDOM.nextBytes(bytes);
                return bytes;
            };

    private static final long PATIENCE_NANOS = 120_000_000_000L;

    /// @param custody from *recorded here* to *held by a peer*, its disk included
    /// @param plain one write of Hazelcast without a tunnel, into the other's memory
    /// @param bursts with each number of lanes
    public record Figures(Millis custody, Millis plain, List<Burst> bursts) {
        public Figures {
            bursts = List.copyOf(bursts);
        }
    }

    /// @param perSecond records of all lanes, from the first one's write to the last one's custody
    /// @param plainPerSecond the same records in plain Hazelcast
    public record Burst(int lanes, double perSecond, double plainPerSecond) {}

    /// Milliseconds.
    public record Millis(double p50, double p99) {
        static Millis of(long... nanos) {
            long[] sorted = nanos.clone();
            Arrays.sort(sorted);
            return new Millis(
                    sorted[sorted.length / 2] / 1e6, sorted[sorted.length * 99 / 100] / 1e6);
        }
    }

    /// One lane.
    private record Bench(Journal journal, Custody custody, Tunnel tunnel) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            custody.close();
            tunnel.close();
            journal.close();
        }
    }

    /// @param lanes how many there are, each time
    /// @throws IOException when the disk fails, or another lane does not answer
    public Figures measure(int... lanes)
            throws IOException, JournalDamagedException, InterruptedException, ExecutionException {
        Path place = Files.createDirectories(folder);
        Path run = Files.createTempDirectory(place, "post-");
        Millis custody = new Millis(0, 0);
        Millis plain = new Millis(0, 0);
        List<Burst> bursts = new ArrayList<>();
        byte[] record = RANDOMNESS.bytes(RECORD_BYTES);
        for (int count : lanes) {
            int copies = Math.min(COPIES, count - 1);
            double perSecond;
            try (Town town = new Town(count, run.resolve("of-" + count))) {
                for (Bench lane : town.lanes) {
                    one(lane, copies); // all are there and warm
                }
                if (bursts.isEmpty()) {
                    custody = Millis.of(singly(town.lanes.getFirst()));
                }
                perSecond = burst(town, copies);
            }
            try (PlainCluster members = new PlainCluster(copies, LanesHere.free(count))) {
                if (bursts.isEmpty()) {
                    plain = Millis.of(singly(members, record));
                }
                long began = System.nanoTime();
                together(count, member -> members.putAll(member, burst / count, record));
                bursts.add(
                        new Burst(
                                count,
                                perSecond,
                                burst / count * count * 1e9 / (System.nanoTime() - began)));
            }
        }
        return new Figures(custody, plain, bursts);
    }

    private long[] singly(Bench lane) throws IOException {
        for (int i = 0; i < records / 4; i++) {
            one(lane, 1);
        }
        long[] took = new long[records];
        for (int i = 0; i < records; i++) {
            took[i] = one(lane, 1);
        }
        return took;
    }

    private long[] singly(PlainCluster members, byte[] record) {
        long[] took = new long[records];
        for (int i = 0; i < records + records / 4; i++) {
            long from = System.nanoTime();
            members.put(i, record);
            took[i % records] = System.nanoTime() - from;
        }
        return took;
    }

    private double burst(Town town, int copies) throws InterruptedException, ExecutionException {
        int each = burst / town.lanes.size();
        long began = System.nanoTime();
        together(
                town.lanes.size(),
                number -> {
                    Bench lane = town.lanes.get(number);
                    long last = 0;
                    for (int i = 0; i < each; i++) {
                        last =
                                lane.journal()
                                        .append(Priority.CROSSING, RANDOMNESS.bytes(RECORD_BYTES))
                                        .head()
                                        .number();
                        if (i % 100 == 99 || i == each - 1) {
                            lane.journal().force();
                            lane.custody().recorded();
                        }
                    }
                    await(lane, last, copies);
                });
        return each * town.lanes.size() * 1e9 / (System.nanoTime() - began);
    }

    @FunctionalInterface
    private interface Work {
        void of(int number) throws IOException, InterruptedException, ExecutionException;
    }

    private static void together(int count, Work work)
            throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                all.add(
                        threads.submit(() -> {
                            work.of(number);
                            return number;
                        }));
            }
            for (Future<?> one : all) {
                var _ = one.get();
            }
        }
    }

    private static long one(Bench lane, int copies) throws IOException {
        long number =
                lane.journal()
                        .append(Priority.CROSSING, RANDOMNESS.bytes(RECORD_BYTES))
                        .head()
                        .number();
        lane.journal().force();
        long from = System.nanoTime();
        lane.custody().recorded();
        await(lane, number, copies);
        return System.nanoTime() - from;
    }

    private static void await(Bench lane, long number, int copies) throws IOException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (lane.custody().holders(Priority.CROSSING, number) < copies) {
            if (System.nanoTime() > end) {
                throw new IOException("the other lanes did not take record " + number);
            }
            LockSupport.parkNanos(20_000);
        }
    }

    /// The lanes of one post.
    private static final class Town implements AutoCloseable {
        final List<Bench> lanes = new ArrayList<>();

        Town(int count, Path run) throws IOException, JournalDamagedException {
            LanesHere here = new LanesHere(count);
            try {
                for (int number = 1; number <= count; number++) {
                    lanes.add(lane(number, here, run));
                }
            } catch (IOException | JournalDamagedException e) {
                close();
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            for (Bench lane : lanes) {
                lane.close();
            }
        }
    }

    private static Bench lane(int number, LanesHere here, Path run)
            throws IOException, JournalDamagedException {
        Neighbours neighbours = here.neighbours(number);
        Path folder = Files.createDirectories(run.resolve("lane-" + number));
        byte[] hubSeal = Hpke.publicKey(RANDOMNESS.bytes(32));
        byte[] signing = RANDOMNESS.bytes(32);
        byte[] hub = Ed25519.publicKey(RANDOMNESS.bytes(32));
        Journal journal =
                Journal.open(
                        new FileStore(folder.resolve("journal")),
                        new SegmentKeys(
                                RANDOMNESS.bytes(32), Hpke.sealer(hubSeal, RANDOMNESS), RANDOMNESS),
                        RANDOMNESS,
                        _ -> {});
        Custody custody =
                new Custody(
                        neighbours,
                        new EdgeKeys(
                                "bench-" + number,
                                Sign1.keyId(Ed25519.publicKey(signing)),
                                Ed25519.signer(signing),
                                Hpke.sealer(hubSeal, RANDOMNESS),
                                Ed25519.check(hub)),
                        Outbox.of(journal),
                        new long[Priority.COUNT],
                        System::currentTimeMillis,
                        () -> System.nanoTime() / 1_000_000);
        Tunnel tunnel =
                here.tunnel(
                        neighbours,
                        Map.of(
                                Streams.Topic.CUSTODY,
                                Custody.keeping(
                                        new Custodian(
                                                CustodyFolder.open(folder.resolve("custody")),
                                                Ed25519.check(hub),
                                                Custodian.SHARE_BYTES))));
        custody.start(tunnel);
        return new Bench(journal, custody, tunnel);
    }
}
