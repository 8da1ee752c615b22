package org.forpost.sim.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.forpost.sim.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `forpost sim await`.
@Command(
        name = "await",
        mixinStandardHelpOptions = true,
        description = {
            "Waits until every lane holds releases of at least these numbers, and until the hub has"
                    + " what lay on a disk that was destroyed."
        })
public final class AwaitCommand implements Callable<Integer> {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    @Spec private CommandSpec spec;
    @Mixin private LaneOptions lanes;

    @Option(
            names = "--watchlist",
            required = true,
            paramLabel = "NUMBER",
            description = "The release that lanes must hold, or a later one.")
    private long watchlist;

    @Option(
            names = "--operators",
            paramLabel = "NUMBER",
            defaultValue = "0",
            description = "The release of operators that lanes must hold, or a later one.")
    private long operators;

    @Option(
            names = "--rescued",
            paramLabel = "FILE",
            description = "A story: what 'forpost sim smashed' wrote into it must be at the hub.")
    private @Nullable Path story;

    @Option(
            names = "--hub-url",
            paramLabel = "URL",
            description = "With --rescued: the hub's page, such as http://127.0.0.1:8080.")
    private @Nullable String hub;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long to wait (default: ${DEFAULT-VALUE}).")
    private int timeout;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Telling telling = new Telling(spec.commandLine().getOut(), Clock.systemUTC(), false);
        long deadline = System.nanoTime() + Duration.ofSeconds(timeout).toNanos();
        for (LaneClient lane : lanes.clients()) {
            String last = holds(lane);
            while (!last.isEmpty()) {
                if (System.nanoTime() > deadline) {
                    throw new Refusal(
                            lane.name()
                                    + " does not hold watchlist release "
                                    + watchlist
                                    + " after "
                                    + timeout
                                    + " s: "
                                    + last);
                }
                Thread.sleep(BETWEEN_LOOKS);
                last = holds(lane);
            }
            telling.say(lane.name(), "holds watchlist release " + watchlist);
        }
        if (story != null) {
            awaitRescued(telling, story, deadline);
        }
        return 0;
    }

    private void awaitRescued(Telling telling, Path file, long deadline)
            throws IOException, InterruptedException {
        if (hub == null) {
            throw new Refusal("--rescued needs --hub-url");
        }
        HubClient client = new HubClient(LaneOptions.url("--hub-url", hub));
        Set<String> smashed = Story.read(file).smashed();
        Set<String> missing = missing(client, smashed);
        while (!missing.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new Refusal(
                        missing.size()
                                + " of "
                                + smashed.size()
                                + " crossings of the destroyed disk are not at the hub after "
                                + timeout
                                + " s");
            }
            Thread.sleep(BETWEEN_LOOKS);
            missing = missing(client, smashed);
        }
        telling.say(
                "hub", "has all " + smashed.size() + " crossings that lay on the destroyed disk");
    }

    private static Set<String> missing(HubClient hub, Set<String> smashed) {
        Set<String> missing = new HashSet<>(smashed);
        try {
            hub.records().forEach(one -> missing.remove(one.recordId()));
        } catch (IOException e) {
            return smashed; // it may be starting again
        }
        return missing;
    }

    /// Empty if it does, otherwise what it says instead.
    private String holds(LaneClient lane) {
        try {
            JsonNode list = lane.status().path("watchlist");
            if (list.path("number").asLong(0) < watchlist) {
                return "it says " + list;
            }
            long known = lane.operators();
            return known >= operators ? "" : "it has operators release " + known;
        } catch (LaneGoneException | LaneRefusedException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
