package org.forpost.sim.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.forpost.sim.Refusal;
import org.forpost.sim.scanner.Position;
import org.forpost.sim.scenario.LaneClient.Candidate;
import org.forpost.sim.scenario.LaneClient.Captured;
import org.forpost.sim.scenario.LaneClient.Opened;
import org.forpost.sim.scenario.LaneClient.Recorded;

/// One traveller and one officer at a lane, from document to decision.
///
/// ```
/// open ──exempt──────────────────► decide ──► recorded
///   └──► four fingers ──► face ──────┘
/// ```
final class Encounter {
    /// The slap that is asked for; a finger that is not there is left out.
    private static final List<Position> SLAP =
            List.of(
                    Position.RIGHT_INDEX,
                    Position.RIGHT_MIDDLE,
                    Position.RIGHT_RING,
                    Position.RIGHT_LITTLE);

    /// An officer does not ask a fourth time, and a lane then goes on with the best it got.
    private static final int MOST_ATTEMPTS = 3;

    /// A device that was unplugged a moment ago may be back in the next.
    private static final int MOST_DEVICE_TROUBLES = 10;

    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);

    private final LaneClient lane;
    private final Traveller traveller;
    private final Telling telling;

    Encounter(LaneClient lane, Traveller traveller, Telling telling) {
        this.lane = lane;
        this.traveller = traveller;
        this.telling = telling;
    }

    /// What came of it.
    ///
    /// @param hit whether the officer confirmed a candidate
    /// @param words the story in one line
    record Ending(
            Recorded record,
            boolean hit,
            Optional<String> exemption,
            String outcome,
            String words) {}

    /// All that is ready to be decided: asked again with the same words if the answer is lost.
    ///
    /// @param confirmed as [LaneClient#decide] takes it
    record Decision(
            String crossing,
            Optional<String> exemption,
            String outcome,
            String reason,
            Optional<Optional<String>> confirmed,
            String words) {
        boolean hit() {
            return confirmed.flatMap(nominal -> nominal).isPresent();
        }

        Ending ending(Recorded record) {
            return new Ending(
                    record, hit(), exemption, outcome, words + ", recorded as " + record.spoken());
        }
    }

    /// From the document to the moment before the officer's word.
    Decision undecided() throws LaneGoneException, LaneRefusedException, InterruptedException {
        Opened opened = lane.open(traveller);
        String who =
                traveller.spokenName()
                        + ", "
                        + traveller.direction()
                        + ", "
                        + traveller.role().words()
                        + ": ";
        if (opened.exemption().isPresent()) {
            return new Decision(
                    opened.id(),
                    opened.exemption(),
                    "admit",
                    "",
                    // Namesakes: the simulated officer knows that it is another person.
                    opened.candidates() ? Optional.of(Optional.empty()) : Optional.empty(),
                    who + "exempt (" + opened.exemption().get() + "), nothing captured, admitted");
        }
        try {
            List<String> told = new ArrayList<>();
            List<Candidate> candidates = List.of();
            boolean whole = true;
            if (opened.needs().contains("finger")) {
                List<Position> there = new ArrayList<>(SLAP);
                there.removeAll(traveller.missing());
                Captured fingers = capture(opened.id(), there, count(there.size()), told);
                candidates = fingers.candidates();
                whole = fingers.accepted();
            }
            if (opened.needs().contains("face")) {
                Captured face = capture(opened.id(), List.of(), "face", told);
                // The list is the crossing's, not the face's; a lane may leave it out here.
                candidates = face.candidates().isEmpty() ? candidates : face.candidates();
                whole &= face.accepted();
            }
            return decision(opened.id(), who + String.join(", ", told), candidates, whole);
        } catch (LaneRefusedException e) {
            // Nobody else could use the lane.
            lane.abandon(opened.id());
            throw e;
        }
    }

    /// The officer's word.
    Ending decide(Decision decision) throws LaneGoneException, LaneRefusedException {
        return decision.ending(
                lane.decide(
                        decision.crossing(),
                        decision.outcome(),
                        decision.reason(),
                        decision.confirmed()));
    }

    private Decision decision(
            String crossing, String captured, List<Candidate> candidates, boolean whole) {
        if (candidates.isEmpty()) {
            return new Decision(
                    crossing,
                    Optional.empty(),
                    "admit",
                    whole ? "" : "the capture stayed incomplete after all attempts",
                    Optional.empty(),
                    captured + ", no potential match, admitted");
        }
        Candidate first = candidates.getFirst();
        if (traveller.role() == Traveller.Role.NOMINAL) {
            return new Decision(
                    crossing,
                    Optional.empty(),
                    "refer",
                    "watchlist: " + first.action(),
                    Optional.of(Optional.of(first.nominal())),
                    captured
                            + ", POTENTIAL MATCH with "
                            + first.nominal()
                            + " (score "
                            + Math.round(first.score())
                            + "): "
                            + first.action()
                            + "; confirmed, referred");
        }
        return new Decision(
                crossing,
                Optional.empty(),
                "admit",
                "a false hit",
                Optional.of(Optional.empty()),
                captured
                        + ", potential match with "
                        + first.nominal()
                        + " is another person, admitted");
    }

    private Captured capture(
            String crossing, List<Position> positions, String what, List<String> told)
            throws LaneGoneException, LaneRefusedException, InterruptedException {
        List<String> poor = new ArrayList<>();
        for (int attempt = 1; ; attempt++) {
            Captured captured = captureOnce(crossing, positions);
            if (captured.accepted() || attempt == MOST_ATTEMPTS) {
                told.add(
                        what
                                + (captured.accepted() ? " captured" : " not good enough")
                                + (attempt > 1 ? " at attempt " + attempt : "")
                                + ", quality "
                                + range(captured.qualities())
                                + (poor.isEmpty()
                                        ? ""
                                        : " (first " + String.join(", ", poor) + ")"));
                return captured;
            }
            poor.add(range(captured.qualities()));
        }
    }

    private Captured captureOnce(String crossing, List<Position> positions)
            throws LaneGoneException, LaneRefusedException, InterruptedException {
        for (int trouble = 1; ; trouble++) {
            try {
                return lane.capture(crossing, positions);
            } catch (LaneRefusedException e) {
                boolean device = e.status() >= 500 || e.code().contains("device");
                if (!device || trouble == MOST_DEVICE_TROUBLES) {
                    throw e;
                }
                telling.say(lane.name(), String.valueOf(e.getMessage()));
                Thread.sleep(AFTER_TROUBLE);
            }
        }
    }

    private static String count(int fingers) {
        return switch (fingers) {
            case 1 -> "one finger";
            case 2 -> "two fingers";
            case 3 -> "three fingers";
            case 4 -> "four fingers";
            default -> throw new Refusal("a traveller without a finger for the slap");
        };
    }

    private static String range(List<Integer> qualities) {
        if (qualities.isEmpty()) {
            return "unknown";
        }
        int least = Collections.min(qualities);
        int most = Collections.max(qualities);
        return least == most ? String.valueOf(least) : least + "–" + most;
    }
}
