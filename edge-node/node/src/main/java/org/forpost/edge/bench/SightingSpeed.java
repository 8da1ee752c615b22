package org.forpost.edge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.forpost.edge.post.Neighbours;
import org.forpost.edge.post.Streams;
import org.forpost.edge.post.news.News;
import org.forpost.edge.post.tunnel.Tunnel;
import org.forpost.edge.store.Passages;
import org.forpost.edge.watchlist.Candidate;
import org.forpost.edge.watchlist.SeenAtPost;
import org.forpost.edge.watchlist.Sighting;
import org.forpost.edge.watchlist.name.SoughtName;
import org.forpost.matching.Calibrations;
import org.forpost.matching.FingerPosition;
import org.forpost.matching.Probe;
import org.forpost.matching.Template;
import org.forpost.matching.UnusableTemplateException;
import org.forpost.matching.bench.Distractors;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.record.ClockTrust;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.RecordId;
import org.forpost.protocol.record.Stamp;

/// Two lanes on this machine, each with its own tunnel and its own disk folder: how long after one
/// lane has refused somebody the other knows that person, by document and by fingers. Before the
/// clock stops the sighting is on both disks and in what the other lane asks of every traveller;
/// after it has stopped the other lane is asked, both ways, and has to find it.
///
/// @param folder on the disk to measure
/// @param sightings told one by one, each waited for
/// @param base templates, of which each sighting has four, varied
public record SightingSpeed(Path folder, int sightings, List<Template> base) {
    private static final int FINGERS = 4;
    private static final double FALSE_MATCH_RATE = 1e-6;
    private static final int LONGEST_LIST = 5;
    private static final long PATIENCE_SECONDS = 120;
    private static final Duration KEPT = Duration.ofHours(24);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Randomness RANDOMNESS =
            count -> {
                byte[] bytes = new byte[count];
                RANDOM.nextBytes(bytes);
                return bytes;
            };

    public SightingSpeed {
        base = List.copyOf(base);
    }

    /// What the other lane knew, and when.
    private record Known(RecordId crossing, long nanos) {}

    /// @throws IOException when the disk fails, or the other lane does not hear or does not find
    public PostSpeed.Millis measure() throws IOException, InterruptedException {
        Path run = Files.createTempDirectory(Files.createDirectories(folder), "sightings-");
        LanesHere here = new LanesHere(2);
        SeenAtPost seen =
                new SeenAtPost(
                        Calibrations.sourceAfis(),
                        FALSE_MATCH_RATE,
                        LONGEST_LIST,
                        Clock.systemUTC(),
                        () -> KEPT);
        BlockingQueue<Known> known = new LinkedBlockingQueue<>();
        try (News telling = news(here.neighbours(1), run, _ -> {});
                News hearing =
                        news(
                                here.neighbours(2),
                                run,
                                sighting -> {
                                    seen.take(sighting);
                                    known.add(new Known(sighting.crossing(), System.nanoTime()));
                                });
                Tunnel one =
                        here.tunnel(
                                here.neighbours(1), Map.of(Streams.Topic.NEWS, telling.hearing()));
                Tunnel other =
                        here.tunnel(
                                here.neighbours(2),
                                Map.of(Streams.Topic.NEWS, hearing.hearing()))) {
            telling.start(one);
            hearing.start(other);
            int warmUp = 1 + sightings / 4;
            long[] took = new long[sightings];
            for (int i = 0; i < warmUp + sightings; i++) {
                Sighting sighting = sighting(i);
                long from = System.nanoTime();
                telling.tell(sighting);
                Known heard = known.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (heard == null || !heard.crossing().equals(sighting.crossing())) {
                    throw new IOException("the other lane did not hear of sighting " + i);
                }
                find(seen, sighting);
                if (i >= warmUp) {
                    took[i - warmUp] = heard.nanos() - from;
                }
            }
            return PostSpeed.Millis.of(took);
        }
    }

    private static News news(Neighbours neighbours, Path run, Consumer<Sighting> heard)
            throws IOException {
        return new News(
                neighbours,
                new News.Keeping(
                        run.resolve(neighbours.node()),
                        null,
                        RANDOMNESS.bytes(32),
                        RANDOMNESS,
                        () -> KEPT,
                        () -> LocalDate.EPOCH),
                new NobodyCrossed(),
                () -> new Stamp(System.currentTimeMillis(), 0, ClockTrust.NEVER_SET, 0),
                System::currentTimeMillis,
                () -> System.nanoTime() / 1_000_000,
                heard);
    }

    private Sighting sighting(int number) {
        List<Sighting.Finger> fingers = new ArrayList<>();
        for (int i = 0; i < FINGERS; i++) {
            fingers.add(new Sighting.Finger(2 + i, template(number, i).encode()));
        }
        return new Sighting(
                RecordId.random(RANDOMNESS),
                0,
                Clock.systemUTC().instant(),
                Sighting.Kind.REFUSED,
                "document: torn",
                new Crossing.Document("P", "UTO", "B" + number),
                new SoughtName("SOUGHT" + number, "NEMO", 1970_01_01 + number % 28, "UTO"),
                fingers,
                null);
    }

    private Template template(int sighting, int finger) {
        return Distractors.distractor(base, sighting * FINGERS + finger);
    }

    private static void find(SeenAtPost seen, Sighting sighting) throws IOException {
        String wanted = sighting.crossing().toString();
        List<Candidate> byDocument =
                seen.lookUp(
                        Set.of(),
                        sighting.document(),
                        new SoughtName("ANOTHER", "NAME", 1950_01_01, "UTO"));
        List<Probe.Finger> probe = new ArrayList<>();
        for (Sighting.Finger finger : sighting.fingers()) {
            try {
                probe.add(
                        new Probe.Finger(
                                FingerPosition.of(finger.position()),
                                Template.decode(finger.template())));
            } catch (UnusableTemplateException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
        List<Candidate> byFingers = seen.search(Set.of(), new Probe(probe)).candidates();
        for (List<Candidate> found : List.of(byDocument, byFingers)) {
            if (found.stream().noneMatch(one -> one.reference().equals(wanted))) {
                throw new IOException("the other lane heard of somebody and does not find them");
            }
        }
    }

    /// Passages go the same way, and are not what is measured.
    private static final class NobodyCrossed implements Passages {
        @Override
        public byte[] key() {
            return new byte[KEY_BYTES];
        }

        @Override
        public Page since(long entry, LocalDate from, int most) {
            return new Page(new byte[16], 0, List.of());
        }

        @Override
        public Mark known(String node) {
            return new Mark(new byte[16], 0);
        }

        @Override
        public void key(String node, byte[] key) {}

        @Override
        public void take(String node, Page page, LocalDate from) {}
    }
}
