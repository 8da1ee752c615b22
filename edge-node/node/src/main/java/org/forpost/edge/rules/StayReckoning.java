package org.forpost.edge.rules;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.forpost.edge.rules.Stay.Missing;
import org.forpost.edge.rules.Stay.Spell;
import org.forpost.protocol.record.Crossing.Direction;
import org.jspecify.annotations.Nullable;

/// Counts days of stay. The day of entry and the day of exit are days of stay both; two stays that
/// share a day count it once.
final class StayReckoning {
    /// No rule lets anybody stay longer than its own limit twice over: at the turn of a year two
    /// limits may follow each other.
    private static final int TWICE = 2;

    private final StayRule rule;
    private final String version;

    StayReckoning(StayRule rule, String version) {
        this.rule = rule;
        this.version = version;
    }

    /// @param today the day of entry at the post
    /// @param known in any order; those after today are left out (a clock was wrong somewhere)
    Stay reckon(List<KnownCrossing> known, LocalDate today) {
        List<Spell> spells = spells(known, today);
        LocalDate from = rule.window().firstDay(today);
        int used = days(spells, from, today.minusDays(1), false);
        int mostUsed = days(spells, from, today.minusDays(1), true);
        Optional<LocalDate> last = lastDay(spells, today);
        return new Stay(
                rule.code(),
                version,
                used,
                mostUsed,
                last,
                spells.stream().filter(spell -> !spell.latest().isBefore(from)).toList(),
                StayWords.explain(rule, today, used, mostUsed, last));
    }

    private static List<Spell> spells(List<KnownCrossing> known, LocalDate today) {
        List<KnownCrossing> waiting = new ArrayList<>();
        known.stream()
                .filter(crossing -> !crossing.day().isAfter(today))
                .sorted(Comparator.comparing(KnownCrossing::day))
                .forEach(waiting::add);
        List<Spell> spells = new ArrayList<>();
        @Nullable LocalDate entered = null;
        while (!waiting.isEmpty()) {
            KnownCrossing crossing = next(waiting, entered != null);
            LocalDate day = crossing.day();
            if (crossing.direction() == Direction.ENTRY) {
                if (entered != null) {
                    spells.add(new Spell(entered, entered, day, Missing.EXIT));
                }
                entered = day;
            } else if (entered != null) {
                spells.add(new Spell(entered, day, day, Missing.NOTHING));
                entered = null;
            } else {
                spells.add(new Spell(day, day, day, Missing.ENTRY));
            }
        }
        if (entered != null) {
            spells.add(new Spell(entered, entered, today, Missing.EXIT));
        }
        return spells;
    }

    /// Of several crossings on one day whose hours are not known, the one that fits: whoever is in
    /// the country goes out, whoever is out comes in.
    private static KnownCrossing next(List<KnownCrossing> waiting, boolean inside) {
        Direction fits = inside ? Direction.EXIT : Direction.ENTRY;
        LocalDate day = waiting.getFirst().day();
        for (int i = 0; i < waiting.size() && waiting.get(i).day().equals(day); i++) {
            if (waiting.get(i).direction() == fits) {
                return waiting.remove(i);
            }
        }
        return waiting.removeFirst();
    }

    private static int days(List<Spell> spells, LocalDate from, LocalDate to, boolean atMost) {
        int count = 0;
        for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
            if (stayed(spells, day, atMost)) {
                count++;
            }
        }
        return count;
    }

    private static boolean stayed(List<Spell> spells, LocalDate day, boolean atMost) {
        return spells.stream()
                .anyMatch(spell ->
                        !day.isBefore(spell.first())
                                && !day.isAfter(atMost ? spell.latest() : spell.last()));
    }

    private Optional<LocalDate> lastDay(List<Spell> spells, LocalDate today) {
        LocalDate last = today.minusDays(1);
        for (int n = 0; n < TWICE * rule.days(); n++) {
            LocalDate day = last.plusDays(1);
            LocalDate from = rule.window().firstDay(day);
            LocalDate before = today.minusDays(1);
            int earlier = from.isAfter(before) ? 0 : days(spells, from, before, false);
            LocalDate since = from.isAfter(today) ? from : today;
            long now = since.datesUntil(day.plusDays(1)).count();
            if (earlier + now > rule.days()) {
                break;
            }
            last = day;
        }
        return last.isBefore(today) ? Optional.empty() : Optional.of(last);
    }
}
