package org.forpost.edge.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The specimens are those of ICAO Doc 9303, 8th edition, parts 4 to 7.
final class MrzReaderTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

    private static final String PASSPORT =
            """
            P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<
            L898902C36UTO7408122F1204159ZE184226B<<<<<10
            """;
    private static final String SMALL_CARD =
            """
            I<UTOD231458907<<<<<<<<<<<<<<<
            7408122F1204159UTO<<<<<<<<<<<6
            ERIKSSON<<ANNA<MARIA<<<<<<<<<<
            """;
    private static final String LARGE_CARD =
            """
            I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<
            D231458907UTO7408122F1204159<<<<<<<6
            """;
    private static final String VISA =
            """
            V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<
            L8988901C4XXX4009078F96121096ZE184226B<<<<<<
            """;
    private static final String SMALL_VISA =
            """
            V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<
            L8988901C4XXX4009078F9612109<<<<<<<<
            """;

    @Test
    void everySpecimenIsSoundAndGivesItsFields() {
        for (String specimen : List.of(PASSPORT, SMALL_CARD, LARGE_CARD, VISA, SMALL_VISA)) {
            MrzReading.Zone zone = zone(specimen);
            assertEquals(List.of(), zone.faults(), specimen);
            assertEquals("ERIKSSON", zone.surname());
            assertEquals("ANNA MARIA", zone.givenNames());
            assertEquals("UTO", zone.issuer());
            assertEquals('F', zone.sex());
        }
        MrzReading.Zone passport = zone(PASSPORT);
        assertEquals(MrzFormat.TD3, passport.format());
        assertEquals("L898902C3", passport.number());
        assertEquals("ZE184226B", passport.optional());
        assertEquals(Optional.of(LocalDate.of(1974, 8, 12)), passport.birth().asBirth(TODAY));
        assertEquals(Optional.of(LocalDate.of(2012, 4, 15)), passport.expiry().asExpiry(TODAY));
        assertEquals(MrzFormat.TD1, zone(SMALL_CARD).format());
        assertEquals(MrzFormat.TD2, zone(LARGE_CARD).format());
        assertEquals(MrzFormat.MRV_A, zone(VISA).format());
        assertEquals(MrzFormat.MRV_B, zone(SMALL_VISA).format());
    }

    @Test
    void aNumberOfMoreThanNineCharactersGoesOnInTheOptionalData() {
        MrzReading.Zone zone =
                zone(
                        """
                        I<UTOD23145890<7349<<<<<<<<<<<
                        3407127M9507122UTO<<<<<<<<<<<2
                        STEVENSON<<PETER<JOHN<<<<<<<<<
                        """);

        assertEquals("D23145890734", zone.number());
        assertEquals(List.of(), zone.faults());
        assertEquals("", zone.optional());
    }

    @Test
    void eachCheckDigitIsVerifiedAndItsFieldNamed() {
        String second = PASSPORT.lines().toList().get(1);
        record Slip(int at, MrzField field) {}
        List<Slip> slips =
                List.of(
                        new Slip(1, MrzField.DOCUMENT_NUMBER),
                        new Slip(14, MrzField.BIRTH_DATE),
                        new Slip(26, MrzField.EXPIRY_DATE),
                        new Slip(30, MrzField.PERSONAL_NUMBER));
        for (Slip slip : slips) {
            char other = second.charAt(slip.at()) == '1' ? '2' : '1';
            String wrong = second.substring(0, slip.at()) + other + second.substring(slip.at() + 1);
            MrzReading.Zone zone = zone(PASSPORT.lines().toList().get(0) + "\n" + wrong);
            assertEquals(
                    List.of(slip.field(), MrzField.COMPOSITE),
                    zone.faults().stream().map(MrzFault::field).toList());
        }
        MrzReading.Zone zone = zone(PASSPORT.substring(0, PASSPORT.length() - 2) + "1");
        assertEquals("composite check digit: expected 0, read 1", zone.faults().get(0).toString());
    }

    @Test
    void noSingleDigitReadWronglyGoesUnnoticed() {
        String first = PASSPORT.lines().toList().get(0);
        String second = PASSPORT.lines().toList().get(1);
        for (int at = 0; at < second.length(); at++) {
            char was = second.charAt(at);
            if (was < '0' || was > '9') {
                continue;
            }
            for (char other = '0'; other <= '9'; other++) {
                if (other != was) {
                    String wrong = second.substring(0, at) + other + second.substring(at + 1);
                    assertFalse(zone(first + "\n" + wrong).sound(), wrong);
                }
            }
        }
    }

    @Test
    void aDateThatIsNoDayAndASexThatIsNoneAreTold() {
        MrzReading.Zone zone =
                zone(
                        """
                        P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<
                        L898902C36UTO7402305X1204159ZE184226B<<<<<18
                        """);

        assertTrue(
                zone.faults().stream()
                        .anyMatch(f ->
                                f.field() == MrzField.BIRTH_DATE
                                        && f.kind() == MrzFault.Kind.DATE));
        assertTrue(zone.faults().stream().anyMatch(f -> f.field() == MrzField.SEX));
    }

    @Test
    void whatIsNoZoneIsRefusedInWords() {
        assertEquals(
                new MrzReading.NotAZone(
                        "three lines of 30, two of 36 or two of 44 characters expected, got lines"
                                + " of [3]"),
                MrzReader.read("ABC"));
        assertEquals(
                new MrzReading.NotAZone("line 1: A to Z, 0 to 9 and < expected, got U+202E"),
                MrzReader.read("P<UTO\u202eNOSSKIRE"));
        assertEquals(
                new MrzReading.NotAZone("line 1: A to Z, 0 to 9 and < expected, got U+0026"),
                MrzReader.read("<SCRIPT&"));
        assertInstanceOf(MrzReading.NotAZone.class, MrzReader.read("A".repeat(5_000_000)));
        assertInstanceOf(MrzReading.NotAZone.class, MrzReader.read(""));
    }

    @Test
    void randomCharactersOfTheRightShapeAreNeverSoundAndNeverThrow() {
        Random random = new Random(7);
        List<MrzFormat> formats = List.of(MrzFormat.values());
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<<<<";
        int sound = 0;
        for (int n = 0; n < 20_000; n++) {
            MrzFormat format = formats.get(n % formats.size());
            StringBuilder text = new StringBuilder();
            for (int line = 0; line < format.lines(); line++) {
                for (int i = 0; i < format.width(); i++) {
                    text.append(alphabet.charAt(random.nextInt(alphabet.length())));
                }
                text.append('\n');
            }
            if (MrzReader.read(text.toString()) instanceof MrzReading.Zone zone && zone.sound()) {
                sound++;
            }
        }
        assertEquals(0, sound);
    }

    @Test
    void theCenturyOfADateIsThatWhichMakesSense() {
        assertEquals(Optional.of(LocalDate.of(2020, 11, 22)), new MrzDate("201122").asBirth(TODAY));
        assertEquals(Optional.of(LocalDate.of(1926, 11, 23)), new MrzDate("261123").asBirth(TODAY));
        assertEquals(Optional.of(LocalDate.of(2024, 2, 29)), new MrzDate("240229").asBirth(TODAY));
        assertEquals(Optional.empty(), new MrzDate("74<<<<").asBirth(TODAY));
        assertEquals(
                Optional.of(LocalDate.of(1996, 12, 10)), new MrzDate("961210").asExpiry(TODAY));
        assertEquals(Optional.of(LocalDate.of(2036, 1, 1)), new MrzDate("360101").asExpiry(TODAY));
    }

    private static MrzReading.Zone zone(String text) {
        return assertInstanceOf(MrzReading.Zone.class, MrzReader.read(text));
    }
}
