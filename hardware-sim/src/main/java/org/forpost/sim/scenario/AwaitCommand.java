package org.forpost.sim.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.forpost.sim.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `forpost sim await`.
@Command(
        name = "await",
        mixinStandardHelpOptions = true,
        description = "Waits until every lane holds releases of at least these numbers.")
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
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long to wait (default: ${DEFAULT-VALUE}).")
    private int timeout;

    @Override
    public Integer call() throws InterruptedException {
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
        return 0;
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
