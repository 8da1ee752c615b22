package org.forpost.sim.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.forpost.sim.Refusal;
import org.forpost.sim.cluster.ControlClient;
import org.forpost.sim.cluster.Person;
import org.forpost.sim.scanner.Position;
import org.forpost.sim.scenario.Encounter.Decision;
import org.forpost.sim.scenario.Encounter.Ending;

/// Lets travellers come to lanes one after the other, in turn. A lane that dies in the middle is
/// waited for: a decision whose answer was lost is asked for again, since a lane that has recorded
/// a crossing says so again; a crossing that is lost begins anew.
final class Play {
    /// How long a lane may take to be back, its journal read.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

    /// After some seconds whoever watches wants to know why nothing happens.
    private static final int LOOKS_IN_SILENCE = 10;

    private final ControlClient cluster;
    private final List<LaneClient> lanes;
    private final Path story;
    private final Telling telling;
    private final Optional<Person.Real> nominalsFinger;

    /// @param nominalsFinger a real finger for the nominal, if images were given
    Play(
            ControlClient cluster,
            List<LaneClient> lanes,
            Path story,
            Telling telling,
            Optional<Person.Real> nominalsFinger) {
        this.cluster = cluster;
        this.lanes = List.copyOf(lanes);
        this.story = story;
        this.telling = telling;
        this.nominalsFinger = nominalsFinger;
    }

    /// Plays one traveller and returns what went otherwise than expected, in words; empty if
    /// nothing did.
    List<String> play(Traveller traveller) throws InterruptedException {
        LaneClient lane = lanes.get((traveller.number() - 1) % lanes.size());
        Optional<Person.Real> real =
                traveller.role() == Traveller.Role.NOMINAL ? nominalsFinger : Optional.empty();
        cluster.come(
                lane.name(),
                new Person(traveller.seed(), traveller.missing(), traveller.badPresses(), real));
        Story.seen(story, traveller, lane.name());
        try {
            Ending ending = cross(lane, traveller);
            Story.recorded(
                    story,
                    traveller,
                    lane.name(),
                    ending.record(),
                    ending.hit(),
                    ending.exemption().isPresent(),
                    ending.outcome());
            telling.say(lane.name(), ending.words());
            return surprises(traveller, ending);
        } finally {
            cluster.leave(lane.name());
        }
    }

    private Ending cross(LaneClient lane, Traveller traveller) throws InterruptedException {
        Encounter encounter = new Encounter(lane, traveller, telling);
        while (true) {
            awaitDevices(lane);
            try {
                return decided(lane, encounter, encounter.undecided());
            } catch (LaneGoneException e) {
                waitFor(lane);
                abandonLeftOver(lane);
            } catch (CrossingLostException e) {
                telling.say(lane.name(), "the crossing was not recorded before: it begins anew");
            } catch (LaneRefusedException e) {
                throw new Refusal(
                        lane.name()
                                + " refused "
                                + traveller.spokenName()
                                + " ("
                                + e.code()
                                + "): "
                                + e.getMessage(),
                        e);
            }
        }
    }

    private Ending decided(LaneClient lane, Encounter encounter, Decision decision)
            throws LaneRefusedException, CrossingLostException, InterruptedException {
        boolean answerLost = false;
        while (true) {
            try {
                return encounter.decide(decision);
            } catch (LaneGoneException e) {
                answerLost = true;
                waitFor(lane);
            } catch (LaneRefusedException e) {
                if (answerLost && e.status() == 404) {
                    throw new CrossingLostException();
                }
                throw e;
            }
        }
    }

    /// The lane came back and does not know the crossing: it was never recorded.
    private static final class CrossingLostException extends Exception {
        private static final long serialVersionUID = 1;
    }

    private void waitFor(LaneClient lane) throws InterruptedException {
        telling.say(lane.name(), "does not answer; waiting for it");
        await(lane, "answer again", state -> true);
        telling.say(lane.name(), "answers again");
    }

    private void awaitDevices(LaneClient lane) throws InterruptedException {
        await(
                lane,
                "have both devices ready",
                state -> {
                    int ready = 0;
                    for (JsonNode device : state.path("devices")) {
                        if (device.path("state").asText().equals("ready")) {
                            ready++;
                        }
                    }
                    return ready >= 2;
                });
    }

    private interface Condition {
        boolean holds(JsonNode state);
    }

    private void await(LaneClient lane, String what, Condition condition)
            throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String last = "";
        for (int look = 1; ; look++) {
            try {
                JsonNode state = lane.status();
                if (condition.holds(state)) {
                    return;
                }
                last = ": it says devices " + state.path("devices");
            } catch (LaneGoneException | LaneRefusedException e) {
                last = ": " + e.getMessage();
            }
            if (look == LOOKS_IN_SILENCE) {
                telling.say(lane.name(), "waiting for it to " + what + last);
            }
            if (System.nanoTime() > deadline) {
                throw new Refusal(
                        lane.name()
                                + " did not "
                                + what
                                + " within "
                                + PATIENCE.toSeconds()
                                + " s"
                                + last);
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    /// A crossing whose opening we never heard of would block the lane.
    private void abandonLeftOver(LaneClient lane) {
        try {
            JsonNode crossing = lane.state().path("crossing");
            if (crossing.isObject()) {
                lane.abandon(crossing.path("id").asText());
                telling.say(lane.name(), "an undecided crossing was abandoned");
            }
        } catch (LaneGoneException | LaneRefusedException e) {
            telling.say(lane.name(), String.valueOf(e.getMessage()));
        }
    }

    private static List<String> surprises(Traveller traveller, Ending ending) {
        List<String> surprises = new ArrayList<>();
        String who = traveller.spokenName();
        switch (traveller.role()) {
            case CHILD, DIPLOMAT -> {
                if (ending.exemption().isEmpty()) {
                    surprises.add(
                            who + ", " + traveller.role().words() + ", should have been exempt");
                }
            }
            case NOMINAL -> {
                if (!ending.hit()) {
                    surprises.add(who + " is on the watchlist and was not found");
                }
            }
            case ORDINARY, FINGER_MISSING, BAD_FIRST_PRESS -> {
                if (ending.exemption().isPresent()) {
                    surprises.add(who + " should not have been exempt");
                }
            }
            case EXEMPT_NATIONAL -> {
                // The rules of a post decide; the story says what they said.
            }
        }
        return surprises;
    }

    /// A finger of real images in the place of the nominal's right index finger.
    static Person.Real realFinger(Path images, String finger) {
        return new Person.Real(images, finger, Position.RIGHT_INDEX);
    }
}
