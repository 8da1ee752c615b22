package org.forpost.edge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.forpost.edge.device.CaptureOutcome;
import org.forpost.edge.device.CapturedFace;
import org.forpost.edge.device.CapturedFinger;
import org.forpost.edge.device.DeviceStatus;
import org.forpost.edge.device.FaceCamera;
import org.forpost.edge.device.FaceRequest;
import org.forpost.edge.device.FingerPosition;
import org.forpost.edge.device.FingerRequest;
import org.forpost.edge.device.FingerScanner;
import org.forpost.edge.device.LaneDevices;
import org.forpost.edge.device.Preview;
import org.forpost.edge.lane.Arrival;
import org.forpost.edge.lane.CaptureResult;
import org.forpost.edge.lane.FingerCapture;
import org.forpost.edge.lane.Knowledge;
import org.forpost.edge.lane.Lane;
import org.forpost.edge.lane.LanePolicy;
import org.forpost.edge.lane.Opening;
import org.forpost.edge.lane.QualityTerms;
import org.forpost.edge.release.RefusedReleaseException;
import org.forpost.edge.rules.RuleSet;
import org.forpost.edge.rules.RulesInForce;
import org.forpost.edge.store.JournalLogbook;
import org.forpost.edge.store.h2.Projection;
import org.forpost.edge.watchlist.FingerSearch;
import org.forpost.edge.watchlist.PotentialMatch;
import org.forpost.edge.watchlist.Screener;
import org.forpost.edge.watchlist.Screening;
import org.forpost.edge.watchlist.SeenAtPost;
import org.forpost.edge.watchlist.Watchlist;
import org.forpost.matching.Calibrations;
import org.forpost.matching.FingerprintExtractor;
import org.forpost.matching.Gallery;
import org.forpost.matching.face.FaceModel;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.journal.FileStore;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.JournalDamagedException;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.HybridClock;
import org.forpost.protocol.record.TrustedTime;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.Role;
import org.forpost.protocol.release.Watchlist.Nominal;
import org.forpost.protocol.synthetic.SyntheticCrossings;

/// A lane as it is, with devices that answer at once, and a watchlist of names of real size.
///
/// The fingers are in a gallery of their own and not in the release: a release of 16 MiB holds the
/// templates of some 35,000.
public final class LaneSpeed {
    /// Four fingers each make 100,000 of them.
    public static final int NAMES = 25_000;

    private static final long SEED = 20261122;

    private final Path folder;
    private final Gallery gallery;
    private final double falseMatchRate;
    private final Clock clock = Clock.systemUTC();

    /// Somebody at the lane.
    ///
    /// @param person name in the gallery, empty for a stranger
    /// @param fingers of a right slap
    public record Visitor(String person, List<CapturedFinger> fingers) {
        public Visitor {
            fingers = List.copyOf(fingers);
        }
    }

    /// @param medianMillis from the document to the candidate list
    /// @param openMedianMillis of that, up to the names found, before the capture
    /// @param mates travellers who are in the gallery
    /// @param found of them
    /// @param falsely candidates by fingers who are somebody else
    public record Figures(
            double medianMillis,
            double p95Millis,
            double meanCpuMillis,
            double openMedianMillis,
            int mates,
            int found,
            int falsely) {}

    /// @param folder made for the time of the measurement, on the disk that is to be measured
    public LaneSpeed(Path folder, Gallery gallery, double falseMatchRate) {
        this.folder = folder;
        this.gallery = gallery;
        this.falseMatchRate = falseMatchRate;
    }

    public Figures measure(List<Visitor> visitors, int warmUp, int travellers) throws IOException {
        delete();
        Files.createDirectories(folder.resolve("releases"));
        Randomness randomness = randomness();
        SegmentKeys keys =
                new SegmentKeys(
                        randomness.bytes(32),
                        Hpke.sealer(Hpke.publicKey(randomness.bytes(32)), randomness),
                        randomness);
        try (Journal journal =
                        Journal.open(
                                new FileStore(folder.resolve("journal")),
                                keys,
                                randomness,
                                said -> {});
                Projection projection =
                        Projection.open(
                                folder.resolve("projection"),
                                journal,
                                randomness.bytes(32),
                                ZoneOffset.UTC,
                                said -> {})) {
            return measure(lane(journal, projection, randomness), visitors, warmUp, travellers);
        } catch (JournalDamagedException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            delete();
        }
    }

    private final AtOnce devices = new AtOnce();

    private Lane lane(Journal journal, Projection projection, Randomness randomness)
            throws IOException {
        RulesInForce.Named rules = new RulesInForce.Named(RuleSet.shipped(), 0);
        SeenAtPost seen =
                new SeenAtPost(
                        Calibrations.sourceAfis(),
                        falseMatchRate,
                        5,
                        clock,
                        () -> rules.rules().refusalsKept());
        HybridClock stamps = new HybridClock(clock::millis, () -> System.nanoTime() / 1_000_000);
        return new Lane(
                devices,
                new FingerCapture(
                        new FingerprintExtractor(),
                        screener(),
                        new QualityTerms(QualityTerms.LEAST, null),
                        seen),
                FaceModel.NONE,
                new Knowledge(() -> rules, names(randomness), seen, Optional::empty),
                new JournalLogbook(journal, "bench-1", stamps, said -> {}),
                projection,
                clock,
                randomness,
                new LanePolicy(ZoneOffset.UTC, 30, 10, Duration.ofSeconds(30), false));
    }

    private Screener screener() {
        FingerSearch search =
                new FingerSearch(gallery, Calibrations.sourceAfis(), falseMatchRate, 5);
        return probe -> {
            FingerSearch.Found found = search.search(probe);
            return new Screening.Compared(
                    1,
                    falseMatchRate,
                    found.candidates().stream()
                            .map(one ->
                                    new PotentialMatch(
                                            one.subject(),
                                            one.fingers().getFirst().probe().code(),
                                            one.score(),
                                            one.falseMatchRate(),
                                            "",
                                            null))
                            .toList(),
                    found.drawings());
        };
    }

    /// A release as the hub signs it, with names and no fingers.
    private Watchlist names(Randomness randomness) throws IOException {
        SyntheticCrossings people = new SyntheticCrossings(SEED, "bench-1", clock.millis());
        List<Nominal> nominals = new ArrayList<>();
        for (int i = 0; i < NAMES; i++) {
            Crossing.Person person = ((Crossing) people.withoutTemplates().body()).person();
            nominals.add(
                    new Nominal(
                            "N-" + i,
                            person.surname(),
                            person.givenNames(),
                            person.birthDate(),
                            person.nationality(),
                            "Refer to second line.",
                            List.of()));
        }
        byte[] content = new org.forpost.protocol.release.Watchlist(nominals).encode();
        byte[] seed = randomness.bytes(32);
        byte[] key = Ed25519.publicKey(seed);
        Instant now = clock.instant();
        byte[] manifest =
                new Manifest(
                                Role.WATCHLIST,
                                1,
                                now.toEpochMilli(),
                                now.plus(Duration.ofDays(3)).toEpochMilli(),
                                Sha256.of(content),
                                content.length)
                        .sign(Sign1.keyId(key), Ed25519.signer(seed));
        Watchlist list =
                Watchlist.open(
                        folder.resolve("releases"),
                        Ed25519.check(key),
                        Calibrations.sourceAfis(),
                        falseMatchRate,
                        5,
                        new TrustedTime(
                                clock::millis,
                                () -> System.nanoTime() / 1_000_000,
                                TrustedTime.Kept.NOTHING));
        try {
            list.install(manifest, content);
        } catch (RefusedReleaseException e) {
            throw new IOException(e.getMessage(), e);
        }
        return list;
    }

    private Figures measure(Lane lane, List<Visitor> visitors, int warmUp, int travellers)
            throws IOException {
        SyntheticCrossings people = new SyntheticCrossings(SEED + 1, "bench-1", clock.millis());
        double[] whole = new double[travellers];
        double[] opening = new double[travellers];
        int mates = 0;
        int found = 0;
        int falsely = 0;
        long cpu = 0;
        for (int i = -warmUp; i < travellers; i++) {
            if (i == 0) {
                cpu = cpuNanos();
            }
            Visitor visitor = visitors.get(Math.floorMod(i, visitors.size()));
            Arrival arrival = arrival(people);
            devices.next = visitor.fingers();
            long begin = System.nanoTime();
            if (!(lane.open(arrival) instanceof Opening.Opened(var crossing))) {
                throw new IOException("the lane is occupied");
            }
            long opened = System.nanoTime();
            CaptureResult result =
                    lane.captureFingers(
                            crossing.id(),
                            visitor.fingers().stream().map(CapturedFinger::position).toList());
            long end = System.nanoTime();
            if (!(result instanceof CaptureResult.Taken taken)) {
                throw new IOException("nothing was taken: " + result);
            }
            lane.abandon(crossing.id());
            if (i >= 0) {
                whole[i] = (end - begin) / 1e6;
                opening[i] = (opened - begin) / 1e6;
                mates += visitor.person().isEmpty() ? 0 : 1;
                for (PotentialMatch match : taken.crossing().screening().potentialMatches()) {
                    boolean mate = match.nominal().equals(visitor.person());
                    found += mate ? 1 : 0;
                    falsely += mate ? 0 : 1;
                }
            }
        }
        double meanCpu = (cpuNanos() - cpu) / 1e6 / travellers;
        Arrays.sort(whole);
        Arrays.sort(opening);
        return new Figures(
                whole[travellers / 2],
                whole[(int) Math.ceil(travellers * 0.95) - 1],
                meanCpu,
                opening[travellers / 2],
                mates,
                found,
                falsely);
    }

    /// Somebody of whom biometrics are due.
    private static Arrival arrival(SyntheticCrossings people) {
        while (true) {
            Crossing crossing = (Crossing) people.withoutTemplates().body();
            Crossing.Person person = crossing.person();
            if (crossing.exemption() == null && !person.nationality().equals("BLR")) {
                int birth = person.birthDate();
                return new Arrival(
                        crossing.direction(),
                        crossing.document(),
                        person,
                        LocalDate.of(birth / 10_000, birth / 100 % 100, birth % 100),
                        Crossing.Category.ORDINARY,
                        List.of(),
                        null);
            }
        }
    }

    /// Devices that have the next traveller's images in their hands already.
    private static final class AtOnce implements LaneDevices, FingerScanner, FaceCamera {
        private static final DeviceStatus READY =
                new DeviceStatus(
                        "scanner",
                        DeviceStatus.Kind.FINGER_SCANNER,
                        DeviceStatus.State.READY,
                        "BENCH-1",
                        "",
                        "",
                        "",
                        Instant.EPOCH);

        private List<CapturedFinger> next = List.of();

        @Override
        public FingerScanner scanner() {
            return this;
        }

        @Override
        public FaceCamera camera() {
            return this;
        }

        @Override
        public List<DeviceStatus> statuses() {
            return List.of(READY);
        }

        @Override
        public DeviceStatus status() {
            return READY;
        }

        @Override
        public CaptureOutcome<CapturedFinger> capture(FingerRequest request) {
            return new CaptureOutcome.Captured<>(next, FingerRequest.FIRST_HASH, "");
        }

        @Override
        public CaptureOutcome<CapturedFace> capture(FaceRequest request) {
            return new CaptureOutcome.DeviceGone<>("no face is measured");
        }

        @Override
        public Preview preview(List<FingerPosition> positions) {
            return preview();
        }

        @Override
        public Preview preview() {
            return new Preview() {
                @Override
                public Shown next() {
                    return new Shown.Ended("nothing to show");
                }

                @Override
                public void close() {
                    // Nothing is open.
                }
            };
        }
    }

    private static Randomness randomness() {
        SecureRandom random = new SecureRandom();
        return count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        };
    }

    /// Processor time of this whole process: on a busy machine it tells more than the clock.
    private static long cpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
    }

    private void delete() throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
