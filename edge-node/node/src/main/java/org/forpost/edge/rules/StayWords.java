package org.forpost.edge.rules;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// Says in words how long a stay may be and why.
final class StayWords {
    private static final DateTimeFormatter EN =
            DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter RU =
            DateTimeFormatter.ofPattern("d MMMM yyyy 'г.'", Locale.forLanguageTag("ru"));

    private StayWords() {}

    static Words explain(
            StayRule rule, LocalDate today, int used, int mostUsed, Optional<LocalDate> last) {
        return new Words(
                rule.reason().en() + " " + english(rule, today, used, mostUsed, last),
                rule.reason().ru() + " " + russian(rule, today, used, mostUsed, last));
    }

    private static String english(
            StayRule rule, LocalDate today, int used, int mostUsed, Optional<LocalDate> last) {
        String window =
                switch (rule.window()) {
                    case StayRule.Window.CalendarYear _ -> "in " + today.getYear();
                    case StayRule.Window.Rolling(int days) -> "in the last " + days(days);
                };
        StringBuilder text = new StringBuilder();
        text.append(days(used)).append(" of ").append(rule.days()).append(" used ");
        text.append(window).append('.');
        if (mostUsed > used) {
            text.append(" An exit is missing: it may have been up to ");
            text.append(days(mostUsed)).append('.');
        }
        text.append(
                last.map(day -> " Leave by " + EN.format(day) + ", that day included.")
                        .orElse(" No day is left today."));
        return text.toString();
    }

    private static String russian(
            StayRule rule, LocalDate today, int used, int mostUsed, Optional<LocalDate> last) {
        String window =
                switch (rule.window()) {
                    case StayRule.Window.CalendarYear _ -> "в " + today.getYear() + " году";
                    case StayRule.Window.Rolling(int days) -> "за последние " + russianDays(days);
                };
        StringBuilder text = new StringBuilder();
        text.append("Использовано дней: ").append(used).append(" из ").append(rule.days());
        text.append(' ').append(window).append('.');
        if (mostUsed > used) {
            text.append(" Нет отметки о выезде: могло быть до ").append(mostUsed).append('.');
        }
        text.append(
                last.map(day -> " Выехать не позднее " + RU.format(day) + " включительно.")
                        .orElse(" На сегодня дней не осталось."));
        return text.toString();
    }

    /// Russian has three forms: 1 день, 2 дня, 5 дней, and 11 дней.
    static String russianDays(int count) {
        int tens = count % 100;
        int ones = count % 10;
        String word;
        if (ones == 1 && tens != 11) {
            word = "день";
        } else if (ones >= 2 && ones <= 4 && (tens < 12 || tens > 14)) {
            word = "дня";
        } else {
            word = "дней";
        }
        return count + " " + word;
    }

    private static String days(int count) {
        return count == 1 ? "1 day" : count + " days";
    }
}
