package org.forpost.edge.post.news;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.forpost.edge.watchlist.Sighting;
import org.forpost.edge.watchlist.name.SoughtName;
import org.forpost.protocol.cbor.CborReader;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.RecordId;

/// A sighting as a lane told it: CBOR, an array of crossing (16 bytes), version (array of the
/// teller's hybrid clock, milliseconds and counter), milliseconds at which it was, kind (as
/// [Sighting.Kind] numbers them), reason, document (array of type, issuer, number), holder (array
/// of surname, given names, birth date, nationality), fingers (up to 10 arrays of position,
/// template) and, of the second line's crossing only, the crossing that it answers. Bounds are
/// those of a crossing's record (SPEC.md §1.2).
///
/// @param version of two of the same crossing, the later counts
/// @param sighting its lane is not told, but known from the tunnel
record Told(Version version, Sighting sighting) {
    /// Ten templates of 8 KiB, and what stands around them.
    static final int MAX_BYTES = 84 * 1024;

    /// The end of the year 9999, as in a record.
    private static final long MAX_MILLIS = 253_402_300_799_999L;

    record Version(long millis, int counter) implements Comparable<Version> {
        @Override
        public int compareTo(Version other) {
            return millis != other.millis
                    ? Long.compare(millis, other.millis)
                    : Integer.compare(counter, other.counter);
        }

        void write(CborWriter out) {
            out.array(2).uint(millis).uint(counter);
        }

        static Version read(CborReader in) throws MalformedException {
            shape(in, "news.version", 2);
            return new Version(
                    in.uint("news.version.millis", MAX_MILLIS),
                    (int) in.uint("news.version.counter", 0xffff));
        }
    }

    byte[] encode() {
        CborWriter out = new CborWriter();
        RecordId answers = sighting.answers();
        out.array(answers == null ? 8 : 9).bytes(sighting.crossing().bytes());
        version.write(out);
        out.uint(sighting.at().toEpochMilli()).uint(sighting.kind().code());
        out.text(sighting.reason());
        Crossing.Document document = sighting.document();
        out.array(3).text(document.type()).text(document.issuer()).text(document.number());
        SoughtName holder = sighting.holder();
        out.array(4).text(holder.surname()).text(holder.givenNames());
        out.uint(holder.birthDate()).text(holder.nationality());
        out.array(sighting.fingers().size());
        for (Sighting.Finger finger : sighting.fingers()) {
            out.array(2).uint(finger.position()).bytes(finger.template());
        }
        if (answers != null) {
            out.bytes(answers.bytes());
        }
        return out.toByteArray();
    }

    /// @param lane number of the lane that told it
    /// @throws MalformedException naming the field
    static Told decode(byte[] bytes, int lane) throws MalformedException {
        CborReader in = new CborReader(bytes);
        int items = in.array("news.sighting", 9);
        if (items < 8) {
            throw new MalformedException(
                    "news.sighting", "an array of 8 or 9 items", items + " items");
        }
        RecordId crossing = RecordId.of(in.exactly("news.crossing", RecordId.BYTES));
        Version version = Version.read(in);
        Instant at = Instant.ofEpochMilli(in.uint("news.at", MAX_MILLIS));
        Sighting.Kind kind = kind(in.uint("news.kind", Sighting.Kind.ADMITTED.code()));
        String reason = in.text("news.reason", Crossing.Decision.MAX_TEXT);
        shape(in, "news.document", 3);
        Crossing.Document document =
                new Crossing.Document(
                        in.text("news.document.type", 2),
                        in.text("news.document.issuer", 3),
                        in.text("news.document.number", Crossing.Document.MAX_NUMBER));
        shape(in, "news.holder", 4);
        SoughtName holder =
                new SoughtName(
                        in.text("news.holder.surname", Crossing.Person.MAX_NAME),
                        in.text("news.holder.given_names", Crossing.Person.MAX_NAME),
                        (int) in.uint("news.holder.birth_date", 9999_12_31),
                        in.text("news.holder.nationality", 3));
        List<Sighting.Finger> fingers = new ArrayList<>();
        int count = in.array("news.fingers", Crossing.MAX_FINGERS);
        for (int i = 0; i < count; i++) {
            shape(in, "news.fingers[" + i + "]", 2);
            fingers.add(
                    new Sighting.Finger(
                            (int) in.uint("news.fingers[" + i + "].position", 10),
                            in.bytes(
                                    "news.fingers[" + i + "].template",
                                    Crossing.Finger.MAX_TEMPLATE)));
        }
        RecordId answers =
                items == 9 ? RecordId.of(in.exactly("news.answers", RecordId.BYTES)) : null;
        in.end("news.sighting");
        return new Told(
                version,
                new Sighting(crossing, lane, at, kind, reason, document, holder, fingers, answers));
    }

    private static Sighting.Kind kind(long code) throws MalformedException {
        for (Sighting.Kind kind : Sighting.Kind.values()) {
            if (kind.code() == code) {
                return kind;
            }
        }
        throw new MalformedException("news.kind", "0 to 5", "" + code);
    }

    static void shape(CborReader in, String field, int items) throws MalformedException {
        int found = in.array(field, items);
        if (found != items) {
            throw new MalformedException(
                    field, "an array of " + items + " items", found + " items");
        }
    }
}
