package org.forpost.edge.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.forpost.edge.bench.hazelcast.PlainPair;
import org.forpost.edge.post.Admission;
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

/// Two lanes on this machine, each with its own journal, its own tunnel and its own disk folder:
/// how long after a record is durable at one it is durable at the other.
///
/// @param folder on the disk to measure
/// @param records written one by one, each waited for
/// @param burst written at once
public record PostSpeed(Path folder, int records, int burst) {
    /// What a crossing without images comes to in the journal.
    private static final int RECORD_BYTES = 187;

    private static final String POST = "bench";
    private static final long PATIENCE_NANOS = 120_000_000_000L;

    /// @param custody from *recorded here* to *held by a peer*, its disk included
    /// @param perSecond records of the burst, from the first one's write to the last one's custody
    /// @param plain one write of Hazelcast without a tunnel, into the other's memory
    /// @param plainPerSecond the same of many at a time
    public record Figures(Millis custody, double perSecond, Millis plain, double plainPerSecond) {}

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

    /// @throws IOException when the disk fails, or the other lane does not answer
    public Figures measure()
            throws IOException, JournalDamagedException, InterruptedException, ExecutionException {
        SecureRandom random = new SecureRandom();
        Randomness randomness =
                count -> {
                    byte[] bytes = new byte[count];
                    random.nextBytes(bytes);
                    return bytes;
                };
        ThrowAwayCa ca = new ThrowAwayCa();
        int[] ports = {free(), free(), free(), free()};
        String network = "127." + (100 + random.nextInt(100)) + "." + random.nextInt(250);
        Path place = Files.createDirectories(folder);
        Path run = Files.createTempDirectory(place, "post-");
        byte[] record = randomness.bytes(RECORD_BYTES);
        try (Bench first = lane(1, ca, network, ports, run, randomness);
                Bench second = lane(2, ca, network, ports, run, randomness)) {
            one(first, randomness.bytes(RECORD_BYTES)); // both are there and warm
            for (int i = 0; i < records / 4; i++) {
                one(first, randomness.bytes(RECORD_BYTES));
            }
            long[] took = new long[records];
            for (int i = 0; i < records; i++) {
                took[i] = one(first, randomness.bytes(RECORD_BYTES));
            }
            long began = System.nanoTime();
            long last = 0;
            for (int i = 0; i < burst; i++) {
                last =
                        first.journal()
                                .append(Priority.CROSSING, randomness.bytes(RECORD_BYTES))
                                .head()
                                .number();
                if (i % 100 == 99 || i == burst - 1) {
                    first.journal().force();
                    first.custody().recorded();
                }
            }
            await(first, last);
            double perSecond = burst * 1e9 / (System.nanoTime() - began);
            second.tunnel().recheck();
            return plain(Millis.of(took), perSecond, record, ports);
        }
    }

    private Figures plain(Millis custody, double perSecond, byte[] record, int... ports)
            throws InterruptedException, ExecutionException {
        try (PlainPair pair = new PlainPair(ports[2], ports[3])) {
            for (int i = 0; i < records; i++) {
                pair.put(i, record);
            }
            long[] took = new long[records];
            for (int i = 0; i < records; i++) {
                long from = System.nanoTime();
                pair.put(i, record);
                took[i] = System.nanoTime() - from;
            }
            long began = System.nanoTime();
            pair.putAll(burst, record);
            return new Figures(
                    custody, perSecond, Millis.of(took), burst * 1e9 / (System.nanoTime() - began));
        }
    }

    private static long one(Bench lane, byte[] record) throws IOException {
        long number = lane.journal().append(Priority.CROSSING, record).head().number();
        lane.journal().force();
        long from = System.nanoTime();
        lane.custody().recorded();
        await(lane, number);
        return System.nanoTime() - from;
    }

    private static void await(Bench lane, long number) throws IOException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (lane.custody().holders(Priority.CROSSING, number) == 0) {
            if (System.nanoTime() > end) {
                throw new IOException("the other lane did not take record " + number);
            }
            LockSupport.parkNanos(20_000);
        }
    }

    private static Bench lane(
            int number,
            ThrowAwayCa ca,
            String network,
            int[] ports,
            Path run,
            Randomness randomness)
            throws IOException, JournalDamagedException {
        int other = 3 - number;
        Neighbours neighbours =
                new Neighbours(
                        POST,
                        "bench-" + number,
                        number,
                        new Neighbours.Address("127.0.0.1", ports[number - 1]),
                        0,
                        network,
                        List.of(
                                new Neighbours.Peer(
                                        "bench-" + other,
                                        other,
                                        new Neighbours.Address("127.0.0.1", ports[other - 1]))));
        Path folder = Files.createDirectories(run.resolve("lane-" + number));
        byte[] hubSeal = Hpke.publicKey(randomness.bytes(32));
        byte[] signing = randomness.bytes(32);
        byte[] hub = Ed25519.publicKey(randomness.bytes(32));
        Journal journal =
                Journal.open(
                        new FileStore(folder.resolve("journal")),
                        new SegmentKeys(
                                randomness.bytes(32), Hpke.sealer(hubSeal, randomness), randomness),
                        randomness,
                        _ -> {});
        Custody custody =
                new Custody(
                        neighbours,
                        new EdgeKeys(
                                "bench-" + number,
                                Sign1.keyId(Ed25519.publicKey(signing)),
                                Ed25519.signer(signing),
                                Hpke.sealer(hubSeal, randomness),
                                Ed25519.check(hub)),
                        Outbox.of(journal),
                        new long[Priority.COUNT],
                        System::currentTimeMillis,
                        () -> System.nanoTime() / 1_000_000);
        ThrowAwayCa.Issued own = ca.lane("bench-" + number, POST);
        Tunnel tunnel =
                Tunnel.open(
                        neighbours,
                        own.key(),
                        own.certificate(),
                        new Admission(
                                ca.certificate,
                                POST,
                                Set.of("bench-" + other),
                                _ -> false,
                                System::currentTimeMillis),
                        Map.of(
                                Streams.Topic.CUSTODY,
                                Custody.keeping(
                                        new Custodian(
                                                new CustodyFolder(folder.resolve("custody")),
                                                Ed25519.check(hub),
                                                Custodian.SHARE_BYTES))),
                        _ -> {});
        custody.start(tunnel);
        return new Bench(journal, custody, tunnel);
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
