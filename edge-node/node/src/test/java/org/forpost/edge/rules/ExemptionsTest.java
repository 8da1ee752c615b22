package org.forpost.edge.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import org.forpost.protocol.record.Crossing.Category;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who gives no biometrics, at the edges.
class ExemptionsTest {
    private final Exemptions rules = Exemptions.shipped();

    private Ruling ruling(String born, String state, Category category, String day) {
        return rules.ruling(
                new Traveller(LocalDate.parse(born), state, category), LocalDate.parse(day));
    }

    @ParameterizedTest
    @CsvSource({
        "2020-11-23, 2026-11-22, true", // six tomorrow
        "2020-11-22, 2026-11-22, false", // six today
        "2020-02-29, 2026-02-28, true", // a leap day's child turns six on 1 March
        "2020-02-29, 2026-03-01, false",
        "2026-11-22, 2026-11-22, true", // born today
        "2018-02-28, 2024-02-28, false",
    })
    void aChildIsExemptUntilTheSixthBirthday(String born, String day, boolean exempt) {
        Ruling ruling = ruling(born, "UTO", Category.ORDINARY, day);
        assertEquals(exempt, ruling instanceof Ruling.Exempt, ruling.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "UTO, DIPLOMAT, diplomat",
        "UTO, MISSION_STAFF, mission-staff",
        "UTO, INTERNATIONAL_ORGANIZATION, international-organization",
        "UTO, FAMILY_OF_DIPLOMAT, family-of-diplomat",
        "BLR, ORDINARY, nationality",
    })
    void everyListedGroupIsExemptWithItsReason(String state, Category category, String code) {
        Ruling.Exempt exempt =
                assertInstanceOf(
                        Ruling.Exempt.class, ruling("1980-01-01", state, category, "2026-11-22"));
        assertEquals(code, exempt.code());
        assertEquals(rules.version(), exempt.rules());
    }

    @Test
    void anybodyElseGives() {
        assertInstanceOf(
                Ruling.Due.class, ruling("1980-01-01", "UTO", Category.ORDINARY, "2026-11-22"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "code = 'a'|exemption[0].reason",
                "code = 'a';reason = 'b'|exemption[0]: exactly one",
                "code = 'a';reason = 'b';under_years = 0|under_years",
                "code = 'a';reason = 'b';under_years = 6;under = 7|exemption[0].under",
                "code = 'a';reason = 'b';nationalities = ['Belarus']|nationalities",
                "code = 'a';reason = 'b';category = 'king'|category",
            })
    void aDamagedRuleSetIsRefusedByTheNameOfItsEntry(String entry, String named) {
        String toml = "version = '1'\n[[exemption]]\n" + entry.replace(";", "\n");
        var refused = assertThrows(BadRulesException.class, () -> Exemptions.parse(toml));
        assertTrue(String.valueOf(refused.getMessage()).contains(named), refused.getMessage());
    }
}
