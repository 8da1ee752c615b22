package org.forpost.protocol.cbor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// One meaning has one spelling: every other is refused by the name of its field.
class CborReaderTest {
    private static CborReader reader(String hex) {
        return new CborReader(HexFormat.of().parseHex(hex));
    }

    private static void refused(String expected, org.junit.jupiter.api.function.Executable read) {
        MalformedException e = assertThrows(MalformedException.class, read);
        assertEquals("it", e.field());
        assertTrue(String.valueOf(e.getMessage()).contains(expected), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            longs = {0, 23, 24, 255, 256, 65535, 65536, 4294967295L, 4294967296L, Long.MAX_VALUE})
    void everyNumberHasOneHead(long value) throws Exception {
        byte[] written = new CborWriter().uint(value).toByteArray();
        assertEquals(value, new CborReader(written).uint("it", Long.MAX_VALUE));
        byte[] negative = new CborWriter().integer(-1 - value).toByteArray();
        assertEquals(-1 - value, new CborReader(negative).integer("it"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1800", "1817", "190000", "1900ff", "1a0000ffff", "1b00000000ffffffff"})
    void aLongerHeadThanNeededIsRefused(String hex) {
        refused("the shortest form", () -> reader(hex).uint("it", Long.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1c", "1d", "1e", "1f", "18", "1901", "1a010203", "1b01020304050607", ""})
    void anUnfinishedOrReservedHeadIsRefused(String hex) {
        assertThrows(MalformedException.class, () -> reader(hex).uint("it", Long.MAX_VALUE));
    }

    @ParameterizedTest
    @CsvSource({
        "f97e00, a simple value or float",
        "fa47c35000, a simple value or float",
        "fb3ff199999999999a, a simple value or float",
        "c100, a tag",
        "20, a negative integer",
        "f6, a simple value or float",
        "6161, a text",
    })
    void whatIsNoNumberIsRefusedByWhatItIs(String hex, String found) {
        refused(found, () -> reader(hex).uint("it", Long.MAX_VALUE));
    }

    @Test
    void numbersOutOfBoundsAreRefused() {
        refused("at most 7", () -> reader("08").uint("it", 7));
        refused("18446744073709551615", () -> reader("1bffffffffffffffff").uint("it", 7));
        assertThrows(MalformedException.class, () -> reader("3bffffffffffffffff").integer("it"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5f4101ff", "7f6161ff", "9f01ff", "bf0101ff"})
    void indefiniteLengthsAreRefused(String hex) {
        CborReader in = reader(hex);
        refused(
                "an indefinite one",
                () -> {
                    switch (hex.charAt(0)) {
                        case '5' -> in.bytes("it", 9);
                        case '7' -> in.text("it", 9);
                        case '9' -> in.array("it", 9);
                        default -> in.map("it", 9, key -> {});
                    }
                });
    }

    @Test
    void mapKeysAscendAndComeOnce() {
        for (String hex : new String[] {"a201000100", "a202000100", "a3010003000200"}) {
            CborReader in = reader(hex);
            refused("ascending order", () -> in.map("it", 9, key -> in.uint("value", 0)));
        }
    }

    @Test
    void aKeyIsNeverTakenForAnotherOne() {
        CborReader in = reader("a201001b000000010000000100");
        MalformedException e =
                assertThrows(
                        MalformedException.class,
                        () -> in.map("it", 9, key -> in.uint("value", 0)));
        assertEquals("it key", e.field());
    }

    @Test
    void lengthsAreCheckedBeforeAnythingIsAllocated() {
        refused("at most 10", () -> reader("5b7fffffffffffffff").bytes("it", 10));
        refused("bytes of input", () -> reader("5a7ffffff0").bytes("it", Integer.MAX_VALUE));
        refused("bytes of input", () -> reader("7a7ffffff0").text("it", Integer.MAX_VALUE));
        refused("at most 3 items", () -> reader("9a7fffffff").array("it", 3));
        refused("at most 3 entries", () -> reader("ba7fffffff").map("it", 3, key -> {}));
    }

    @ParameterizedTest
    @ValueSource(strings = {"61ff", "62c080", "63eda080", "64f4908080", "62c328"})
    void textIsValidUtf8(String hex) {
        refused("valid UTF-8", () -> reader(hex).text("it", 9));
    }

    @Test
    void truthHasTwoSpellingsOnly() throws Exception {
        assertTrue(reader("f5").bool("it"));
        refused("true or false", () -> reader("f6").bool("it"));
        refused("true or false", () -> reader("01").bool("it"));
        refused("true or false", () -> reader("").bool("it"));
    }

    @Test
    void nothingMayFollowTheEnd() throws Exception {
        CborReader in = reader("410100");
        assertArrayEquals(new byte[] {1}, in.exactly("it", 1));
        refused("nothing after its end", () -> in.end("it"));
        refused("2 bytes", () -> reader("4101").exactly("it", 2));
    }
}
