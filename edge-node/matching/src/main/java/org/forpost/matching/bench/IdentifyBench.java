package org.forpost.matching.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.forpost.matching.Calibrations;
import org.forpost.matching.Cancellation;
import org.forpost.matching.CandidateList;
import org.forpost.matching.ExhaustiveSample;
import org.forpost.matching.FingerPosition;
import org.forpost.matching.Gallery;
import org.forpost.matching.Identifier;
import org.forpost.matching.Probe;
import org.forpost.matching.Reference;
import org.forpost.matching.SearchLimits;
import org.forpost.matching.SearchStages;
import org.forpost.matching.Template;
import org.forpost.matching.Threshold;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `forpost bench identify`: how long a search takes, and everything else about it that is a
/// number.
@Command(
        name = "identify",
        mixinStandardHelpOptions = true,
        description = {
            "Searches a gallery of synthetic fingers (made on the first run, seeded, kept under",
            "target) and measures. Distractors are images of the ridge generator through the",
            "extractor, then mirrored, scaled and warped copies of them."
        })
public final class IdentifyBench implements Callable<Integer> {
    private static final SearchLimits LIMITS = new SearchLimits(new Threshold.Fpir(0.01), 10);
    private static final int WARM_UP = 120;
    private static final int SUSTAINED_SECONDS = 10;

    @Option(names = "--gallery", required = true, paramLabel = "N", description = "fingers")
    private int size = 0;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "other seed, other fingers (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--json", description = "print one JSON object instead of lines")
    private boolean json;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "where galleries are kept (default: edge-node/matching/target/bench)")
    private @Nullable Path folder;

    @Option(
            names = "--measure-only",
            hidden = true,
            description = "measure in this process, with its options, and only once")
    private boolean measureOnly;

    private final Map<String, Double> figures = new LinkedHashMap<>();
    private Map<String, Double> avx2 = Map.of();

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        if (size < 1000) {
            System.err.println("--gallery: expected 1000 fingers or more");
            return 2;
        }
        Path top = Path.of(System.getProperty("forpost.home", ".")).toAbsolutePath();
        Path place = folder != null ? folder : top.resolve("edge-node/matching/target/bench");
        BenchGallery bench = new BenchGallery(top, place, size, seed);
        bench.prepare();
        if (measureOnly) {
            measure(bench);
        } else {
            // In a process of its own and as small as a lane's: making the gallery takes gigabytes.
            figures.putAll(measured(place, List.of()));
            if (Instructions.hasAvx512()) {
                System.err.println("the same with AVX2 only");
                avx2 = measured(place, List.of("-XX:UseAVX=2"));
            }
        }
        print();
        return 0;
    }

    private Map<String, Double> measured(Path place, List<String> options) throws IOException {
        List<String> all = new ArrayList<>(options);
        all.add("-Xmx1g");
        return Instructions.again(
                all,
                List.of(
                        "bench",
                        "identify",
                        "--gallery=" + size,
                        "--seed=" + seed,
                        "--folder=" + place,
                        "--json",
                        "--measure-only"));
    }

    private void measure(BenchGallery bench)
            throws IOException, InterruptedException, ExecutionException {
        List<Template> mates = bench.mates();
        long begun = System.nanoTime();
        try (Gallery gallery = Gallery.openReadOnly(bench.path())) {
            double open = (System.nanoTime() - begun) / 1e6;
            Identifier identifier = new Identifier(gallery, Calibrations.sourceAfis());
            List<Probe> single = single(mates);
            List<Probe> four = four(mates);
            for (int i = 0; i < WARM_UP; i++) {
                identifier.search(single.get(i % single.size()), LIMITS);
            }
            List<SearchStages> stages = new ArrayList<>();
            long cpu = cpuNanos();
            double[] wall = time(identifier, single, BenchGallery.FINGERS, stages);
            double cpuOfOne = (cpuNanos() - cpu) / 1e6 / wall.length;
            figures.put("median_ms", percentile(wall, 0.5));
            figures.put("p99_ms", percentile(wall, 0.99));
            for (int i = 0; i < 5; i++) {
                identifier.search(four.get(i), LIMITS);
            }
            double foundOne = found;
            cpu = cpuNanos();
            double[] wallFour = time(identifier, four, 1, new ArrayList<>());
            double cpuOfFour = (cpuNanos() - cpu) / 1e6 / wallFour.length;
            figures.put("four_fingers_median_ms", percentile(wallFour, 0.5));
            figures.put("four_fingers_p99_ms", percentile(wallFour, 0.99));
            double foundFour = found;
            figures.put("searches_per_s", sustained(identifier, single));
            figures.put("open_ms", open);
            figures.put("bytes_per_finger", (double) gallery.byteSize() / gallery.size());
            figures.put("resident_mb", resident());
            ExhaustiveSample sample = new ExhaustiveSample(bench.base());
            double exhaustive = sample.perComparisonMillis(single.get(0)) * gallery.size();
            int cores = Runtime.getRuntime().availableProcessors();
            figures.put("sourceafis_exhaustive_ms", exhaustive / cores);
            figures.put("ratio", exhaustive / cores / percentile(wall, 0.5));
            figures.put("gallery_fingers", (double) gallery.size());
            figures.put("cores", (double) cores);
            figures.put("cpu_ms", cpuOfOne);
            figures.put("four_fingers_cpu_ms", cpuOfFour);
            figures.put("mates_found_one_finger", foundOne);
            figures.put("mates_found_four_fingers", foundFour);
            stages(stages);
            figures.put("median_ms_while_building", whileBuilding(identifier, single, bench));
        }
    }

    /// The second impressions; which finger it is is not told, so that all of the gallery counts.
    private static List<Probe> single(List<Template> mates) {
        List<Probe> probes = new ArrayList<>();
        for (int i = 0; i < BenchGallery.MATES * BenchGallery.FINGERS; i++) {
            probes.add(Probe.of(mates.get(2 * i + 1)));
        }
        return probes;
    }

    private static List<Probe> four(List<Template> mates) {
        List<Probe> probes = new ArrayList<>();
        for (int person = 0; person < BenchGallery.MATES; person++) {
            List<Probe.Finger> fingers = new ArrayList<>();
            for (int f = 0; f < BenchGallery.FINGERS; f++) {
                int i = person * BenchGallery.FINGERS + f;
                fingers.add(new Probe.Finger(BenchGallery.position(i), mates.get(2 * i + 1)));
            }
            probes.add(new Probe(fingers));
        }
        return probes;
    }

    private double found;

    /// @param perPerson how many probes in a row are of one person
    private double[] time(
            Identifier identifier, List<Probe> probes, int perPerson, List<SearchStages> stages) {
        double[] millis = new double[probes.size()];
        int right = 0;
        for (int i = 0; i < millis.length; i++) {
            long begun = System.nanoTime();
            CandidateList list =
                    identifier.search(probes.get(i), LIMITS, new Cancellation(), stages::add);
            millis[i] = (System.nanoTime() - begun) / 1e6;
            String expected = BenchGallery.mate(i / perPerson);
            if (!list.candidates().isEmpty()
                    && list.candidates().getFirst().subject().equals(expected)) {
                right++;
            }
        }
        found = (double) right / millis.length;
        return millis;
    }

    private static double sustained(Identifier identifier, List<Probe> probes)
            throws InterruptedException, ExecutionException {
        int lanes = Runtime.getRuntime().availableProcessors();
        AtomicInteger next = new AtomicInteger();
        long end = System.nanoTime() + SUSTAINED_SECONDS * 1_000_000_000L;
        long begun = System.nanoTime();
        try (ExecutorService pool = Executors.newFixedThreadPool(lanes)) {
            List<Future<?>> running = new ArrayList<>();
            for (int lane = 0; lane < lanes; lane++) {
                running.add(
                        pool.submit(() -> {
                            while (System.nanoTime() < end) {
                                int i = next.getAndIncrement() % probes.size();
                                identifier.search(probes.get(i), LIMITS);
                            }
                        }));
            }
            for (Future<?> lane : running) {
                lane.get();
            }
        }
        return next.get() / ((System.nanoTime() - begun) / 1e9);
    }

    /// A lane's searches while another gallery is built in the background without end.
    private double whileBuilding(Identifier identifier, List<Probe> probes, BenchGallery bench)
            throws IOException, InterruptedException, ExecutionException {
        List<Template> base = bench.base();
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
            Future<?> building =
                    pool.submit(() -> {
                        while (!done.get()) {
                            build(base, done);
                        }
                    });
            double[] wall =
                    time(
                            identifier,
                            probes.subList(0, 60),
                            BenchGallery.FINGERS,
                            new ArrayList<>());
            done.set(true);
            building.get();
            return percentile(wall, 0.5);
        }
    }

    private static void build(List<Template> base, AtomicBoolean done) {
        try (Gallery other = Gallery.inMemory()) {
            for (int i = 0; i + 200 <= base.size() && !done.get(); i += 200) {
                List<Reference> some = new ArrayList<>();
                for (int k = i; k < i + 200; k++) {
                    some.add(new Reference("b" + k, FingerPosition.UNKNOWN, base.get(k)));
                }
                other.add(some);
            }
        }
    }

    private void stages(List<SearchStages> stages) {
        figures.put("describe_ms", median(stages, SearchStages::describeMillis));
        figures.put("look_up_ms", median(stages, SearchStages::lookUpMillis));
        figures.put("group_ms", median(stages, SearchStages::groupMillis));
        figures.put("align_ms", median(stages, SearchStages::alignMillis));
        figures.put("compare_ms", median(stages, SearchStages::compareMillis));
        figures.put("postings", median(stages, SearchStages::postings));
        figures.put("hits", median(stages, SearchStages::hits));
        figures.put("grouped", median(stages, SearchStages::grouped));
        figures.put("aligned", median(stages, SearchStages::aligned));
        figures.put("compared", median(stages, SearchStages::compared));
        figures.put("penetration", median(stages, SearchStages::penetration));
    }

    private interface Figure {
        double of(SearchStages stages);
    }

    private static double median(List<SearchStages> stages, Figure figure) {
        return percentile(stages.stream().mapToDouble(figure::of).toArray(), 0.5);
    }

    private static double percentile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1, Math.round(share * (sorted.length - 1)))];
    }

    /// What this process has used of all cores, which the neighbours change less than wall time.
    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /// Resident memory of this process, MB, with what is mapped of the gallery.
    private static double resident() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
            }
        }
        return Double.NaN;
    }

    private void print() throws IOException {
        if (!json) {
            System.out.println(Instructions.name());
            figures.forEach((name, value) ->
                    System.out.printf(
                            Locale.ROOT,
                            "%-28s %12.4g %s%n",
                            name,
                            value,
                            avx2.containsKey(name)
                                    ? String.format(Locale.ROOT, "%12.4g", avx2.get(name))
                                    : ""));
            return;
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("cpu", Instructions.name());
            write(out, figures);
            if (!avx2.isEmpty()) {
                out.writeObjectFieldStart("avx2");
                write(out, avx2);
                out.writeEndObject();
            }
            out.writeEndObject();
        }
        System.out.println(text);
    }

    private static void write(JsonGenerator out, Map<String, Double> numbers) throws IOException {
        for (Map.Entry<String, Double> number : numbers.entrySet()) {
            out.writeNumberField(number.getKey(), number.getValue());
        }
    }
}
