package org.forpost.edge.rules;

import java.time.LocalDate;
import java.util.Set;

/// How long somebody may stay on one ground of entry.
///
/// @param code short stable name, such as `visa-free`
/// @param nationalities three-letter codes; empty for everybody
/// @param days how many days of each window
/// @param reason one sentence in each language that says whence the limit comes
record StayRule(String code, Set<String> nationalities, int days, Window window, Words reason) {
    static final int YEAR = 366;

    boolean covers(String nationality) {
        return nationalities.isEmpty() || nationalities.contains(nationality);
    }

    /// Over which days the days of stay are added up.
    sealed interface Window {
        /// The first day of the window whose last day is `last`.
        LocalDate firstDay(LocalDate last);

        /// Most days that it can have.
        int longest();

        /// Of each calendar year.
        record CalendarYear() implements Window {
            @Override
            public LocalDate firstDay(LocalDate last) {
                return last.withDayOfYear(1);
            }

            @Override
            public int longest() {
                return YEAR;
            }
        }

        /// Of any so many days in a row.
        record Rolling(int days) implements Window {
            @Override
            public LocalDate firstDay(LocalDate last) {
                return last.minusDays(days - 1L);
            }

            @Override
            public int longest() {
                return days;
            }
        }
    }
}
