package org.forpost.edge.post.news;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.forpost.edge.store.Passages;
import org.forpost.edge.store.Passages.Passage;
import org.forpost.protocol.cbor.CborReader;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.record.Crossing.Direction;
import org.forpost.protocol.record.RecordId;

/// What lanes say to each other: CBOR as SPEC.md has it, an array with the kind first. Drawn in
/// this package's page.
sealed interface NewsMessage {
    /// Passages in one message: some 30 kB.
    int MAX_PASSAGES = 500;

    int MAX_BYTES = Told.MAX_BYTES + 64;

    int JOURNAL_BYTES = 16;

    /// @param key of the teller's hashes
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    record Greeting(byte[] key) implements NewsMessage {}

    /// @param sightings of the teller that the hearer has
    /// @param mark how far it knows the teller's passages
    record Stand(List<Having> sightings, Passages.Mark mark) implements NewsMessage {
        public Stand {
            sightings = List.copyOf(sightings);
        }
    }

    record Having(RecordId crossing, Told.Version version) {}

    /// @param told see [Told]
    @SuppressWarnings("ArrayRecordComponent")
    record Seen(byte[] told) implements NewsMessage {}

    record Passed(Passages.Page page) implements NewsMessage {}

    record Noted(Passages.Mark mark) implements NewsMessage {}

    default byte[] encode() {
        CborWriter out = new CborWriter();
        switch (this) {
            case Greeting(byte[] key) -> out.array(2).uint(1).bytes(key);
            case Stand(List<Having> sightings, Passages.Mark mark) -> {
                out.array(4).uint(2).array(sightings.size());
                for (Having one : sightings) {
                    out.array(2).bytes(one.crossing().bytes());
                    one.version().write(out);
                }
                out.bytes(mark.journal()).uint(mark.upTo());
            }
            case Seen(byte[] told) -> out.array(2).uint(3).bytes(told);
            case Passed(Passages.Page page) -> {
                out.array(4).uint(4).bytes(page.journal()).uint(page.upTo());
                out.array(page.passages().size());
                for (Passage one : page.passages()) {
                    out.array(6).bytes(one.crossing().bytes());
                    out.bytes(one.document()).bytes(one.person());
                    out.uint(one.direction().code()).uint(one.day().toEpochDay());
                    out.bool(one.counts());
                }
            }
            case Noted(Passages.Mark mark) ->
                    out.array(3).uint(5).bytes(mark.journal()).uint(mark.upTo());
        }
        return out.toByteArray();
    }

    /// @throws MalformedException naming the field
    static NewsMessage decode(byte[] bytes) throws MalformedException {
        if (bytes.length > MAX_BYTES) {
            throw new MalformedException(
                    "news", "at most " + MAX_BYTES + " bytes", "" + bytes.length);
        }
        CborReader in = new CborReader(bytes);
        int items = in.array("news", 4);
        int kind = (int) in.uint("news.kind", 5);
        int expected = kind == 2 || kind == 4 ? 4 : kind == 5 ? 3 : 2;
        if (kind == 0 || items != expected) {
            throw new MalformedException(
                    "news.kind", "1 to 5, each with its items", kind + " with " + items);
        }
        NewsMessage message =
                switch (kind) {
                    case 1 -> new Greeting(in.exactly("news.key", Passages.KEY_BYTES));
                    case 2 -> new Stand(having(in), mark(in));
                    case 3 -> new Seen(in.bytes("news.sighting", Told.MAX_BYTES));
                    case 4 -> new Passed(page(in));
                    default -> new Noted(mark(in));
                };
        in.end("news");
        return message;
    }

    private static List<Having> having(CborReader in) throws MalformedException {
        int count = in.array("news.sightings", NewsBook.MOST_OF_A_LANE);
        List<Having> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Told.shape(in, "news.sightings[]", 2);
            all.add(
                    new Having(
                            RecordId.of(in.exactly("news.sightings[].crossing", RecordId.BYTES)),
                            Told.Version.read(in)));
        }
        return all;
    }

    private static Passages.Mark mark(CborReader in) throws MalformedException {
        byte[] journal = in.bytes("news.journal", JOURNAL_BYTES);
        return new Passages.Mark(journal, in.uint("news.up_to", Long.MAX_VALUE - 1));
    }

    private static Passages.Page page(CborReader in) throws MalformedException {
        byte[] journal = in.exactly("news.journal", JOURNAL_BYTES);
        long upTo = in.uint("news.up_to", Long.MAX_VALUE - 1);
        int count = in.array("news.passages", MAX_PASSAGES);
        List<Passage> passages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Told.shape(in, "news.passages[]", 6);
            passages.add(
                    new Passage(
                            RecordId.of(in.exactly("news.passages[].crossing", RecordId.BYTES)),
                            in.exactly("news.passages[].document", Passages.HASH_BYTES),
                            in.exactly("news.passages[].person", Passages.HASH_BYTES),
                            in.uint("news.passages[].direction", 2) == Direction.EXIT.code()
                                    ? Direction.EXIT
                                    : Direction.ENTRY,
                            LocalDate.ofEpochDay(in.uint("news.passages[].day", 100_000)),
                            in.bool("news.passages[].counts")));
        }
        return new Passages.Page(journal, upTo, passages);
    }
}
