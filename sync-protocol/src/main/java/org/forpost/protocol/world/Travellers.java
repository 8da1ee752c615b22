package org.forpost.protocol.world;

import java.util.List;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.record.Audit;
import org.forpost.protocol.record.Body;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.Crossing.Category;
import org.forpost.protocol.record.Crossing.Decision;
import org.forpost.protocol.record.Crossing.Direction;
import org.forpost.protocol.record.Crossing.Document;
import org.forpost.protocol.record.Crossing.Outcome;
import org.forpost.protocol.record.Crossing.Person;
import org.forpost.protocol.record.Image;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.RecordId;
import org.forpost.protocol.record.Stamp;

/// Who comes to a lane: people of a few letters, for the world asks what becomes of records and not
/// what they say. All four priorities come.
final class Travellers {
    private static final List<String> NAMES = List.of("ASANOV", "KARIMOVA", "LI", "PAK", "SAIDOV");

    /// A version that nobody knows.
    private static final byte BAD = 99;

    private final String node;
    private Chance chance;

    Travellers(String node, Chance chance) {
        this.node = node;
        this.chance = chance;
    }

    Chance chance() {
        return chance;
    }

    void goOn(Chance with) {
        chance = with;
    }

    PostRecord next(Stamp stamp) {
        return record(stamp, body());
    }

    PostRecord record(Stamp stamp, Body body) {
        return new PostRecord(RecordId.random(chance), node, stamp, body);
    }

    /// What a lane with a mistake in it writes down: bytes that are no record.
    byte[] badRecord() {
        byte[] bytes = chance.bytes(40 + chance.below(100));
        bytes[0] = BAD;
        return bytes;
    }

    static boolean isGood(Batch.Item item) {
        return item instanceof Batch.Item.Whole(byte[] record) && record[0] != BAD;
    }

    private Body body() {
        return switch (chance.below(24)) {
            case 0 ->
                    new Image(
                            RecordId.random(chance),
                            Image.Format.FINGER_RECORD,
                            chance.bytes(100 + chance.below(chance.oneIn(4) ? 20_000 : 900)));
            case 1, 2, 3, 4, 5, 6 -> new Audit("health", "queue of " + chance.below(40));
            default -> crossing();
        };
    }

    private Crossing crossing() {
        boolean refused = chance.oneIn(8);
        return new Crossing(
                chance.nextBoolean() ? Direction.ENTRY : Direction.EXIT,
                new Document("P", "KGZ", "N" + chance.below(10_000_000)),
                new Person(name(), name(), 19_500_101 + chance.below(50) * 10_000, "KGZ", "X"),
                Category.ORDINARY,
                null,
                List.of(),
                List.of(),
                null,
                null,
                new Decision(
                        refused ? Outcome.REFUSE : Outcome.ADMIT, refused ? "no-visa" : "", "o-1"),
                List.of("reader-1"));
    }

    private String name() {
        return NAMES.get(chance.below(NAMES.size()));
    }
}
