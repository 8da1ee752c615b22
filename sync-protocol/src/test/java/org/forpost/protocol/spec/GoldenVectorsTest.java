package org.forpost.protocol.spec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.release.Operators;
import org.forpost.protocol.release.TrustAnchors;
import org.forpost.protocol.release.Watchlist;
import org.forpost.protocol.sync.LedgerEntry;
import org.junit.jupiter.api.Test;

/// The vectors beside SPEC.md, in both directions: the code writes the file again, and reads in it
/// what it says.
class GoldenVectorsTest {
    private static final Path FILE = Path.of("vectors", "vectors.json");

    private final List<GoldenVectors.Vector> vectors;

    GoldenVectorsTest() throws Exception {
        vectors = GoldenVectors.read(Files.readString(FILE));
    }

    @Test
    void theFileIsWhatTheCodeWrites() throws Exception {
        // An envelope holds a Deflate stream that another zlib may choose otherwise (SPEC.md §3.3).
        List<GoldenVectors.Vector> made = GoldenVectors.all();
        assertEquals(made.size(), vectors.size());
        for (int i = 0; i < made.size(); i++) {
            GoldenVectors.Vector expected = made.get(i);
            GoldenVectors.Vector found = vectors.get(i);
            assertEquals(expected.kind() + expected.name(), found.kind() + found.name());
            boolean deflated =
                    found.kind().equals("envelope")
                            || found.kind().startsWith("bundle")
                            || found.name().matches("message-piece.*|ledger-accepted.*|bundle-.*");
            if (!deflated) {
                assertArrayEquals(expected.bytes(), found.bytes(), found.name());
                assertEquals(expected.line(), found.line());
            }
        }
    }

    @Test
    void theCodeReadsWhatTheFileSays() {
        for (GoldenVectors.Vector vector : vectors) {
            GoldenVectors.Vector read =
                    GoldenVectors.judged(vector.kind(), vector.name(), vector.bytes());
            assertEquals(vector.line(), read.line());
        }
    }

    @Test
    void whatIsReadIsWrittenTheSameAgain() throws Exception {
        for (GoldenVectors.Vector vector : vectors) {
            if (vector.expect().equals("ok")) {
                byte[] again =
                        switch (vector.kind()) {
                            case "record" -> RecordCodec.encode(RecordCodec.decode(vector.bytes()));
                            case "watchlist" -> Watchlist.decode(vector.bytes()).encode();
                            case "operators" -> Operators.decode(vector.bytes()).encode();
                            case "trust" -> TrustAnchors.decode(vector.bytes()).encode();
                            case "ledger" -> LedgerEntry.decode(vector.bytes()).encode();
                            default -> vector.bytes();
                        };
                assertArrayEquals(vector.bytes(), again, vector.name());
            }
        }
    }

    @Test
    void everyKindHasGoodOnesAndBadOnesThatNameTheirField() {
        Set<String> kinds =
                vectors.stream().map(GoldenVectors.Vector::kind).collect(Collectors.toSet());
        assertEquals(14, kinds.size());
        for (String kind : kinds) {
            assertTrue(has(kind, "ok"), kind);
            assertTrue(has(kind, kind.equals("segment") ? "damaged" : "refused"), kind);
        }
        assertTrue(
                vectors.stream()
                        .filter(vector -> vector.expect().equals("refused"))
                        .noneMatch(vector -> vector.field().isEmpty()));
    }

    private boolean has(String kind, String expect) {
        return vectors.stream()
                .anyMatch(one -> one.kind().equals(kind) && one.expect().equals(expect));
    }
}
