package org.forpost.sim.scenario;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.forpost.sim.scenario.HubClient.Counted;

/// What one side saw held against what the other counted.
///
/// @param seen travellers who came
/// @param recorded crossings that lanes said they recorded
/// @param received crossings that the hub has from those lanes
/// @param countedTwice records of any kind that the hub counted more than once
/// @param lost crossings that were recorded and are not at the hub
/// @param hits crossings with a confirmed match, at the hub
/// @param exemptWithBiometrics crossings of exempt people that carry any biometrics, at the hub
/// @param smashed crossings that lay on a lane's disk, and not at the hub, when it was destroyed
/// @param rescued those of them that the hub has by a peer's uplink
/// @param wrong what is not as it must be, in words; empty if all is well
public record Verdict(
        int seen,
        int recorded,
        int received,
        int countedTwice,
        int lost,
        int hits,
        int exemptWithBiometrics,
        int smashed,
        int rescued,
        List<String> wrong) {

    /// Copies the list.
    public Verdict {
        wrong = List.copyOf(wrong);
    }

    /// @param nodes whose records count; others at the hub are not this story's
    /// @param backlogs by lane, how many records it still keeps for the hub
    static Verdict of(
            Story story, List<Counted> hub, Set<String> nodes, Map<String, Long> backlogs) {
        Set<String> received = new HashSet<>();
        Map<String, Long> arrivals = new HashMap<>();
        int hits = 0;
        int exempt = 0;
        int rescued = 0;
        for (Counted record : hub) {
            if (!nodes.contains(record.node())) {
                continue;
            }
            // A record that the hub lists twice was counted twice, whatever it says of itself.
            arrivals.merge(record.recordId(), record.arrivals(), Long::sum);
            if (record.kind().equals("crossing") && received.add(record.recordId())) {
                hits += record.hit() ? 1 : 0;
                exempt += record.exempt() && record.biometrics() ? 1 : 0;
                boolean byPeer = record.road().equals("peer");
                rescued += byPeer && story.smashed().contains(record.recordId()) ? 1 : 0;
            }
        }
        int twice = (int) arrivals.values().stream().filter(count -> count > 1).count();
        Set<String> lost = new HashSet<>(story.recorded());
        lost.removeAll(received);

        List<String> wrong = new ArrayList<>();
        expect(wrong, lost.isEmpty(), lost.size() + " recorded crossings are not at the hub");
        expect(wrong, twice == 0, twice + " records were counted more than once");
        expect(
                wrong,
                arrivals.values().stream().allMatch(count -> count >= 1),
                "the hub lists records that it says never arrived");
        expect(wrong, exempt == 0, exempt + " exempt people have biometrics at the hub");
        expect(
                wrong,
                story.twice().isEmpty(),
                "lanes gave " + story.twice().size() + " record ids to two crossings");
        expect(
                wrong,
                story.seen() == story.recorded().size(),
                story.seen()
                        + " travellers were seen and "
                        + story.recorded().size()
                        + " recorded");
        expect(
                wrong,
                story.recorded().size() == received.size(),
                story.recorded().size()
                        + " crossings were recorded and "
                        + received.size()
                        + " received");
        expect(
                wrong,
                hits == story.hits(),
                story.hits() + " hits were confirmed at lanes and " + hits + " are at the hub");
        expect(
                wrong,
                rescued == story.smashed().size(),
                story.smashed().size()
                        + " crossings lay on a disk that was destroyed and "
                        + rescued
                        + " of them came by a peer's uplink");
        backlogs.forEach((lane, records) ->
                expect(
                        wrong,
                        records == 0,
                        lane
                                + " still keeps "
                                + (records < 0 ? "an unknown number of" : records)
                                + " records that the hub has not receipted"));
        return new Verdict(
                story.seen(),
                story.recorded().size(),
                received.size(),
                twice,
                lost.size(),
                hits,
                exempt,
                story.smashed().size(),
                rescued,
                wrong);
    }

    private static void expect(List<String> wrong, boolean holds, String otherwise) {
        if (!holds) {
            wrong.add(otherwise);
        }
    }

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("seen", seen)
                .put("recorded", recorded)
                .put("received", received)
                .put("counted_twice", countedTwice)
                .put("lost", lost)
                .put("hits", hits)
                .put("exempt_with_biometrics", exemptWithBiometrics)
                .put("smashed", smashed)
                .put("rescued_by_peer", rescued);
    }

    List<String> table() {
        return List.of(
                row("seen", seen),
                row("recorded", recorded),
                row("received by the hub", received),
                row("counted twice", countedTwice),
                row("lost", lost),
                row("hits", hits),
                row("exempt, with biometrics", exemptWithBiometrics),
                row("on a destroyed disk", smashed),
                row("  of them by a peer", rescued));
    }

    private static String row(String what, int count) {
        return String.format(java.util.Locale.ROOT, "  %-24s %6d", what, count);
    }
}
