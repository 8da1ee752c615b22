package org.forpost.hub.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.forpost.matching.batch.Progress;
import org.forpost.protocol.world.Faults;
import org.forpost.protocol.world.World;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = {
            "Lives through simulated worlds: posts and a hub whose journals, links, sticks and"
                    + " clocks fail in every way they can, and checks after each event that nothing is"
                    + " lost, counted twice or taken back. One seed is one world, the same each time.",
            "Exit code 0 only if every promise held in every world."
        })
final class Simulate implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--seeds",
            paramLabel = "A..B",
            description = "The worlds from A to B, on all cores (default: 1..1000).")
    private @Nullable String seeds;

    @Option(names = "--seed", paramLabel = "N", description = "One world.")
    private @Nullable Long seed;

    @Option(names = "--trace", description = "With --seed: all that happens, line by line.")
    private boolean trace;

    @Option(names = "--json", description = "Say the result as JSON.")
    private boolean json;

    private record Range(long first, long last) {
        long count() {
            return last - first + 1;
        }
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Range range = range();
        if (trace) {
            if (range.count() != 1) {
                throw new ParameterException(
                        spec.commandLine(), "--trace shows one world: say which by --seed.");
            }
            World.run(range.first(), out::println);
        }
        long began = System.nanoTime();
        List<World.Report> reports = run(range);
        double seconds = (System.nanoTime() - began) / 1e9;
        ObjectNode answer = answer(range, reports, seconds);
        if (json) {
            out.println(answer);
        } else {
            say(out, answer, reports);
        }
        return answer.get("violations").asLong() == 0 ? 0 : 1;
    }

    private Range range() {
        if (seed != null && seeds != null) {
            throw new ParameterException(spec.commandLine(), "Say --seed or --seeds, not both.");
        }
        if (seed != null) {
            return new Range(seed, seed);
        }
        String given = seeds == null ? "1..1000" : seeds;
        String[] ends = given.split("\\.\\.", -1);
        try {
            Range range = new Range(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1]));
            if (ends.length <= 2 && range.count() >= 1 && range.count() <= 10_000_000) {
                return range;
            }
        } catch (NumberFormatException e) {
            // Said below, with the others.
        }
        throw new ParameterException(
                spec.commandLine(), "--seeds: expected A..B such as 1..1000, found " + given);
    }

    private static List<World.Report> run(Range range) {
        try (Progress progress = Progress.forPerson("worlds", range.count())) {
            return LongStream.rangeClosed(range.first(), range.last())
                    .parallel()
                    .mapToObj(one -> {
                        World.Report report = World.run(one);
                        progress.step(1);
                        return report;
                    })
                    .toList();
        }
    }

    private static ObjectNode answer(Range range, List<World.Report> reports, double seconds) {
        ObjectNode answer = new ObjectMapper().createObjectNode();
        long events = reports.stream().mapToLong(World.Report::events).sum();
        answer.put("seeds", range.count()).put("first", range.first()).put("last", range.last());
        answer.put("events", events);
        answer.put(
                "violations",
                reports.stream().filter(report -> report.violation() != null).count());
        answer.put("seconds", Math.round(seconds * 10) / 10.0);
        answer.put("events_per_s", Math.round(events / seconds));
        if (range.count() == 1) {
            answer.put("trace", reports.getFirst().trace());
        }
        var broken = answer.putArray("broken");
        Faults faults = new Faults();
        for (World.Report report : reports) {
            faults.add(report.faults());
            World.Violation violation = report.violation();
            if (violation != null) {
                broken.addObject()
                        .put("seed", report.seed())
                        .put("invariant", violation.invariant())
                        .put("what", violation.what())
                        .put("again", again(report));
            }
        }
        ObjectNode counted = answer.putObject("faults");
        faults.byName().forEach(counted::put);
        return answer;
    }

    private static String again(World.Report report) {
        return "forpost simulate --seed " + report.seed() + " --trace";
    }

    private static void say(PrintWriter out, ObjectNode answer, List<World.Report> reports) {
        for (World.Report report : reports) {
            World.Violation violation = report.violation();
            if (violation != null) {
                out.println(violation.trace());
                out.printf(
                        "seed %d broke %s: %s%n",
                        report.seed(), violation.invariant(), violation.what());
                out.println("see it again: " + again(report));
            }
        }
        out.printf(
                "%d worlds, %d events, %d violations, %.1f s (%d events/s)%n",
                answer.get("seeds").asLong(),
                answer.get("events").asLong(),
                answer.get("violations").asLong(),
                answer.get("seconds").asDouble(),
                answer.get("events_per_s").asLong());
        answer.get("faults")
                .properties()
                .forEach(fault ->
                        out.printf("%12d %s%n", fault.getValue().asLong(), fault.getKey()));
    }
}
