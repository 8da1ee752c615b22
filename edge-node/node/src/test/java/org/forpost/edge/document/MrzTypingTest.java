package org.forpost.edge.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.forpost.edge.document.MrzTyping.State;
import org.junit.jupiter.api.Test;

/// What the page shows while an officer types a zone off a paper document.
class MrzTypingTest {
    /// The specimens of ICAO Doc 9303 parts 4, 5, 6 and 7.
    private static final String TD3 =
            """
            P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<
            L898902C36UTO7408122F1204159ZE184226B<<<<<10\
            """;

    private static final String TD1 =
            """
            I<UTOD231458907<<<<<<<<<<<<<<<
            7408122F1204159UTO<<<<<<<<<<<6
            ERIKSSON<<ANNA<MARIA<<<<<<<<<<\
            """;

    private static final String TD2 =
            """
            I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<
            D231458907UTO7408122F1204159<<<<<<<6\
            """;

    private static final String MRV_A =
            """
            V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<
            L8988901C4XXX4009078F96121096ZE184226B<<<<<<\
            """;

    private static State state(MrzTyping typing, MrzField field) {
        return typing.checks().stream()
                .filter(check -> check.field() == field)
                .findFirst()
                .orElseThrow()
                .state();
    }

    @Test
    void eachDigitIsToldAsSoonAsItCanBe() {
        String upToNumber = TD3.substring(0, 45 + 9);
        assertEquals(State.WAITING, state(MrzTyping.of(upToNumber), MrzField.DOCUMENT_NUMBER));
        assertEquals(State.RIGHT, state(MrzTyping.of(upToNumber + "6"), MrzField.DOCUMENT_NUMBER));
        MrzTyping slip = MrzTyping.of(upToNumber + "5");
        assertEquals(State.WRONG, state(slip, MrzField.DOCUMENT_NUMBER));
        assertEquals("6", slip.checks().getFirst().expected());
        assertEquals(State.WAITING, state(slip, MrzField.COMPOSITE));
        assertEquals(Optional.empty(), slip.whole());
    }

    @Test
    void everyLayoutIsFoundAndRightToItsEnd() {
        for (var each :
                List.of(
                        new Object[] {MrzFormat.TD3, TD3},
                        new Object[] {MrzFormat.TD1, TD1},
                        new Object[] {MrzFormat.TD2, TD2},
                        new Object[] {MrzFormat.MRV_A, MRV_A})) {
            MrzTyping typing = MrzTyping.of((String) each[1]);
            assertEquals(Optional.of((MrzFormat) each[0]), typing.format());
            assertTrue(
                    typing.checks().stream().allMatch(check -> check.state() == State.RIGHT),
                    typing.toString());
            assertTrue(typing.whole().orElseThrow().sound(), typing.toString());
            assertTrue(typing.lines().stream().allMatch(line -> line.missing() == 0));
        }
    }

    /// Whatever the page asks in between is answered; and what is told of a digit half way is what
    /// the reader says of the whole.
    @Test
    void everyBeginningOfAZoneIsAnswered() {
        for (String zone : List.of(TD3, TD1, TD2, MRV_A)) {
            for (int end = 0; end <= zone.length(); end++) {
                MrzTyping typing = MrzTyping.of(zone.substring(0, end));
                assertTrue(
                        typing.checks().stream().noneMatch(c -> c.state() == State.WRONG),
                        typing.toString());
            }
        }
    }

    @Test
    void whatCannotStandInAZoneIsNamedByItsColumn() {
        MrzTyping typing = MrzTyping.of("p<uto ИВАНОВ<<!");
        assertEquals("P<UTOИВАНОВ<<!", typing.lines().getFirst().text());
        assertEquals(List.of(5, 6, 7, 8, 9, 10, 13), typing.lines().getFirst().strays());
        assertEquals(30, typing.lines().getFirst().missing());
        assertEquals(Optional.of(MrzFormat.TD3), typing.format());
        assertEquals(List.of(), MrzTyping.of("").lines());
        assertEquals(256, MrzTyping.of("<".repeat(100_000)).lines().getFirst().text().length());
    }

    @Test
    void aLongNumberOnACardIsToldWithTheWhole() {
        String first = "I<UTOD23145890<7349<<<<<<<<<<<";
        MrzTyping typing = MrzTyping.of(first + "\n3407127M9507122UTO<<<<<<<<<<<2\n");
        assertEquals(State.WAITING, state(typing, MrzField.DOCUMENT_NUMBER));
        assertEquals(State.RIGHT, state(typing, MrzField.COMPOSITE));
    }
}
