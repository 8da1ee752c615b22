package org.forpost.edge.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.forpost.edge.lane.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a page, or somebody who pretends to be one, may send.
class RequestsTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
    private static final String ARRIVAL =
            """
            {"direction":"entry","document":{"type":"P","issuer":"UTO","number":"L898902C"},
             "person":{"surname":"О’КОННОР-ҒАНИ","givenNames":"","birthDate":"1974-08-12",
                       "nationality":"UTO","sex":"F"},
             "category":"mission-staff",
             "exceptions":[{"position":2,"reason":"injured","permanent":false}]}
            """;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void namesOfManyScriptsAreTaken() throws Problem {
        assertEquals("О’КОННОР-ҒАНИ", Requests.arrival(bytes(ARRIVAL), TODAY).person().surname());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"direction\":\"entry\"|\"direction\":\"in\"|direction",
                "\"number\":\"L898902C\"|\"number\":\"<script>\"|document.number",
                "О’КОННОР-ҒАНИ|<b>X</b>|person.surname",
                "О’КОННОР-ҒАНИ|X\\u202EY|person.surname",
                "О’КОННОР-ҒАНИ|X\\u0000Y|person.surname",
                "\"1974-08-12\"|\"2026-11-23\"|person.birthDate",
                "\"1974-08-12\"|\"1974-02-30\"|person.birthDate",
                "\"sex\":\"F\"|\"sex\":\"f\"|person.sex",
                "\"position\":2|\"position\":11|exceptions[0].position",
                "\"position\":2|\"position\":2.5|exceptions[0].position",
                "\"permanent\":false|\"permanent\":\"no\"|exceptions[0].permanent",
                "\"sex\":\"F\"|\"sex\":\"F\",\"admin\":true|person.admin",
            })
    void aFieldThatIsNotAsItMustBeIsNamed(String good, String bad, String field) {
        Problem problem =
                assertThrows(
                        Problem.class,
                        () -> Requests.arrival(bytes(ARRIVAL.replace(good, bad)), TODAY));
        assertEquals(422, problem.status());
        assertEquals(field, problem.json().getJsonObject("error").getString("field"));
    }

    @Test
    void aLongNameIsMeasuredInBytes() {
        String name = "Щ".repeat(81);
        assertThrows(
                Problem.class,
                () -> Requests.arrival(bytes(ARRIVAL.replace("О’КОННОР-ҒАНИ", name)), TODAY));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[]|",
                "{\"a\":1,\"a\":2}|",
                "{} {}|",
                "{|",
                "nonsense|",
                "{\"a\":[[[[[[[[[[1]]]]]]]]]]}|"
            })
    void whatIsNotOneObjectIsRefused(String body) {
        Problem problem = assertThrows(Problem.class, () -> Fields.of(bytes(body)));
        assertEquals(400, problem.status());
    }

    @Test
    void silenceAndNoAreTwoAnswers() throws Problem {
        String start = "{\"outcome\":\"admit\"";
        assertEquals(
                Verdict.Confirmation.silent(),
                Requests.verdict(bytes(start + "}"), "ivanov").confirmation());
        assertEquals(
                Verdict.Confirmation.nobody(),
                Requests.verdict(bytes(start + ",\"confirmed\":null}"), "ivanov").confirmation());
    }
}
