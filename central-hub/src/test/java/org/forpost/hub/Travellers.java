package org.forpost.hub;

import java.util.List;
import org.forpost.protocol.record.Audit;
import org.forpost.protocol.record.Body;
import org.forpost.protocol.record.ClockTrust;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.Image;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.RecordId;
import org.forpost.protocol.record.Stamp;
import org.jspecify.annotations.Nullable;

/// Records of travellers who never were.
final class Travellers {
    private Travellers() {}

    static PostRecord ordinary(String node, String document) {
        return record(node, crossing(document, null, Crossing.Outcome.ADMIT, null));
    }

    static PostRecord child(String node, String document) {
        return record(
                node,
                crossing(
                        document,
                        new Crossing.Exemption("age-under-six", "1"),
                        Crossing.Outcome.ADMIT,
                        null));
    }

    static PostRecord nominal(String node, String document) {
        return record(
                node,
                crossing(
                        document,
                        null,
                        Crossing.Outcome.REFER,
                        new Crossing.Comparison(
                                1,
                                100,
                                List.of(new Crossing.Candidate("N-0001", 2, 12_345)),
                                "N-0001")));
    }

    static PostRecord image(String node, RecordId crossing) {
        return record(
                node,
                new Image(crossing, Image.Format.FINGER_RECORD, TestNode.RANDOMNESS.bytes(20_000)));
    }

    static PostRecord audit(String node, String event) {
        return record(node, new Audit(event, "said by a test"));
    }

    static PostRecord audit(String node, Audit audit) {
        return record(node, audit);
    }

    private static PostRecord record(String node, Body body) {
        return new PostRecord(
                RecordId.random(TestNode.RANDOMNESS),
                node,
                new Stamp(System.currentTimeMillis(), 0, ClockTrust.NEVER_SET, 0),
                body);
    }

    private static Crossing crossing(
            String document,
            Crossing.@Nullable Exemption exemption,
            Crossing.Outcome outcome,
            Crossing.@Nullable Comparison comparison) {
        boolean exempt = exemption != null;
        return new Crossing(
                Crossing.Direction.ENTRY,
                new Crossing.Document("P", "UTO", document),
                new Crossing.Person("ERIKSSON", "ANNA MARIA", 19740812, "UTO", "F"),
                Crossing.Category.ORDINARY,
                exemption,
                exempt
                        ? List.of()
                        : List.of(
                                new Crossing.Finger(
                                        2,
                                        80,
                                        TestNode.RANDOMNESS.bytes(400),
                                        TestNode.RANDOMNESS.bytes(32))),
                List.of(),
                exempt ? null : new Crossing.Face(90, TestNode.RANDOMNESS.bytes(32)),
                comparison,
                new Crossing.Decision(
                        outcome, outcome == Crossing.Outcome.ADMIT ? "" : "hit", "officer-7"),
                List.of("scanner-1"));
    }
}
