package org.forpost.protocol.release;

import java.util.ArrayList;
import java.util.List;
import org.forpost.protocol.cbor.CborReader;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.cbor.MalformedException;

/// The content of a watchlist release: SPEC.md §6.2.
public record Watchlist(List<Nominal> nominals, List<LostDocument> documents) {
    /// What 16 MiB of content can hold at the very least size of a nominal, rounded down.
    public static final int MAX_NOMINALS = 500_000;

    private static final int MAX_NAME = 160;
    private static final int MAX_ACTION = 512;
    private static final int MAX_TEMPLATE = 8 * 1024;

    /// Stolen and lost documents, at the least size of one in 16 MiB.
    public static final int MAX_DOCUMENTS = 500_000;

    public Watchlist {
        nominals = List.copyOf(nominals);
        documents = List.copyOf(documents);
    }

    /// A list of people alone.
    public Watchlist(List<Nominal> nominals) {
        this(nominals, List.of());
    }

    /// A document that nobody should hold any more (SLTD).
    ///
    /// @param issuer three-letter code (ICAO Doc 9303-3 §5)
    /// @param action what the officer is asked to do, in the words of whoever put the alert
    public record LostDocument(String issuer, String number, Status status, String action) {
        public static final int MAX_NUMBER = 32;

        public enum Status {
            STOLEN(1),
            LOST(2),
            /// Declared void by its issuer.
            REVOKED(3);

            private final int code;

            Status(int code) {
                this.code = code;
            }

            public int code() {
                return code;
            }
        }
    }

    /// A person on the list.
    ///
    /// @param birthDate yyyymmdd, 0 when unknown
    /// @param action what the officer is asked to do, in the words of whoever put the alert
    public record Nominal(
            String id,
            String surname,
            String givenNames,
            int birthDate,
            String nationality,
            String action,
            List<Finger> fingers) {
        public Nominal {
            fingers = List.copyOf(fingers);
        }
    }

    /// @param position ISO/IEC 19794 finger position, 0 when unknown
    /// @param template native SourceAFIS template
    public record Finger(int position, byte[] template) {}

    public byte[] encode() {
        CborWriter out = new CborWriter().map(documents.isEmpty() ? 1 : 2);
        out.uint(1).array(nominals.size());
        for (Nominal nominal : nominals) {
            out.array(7).text(nominal.id()).text(nominal.surname()).text(nominal.givenNames());
            out.uint(nominal.birthDate()).text(nominal.nationality()).text(nominal.action());
            out.array(nominal.fingers().size());
            for (Finger finger : nominal.fingers()) {
                out.array(2).uint(finger.position()).bytes(finger.template());
            }
        }
        if (!documents.isEmpty()) {
            out.uint(2).array(documents.size());
            for (LostDocument document : documents) {
                out.array(4).text(document.issuer()).text(document.number());
                out.uint(document.status().code()).text(document.action());
            }
        }
        byte[] cbor = out.toByteArray();
        byte[] bytes = new byte[cbor.length + 1];
        bytes[0] = 1;
        System.arraycopy(cbor, 0, bytes, 1, cbor.length);
        return bytes;
    }

    /// @throws MalformedException naming the field that is not as SPEC.md §6.2 says
    public static Watchlist decode(byte[] bytes) throws MalformedException {
        if (bytes.length == 0 || bytes[0] != 1) {
            throw new MalformedException("watchlist.version", "1", "another");
        }
        CborReader in = new CborReader(bytes, 1, bytes.length);
        List<Nominal> nominals = new ArrayList<>();
        List<LostDocument> documents = new ArrayList<>();
        boolean[] present = new boolean[1];
        in.map(
                "watchlist",
                2,
                key -> {
                    switch ((int) key) {
                        case 1 -> {
                            present[0] = true;
                            int count = in.array("watchlist.nominals", MAX_NOMINALS);
                            for (int i = 0; i < count; i++) {
                                nominals.add(nominal(in, "watchlist.nominals[" + i + "]"));
                            }
                        }
                        case 2 -> documents(in, documents);
                        default -> throw CborReader.unknownKey("watchlist", key);
                    }
                });
        in.end("watchlist");
        if (!present[0]) {
            throw new MalformedException("watchlist.nominals", "a list, empty or not", "none");
        }
        return new Watchlist(nominals, documents);
    }

    private static void documents(CborReader in, List<LostDocument> documents)
            throws MalformedException {
        int count = in.array("watchlist.documents", MAX_DOCUMENTS);
        if (count == 0) {
            throw new MalformedException(
                    "watchlist.documents",
                    "1 to " + MAX_DOCUMENTS + " items, or no such key",
                    "none");
        }
        for (int i = 0; i < count; i++) {
            String field = "watchlist.documents[" + i + "]";
            if (in.array(field, 4) != 4) {
                throw new MalformedException(field, "an array of 4 items", "fewer");
            }
            String issuer = in.text(field + ".issuer", 3);
            String number = in.text(field + ".number", LostDocument.MAX_NUMBER);
            int status = (int) in.uint(field + ".status", 3);
            if (status == 0) {
                throw new MalformedException(field + ".status", "1 to 3", "0");
            }
            documents.add(
                    new LostDocument(
                            issuer,
                            number,
                            LostDocument.Status.values()[status - 1],
                            in.text(field + ".action", MAX_ACTION)));
        }
    }

    private static Nominal nominal(CborReader in, String field) throws MalformedException {
        if (in.array(field, 7) != 7) {
            throw new MalformedException(field, "an array of 7 items", "fewer");
        }
        return new Nominal(
                in.text(field + ".id", 64),
                in.text(field + ".surname", MAX_NAME),
                in.text(field + ".given_names", MAX_NAME),
                (int) in.uint(field + ".birth_date", 9999_12_31),
                in.text(field + ".nationality", 3),
                in.text(field + ".action", MAX_ACTION),
                fingers(in, field + ".fingers"));
    }

    private static List<Finger> fingers(CborReader in, String field) throws MalformedException {
        int count = in.array(field, 20);
        List<Finger> fingers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String finger = field + "[" + i + "]";
            if (in.array(finger, 2) != 2) {
                throw new MalformedException(finger, "a position and a template", "fewer");
            }
            fingers.add(
                    new Finger(
                            (int) in.uint(finger + ".position", 10),
                            in.bytes(finger + ".template", MAX_TEMPLATE)));
        }
        return fingers;
    }
}
