package org.forpost.edge.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.forpost.protocol.record.Crossing.Direction;
import org.forpost.protocol.record.Crossing.FingerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How long a stay may be, at the edges.
class StayTest {
    private final RuleSet rules = RuleSet.shipped();

    private Stay stay(String ground, String today, String... crossings) {
        List<KnownCrossing> known =
                Arrays.stream(crossings)
                        .map(crossing ->
                                new KnownCrossing(
                                        crossing.startsWith("in ")
                                                ? Direction.ENTRY
                                                : Direction.EXIT,
                                        LocalDate.parse(
                                                crossing.substring(crossing.indexOf(' ') + 1))))
                        .toList();
        return rules.stay(ground, "UTO", known, LocalDate.parse(today)).orElseThrow();
    }

    private static Optional<LocalDate> day(String text) {
        return Optional.of(LocalDate.parse(text));
    }

    @Test
    void whoWasNeverHereHasAllNinetyDaysTodayIncluded() {
        Stay stay = stay("visa-free", "2026-03-01");
        assertEquals(0, stay.used());
        assertEquals(day("2026-05-29"), stay.lastDay());
        assertFalse(stay.uncertain());
    }

    @Test
    void daysOfEntryAndExitCountAndASharedDayCountsOnce() {
        Stay stay =
                stay(
                        "visa-free",
                        "2026-06-01",
                        "in 2026-02-01",
                        "out 2026-02-10",
                        "in 2026-02-10",
                        "out 2026-02-11",
                        "in 2026-03-05",
                        "out 2026-03-05");
        assertEquals(12, stay.used());
        assertEquals(day("2026-08-17"), stay.lastDay());
        assertEquals(3, stay.spells().size());
    }

    @Test
    void aNewYearBringsNewDays() {
        // 60 days used; 30 are left, which end on the 31st of December: the next year follows.
        Stay stay = stay("visa-free", "2026-12-02", "in 2026-03-01", "out 2026-04-29");
        assertEquals(60, stay.used());
        assertEquals(day("2027-03-31"), stay.lastDay());
        // One day less, and the stay ends before the year does.
        assertEquals(
                day("2026-12-30"),
                stay("visa-free", "2026-12-02", "in 2026-03-01", "out 2026-04-30").lastDay());
    }

    @Test
    void aStayOfLastYearDoesNotCountInThisOne() {
        Stay stay = stay("visa-free", "2026-01-10", "in 2025-11-01", "out 2026-01-02");
        assertEquals(2, stay.used());
        assertEquals(day("2026-04-07"), stay.lastDay());
    }

    @Test
    void inARollingWindowOldDaysFallOut() {
        Stay stay = stay("short-stay-visa", "2026-07-01", "in 2026-01-01", "out 2026-03-31");
        // 90 days from 1 January; on 1 July the window begins on 3 January.
        assertEquals(88, stay.used());
        assertEquals(day("2026-09-28"), stay.lastDay());
    }

    @Test
    void whoHasUsedEverythingHasNoDayLeft() {
        Stay stay = stay("visa-free", "2026-06-01", "in 2026-01-01", "out 2026-03-31");
        assertEquals(90, stay.used());
        assertEquals(Optional.empty(), stay.lastDay());
        assertTrue(stay.explanation().en().endsWith("No day is left today."));
    }

    @Test
    void aMissingExitIsMarkedAndCountsOneDayAndPerhapsMore() {
        Stay stay =
                stay("visa-free", "2026-06-11", "in 2026-06-01", "in 2026-06-05", "out 2026-06-06");
        assertEquals(3, stay.used());
        assertEquals(6, stay.mostUsed());
        assertEquals(Stay.Missing.EXIT, stay.spells().getFirst().missing());
        assertTrue(stay.uncertain());
        assertTrue(stay.explanation().ru().contains("Нет отметки о выезде: могло быть до 6."));
    }

    @Test
    void aMissingEntryIsMarked() {
        Stay stay = stay("visa-free", "2026-06-11", "out 2026-06-01");
        assertEquals(1, stay.used());
        assertEquals(Stay.Missing.ENTRY, stay.spells().getFirst().missing());
        assertTrue(stay.uncertain());
    }

    @Test
    void aLeapDayIsADay() {
        assertEquals(day("2028-05-28"), stay("visa-free", "2028-02-29").lastDay());
        assertEquals(day("2028-03-30"), stay("visa-free", "2028-01-01").lastDay());
        assertEquals(day("2027-03-31"), stay("visa-free", "2027-01-01").lastDay());
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1 день",
        "2, 2 дня",
        "5, 5 дней",
        "11, 11 дней",
        "21, 21 день",
        "114, 114 дней"
    })
    void russianCountsDays(int count, String words) {
        assertEquals(words, StayWords.russianDays(count));
    }

    @Test
    void aTemporaryExceptionIsDueAgainAndAPermanentOneIsNot() {
        LocalDate taken = LocalDate.parse("2026-02-01");
        assertEquals(
                day("2026-03-03"),
                rules.exception(FingerException.Reason.INJURED, false)
                        .orElseThrow()
                        .retakeDue(taken));
        assertEquals(
                Optional.empty(),
                rules.exception(FingerException.Reason.MISSING, true)
                        .orElseThrow()
                        .retakeDue(taken));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[[stay]];code='a';days=0;window_days=180;en='e';ru='r'|stay[0].days",
                "[[stay]];code='a';days=9;en='e';ru='r'|stay[0].window_days",
                "[[stay]];code='a';days=9;window='calendar-year';window_days=3;en='e';ru='r'|stay[0]:",
                "[[stay]];code='a';days=9;window_days=180;en='e'|stay[0].ru",
                "[[finger_exception]];reason='lost'|finger_exception[0].reason",
                "[[finger_exception]];reason='missing';permanent=true;retake_days=3|retake_days",
                "[stay];code='a'|stay: [[stay]] tables expected",
                "[[visas]];code='a'|visas: nothing of this name",
            })
    void aDamagedRuleSetIsRefusedByTheNameOfItsEntry(String entry, String named) {
        String toml = "version = '1'\n" + entry.replace(";", "\n");
        var refused = assertThrows(BadRulesException.class, () -> RuleSet.parse(toml));
        assertTrue(String.valueOf(refused.getMessage()).contains(named), refused.getMessage());
    }
}
