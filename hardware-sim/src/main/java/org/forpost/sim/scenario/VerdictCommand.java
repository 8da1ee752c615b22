package org.forpost.sim.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.forpost.sim.Refusal;
import org.forpost.sim.scenario.HubClient.Counted;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `forpost sim verdict`.
@Command(
        name = "verdict",
        mixinStandardHelpOptions = true,
        description = {
            "Waits until the lanes keep nothing more for the hub, then holds the story against the"
                    + " hub's records.",
            "Exit code 0 only if every crossing seen is at the hub exactly once and receipted."
        })
public final class VerdictCommand implements Callable<Integer> {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    /// A lane that does not say its backlog has an unknown one.
    private static final long UNKNOWN = -1;

    @Spec private CommandSpec spec;
    @Mixin private LaneOptions lanes;
    @Mixin private StoryOptions story;

    @Option(
            names = "--gone",
            paramLabel = "NODE",
            description =
                    "A node whose box is gone: its records count, too, and it is not asked."
                            + " May be repeated.")
    private List<String> gone = new ArrayList<>();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long to wait for the backlog to drain (default: ${DEFAULT-VALUE}).")
    private int timeout;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description =
                    "Writes seen, recorded, received, counted_twice, lost, hits,"
                            + " exempt_with_biometrics, smashed and rescued_by_peer.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Story seen = Story.read(story.file());
        HubClient hubClient = story.hub();
        Telling telling = new Telling(spec.commandLine().getOut(), Clock.systemUTC(), false);
        Map<String, String> nodes = new HashMap<>();
        Map<String, Long> backlogs = drained(telling, nodes);
        Set<String> counted = new HashSet<>(nodes.values());
        counted.addAll(gone);
        long deadline = System.nanoTime() + Duration.ofSeconds(timeout).toNanos();
        Verdict verdict;
        do {
            // What peers bring of a lane that is gone is in no lane's backlog.
            verdict = Verdict.of(seen, records(hubClient), counted, backlogs);
        } while (!verdict.wrong().isEmpty() && paused(deadline));
        PrintWriter out = spec.commandLine().getOut();
        out.println();
        verdict.table().forEach(out::println);
        out.println();
        if (json != null) {
            Files.writeString(json, verdict.json() + "\n");
        }
        verdict.wrong().forEach(line -> telling.say("WRONG", line));
        if (verdict.wrong().isEmpty()) {
            telling.say("verdict", "every crossing is at the hub exactly once, and receipted");
        }
        return verdict.wrong().isEmpty() ? 0 : 1;
    }

    /// Waits, and says how the backlog shrinks; fills in which node each lane is.
    private Map<String, Long> drained(Telling telling, Map<String, String> nodes)
            throws InterruptedException {
        List<LaneClient> clients = lanes.clients();
        long deadline = System.nanoTime() + Duration.ofSeconds(timeout).toNanos();
        String told = "";
        while (true) {
            Map<String, Long> backlogs = new TreeMap<>();
            for (LaneClient lane : clients) {
                backlogs.put(lane.name(), backlog(lane, nodes));
            }
            boolean empty = backlogs.values().stream().allMatch(records -> records == 0);
            String line = describe(backlogs);
            if (!line.equals(told)) {
                telling.say("backlog", line);
                told = line;
            }
            if (empty || System.nanoTime() > deadline) {
                return backlogs;
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    private static boolean paused(long deadline) throws InterruptedException {
        Thread.sleep(BETWEEN_LOOKS);
        return System.nanoTime() < deadline;
    }

    private static long backlog(LaneClient lane, Map<String, String> nodes) {
        try {
            JsonNode state = lane.status();
            nodes.put(lane.name(), state.path("node").asText());
            return state.path("backlog").path("records").asLong(UNKNOWN);
        } catch (LaneGoneException | LaneRefusedException e) {
            return UNKNOWN;
        }
    }

    private static String describe(Map<String, Long> backlogs) {
        return backlogs.entrySet().stream()
                .map(each ->
                        each.getKey()
                                + " "
                                + (each.getValue() < 0
                                        ? "does not answer"
                                        : String.valueOf(each.getValue())))
                .collect(Collectors.joining(", "));
    }

    private static List<Counted> records(HubClient hub) {
        try {
            return hub.records();
        } catch (IOException e) {
            throw new Refusal("cannot read the hub's records: " + e.getMessage(), e);
        }
    }
}
