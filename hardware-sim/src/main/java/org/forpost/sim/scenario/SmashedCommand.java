package org.forpost.sim.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.forpost.sim.Refusal;
import org.forpost.sim.scenario.HubClient.Counted;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `forpost sim smashed`.
@Command(
        name = "smashed",
        mixinStandardHelpOptions = true,
        description = {
            "Before a lane's disk is destroyed: waits until peers hold all that it has recorded,"
                    + " and writes into the story which of its crossings the hub does not have.",
            "'forpost sim verdict' then asks whether each of them came by a peer."
        })
public final class SmashedCommand implements Callable<Integer> {
    /// In the order in which a lane counts its backlog.
    private static final List<String> PRIORITIES = List.of("alert", "crossing", "audit", "image");

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    @Spec private CommandSpec spec;
    @Mixin private LaneOptions lanes;
    @Mixin private StoryOptions story;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long to wait for the peers (default: ${DEFAULT-VALUE}).")
    private int timeout;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Telling telling = new Telling(spec.commandLine().getOut(), Clock.systemUTC(), false);
        HubClient hubClient = story.hub();
        for (LaneClient lane : lanes.clients()) {
            awaitHeld(lane);
            Set<String> only = Story.recordedAt(story.file(), lane.name());
            for (Counted counted : hubClient.records()) {
                only.remove(counted.recordId());
            }
            Story.smashed(story.file(), lane.name(), only);
            telling.say(
                    lane.name(),
                    "has recorded "
                            + only.size()
                            + " crossings that the hub does not have; peers hold all of them");
        }
        return 0;
    }

    private void awaitHeld(LaneClient lane) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(timeout).toNanos();
        String last = "";
        while (System.nanoTime() < deadline) {
            try {
                JsonNode peers = lane.state().path("peers");
                // What the hub has receipted need not lie at a peer.
                if (isHeld(peers.path("lastRecorded"), lane.status().path("backlog"))) {
                    return;
                }
                last = "it says " + peers;
            } catch (LaneGoneException | LaneRefusedException e) {
                last = String.valueOf(e.getMessage());
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
        throw new Refusal(
                "no peer holds all that "
                        + lane.name()
                        + " has recorded after "
                        + timeout
                        + " s: "
                        + last);
    }

    private static boolean isHeld(JsonNode chains, JsonNode backlog) {
        for (JsonNode chain : chains) {
            int priority = PRIORITIES.indexOf(chain.path("priority").asText());
            boolean waits = backlog.path("byPriority").path(priority).asLong(1) > 0;
            if (waits && chain.path("heldBy").asInt() < 1) {
                return false;
            }
        }
        return !chains.isEmpty();
    }
}
