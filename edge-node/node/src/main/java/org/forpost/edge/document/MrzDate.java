package org.forpost.edge.document;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/// A date as a zone has it: two digits for the year, and fillers for what is not known (ICAO Doc
/// 9303 part 3 section 4.8).
///
/// @param text six characters, `YYMMDD`
public record MrzDate(String text) {
    /// Nobody who crosses a border is older.
    private static final int OLDEST_YEARS = 120;

    /// No document is valid for longer ahead, so a later year is one of the last century.
    private static final int LONGEST_VALID_YEARS = 50;

    /// Whether a part of it is not known.
    public boolean partly() {
        return text.indexOf('<') >= 0;
    }

    /// As a day of birth: the latest such day that is not after `today`.
    ///
    /// @return empty if partly unknown or no day of the calendar
    public Optional<LocalDate> asBirth(LocalDate today) {
        for (int century = today.getYear() / 100; century >= 0; century--) {
            Optional<LocalDate> day = in(century);
            if (day.isPresent() && !day.get().isAfter(today)) {
                return day.filter(d -> d.isAfter(today.minusYears(OLDEST_YEARS)));
            }
            if (century < today.getYear() / 100 - 2) {
                break;
            }
        }
        return Optional.empty();
    }

    /// As the last day of validity: the one nearest to `today`, up to 50 years ahead.
    ///
    /// @return empty if partly unknown or no day of the calendar
    public Optional<LocalDate> asExpiry(LocalDate today) {
        LocalDate latest = today.plusYears(LONGEST_VALID_YEARS);
        for (int century = latest.getYear() / 100; century >= 19; century--) {
            Optional<LocalDate> day = in(century);
            if (day.isPresent() && !day.get().isAfter(latest)) {
                return day;
            }
        }
        return Optional.empty();
    }

    /// Whether month and day can be such, as far as they are known; a leap day of some century is.
    boolean possible() {
        if (text.length() != 6 || !text.matches("(\\d\\d|<<)(\\d\\d|<<)(\\d\\d|<<)")) {
            return false;
        }
        if (partly()) {
            String month = text.substring(2, 4);
            String day = text.substring(4, 6);
            return (month.equals("<<") || in(1, 12, month)) && (day.equals("<<") || in(1, 31, day));
        }
        return in(20).isPresent() || in(19).isPresent();
    }

    private static boolean in(int least, int most, String digits) {
        int value = Integer.parseInt(digits);
        return value >= least && value <= most;
    }

    private Optional<LocalDate> in(int century) {
        if (text.length() != 6 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        int year = century * 100 + Integer.parseInt(text.substring(0, 2));
        try {
            return Optional.of(
                    LocalDate.of(
                            year,
                            Integer.parseInt(text.substring(2, 4)),
                            Integer.parseInt(text.substring(4, 6))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
