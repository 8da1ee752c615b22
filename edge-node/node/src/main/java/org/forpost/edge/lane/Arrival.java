package org.forpost.edge.lane;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.forpost.edge.device.FingerPosition;
import org.forpost.edge.document.MrzField;
import org.forpost.edge.document.MrzReading;
import org.forpost.edge.document.ZoneDifference;
import org.forpost.edge.rules.Traveller;
import org.forpost.edge.watchlist.name.SoughtName;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.Crossing.Category;
import org.forpost.protocol.record.Crossing.Direction;
import org.forpost.protocol.record.Crossing.Document;
import org.forpost.protocol.record.Crossing.FingerException;
import org.forpost.protocol.record.Crossing.Person;
import org.jspecify.annotations.Nullable;

/// A traveller stands before the officer: what the document says, and which fingers cannot be had.
///
/// @param birthDate the same day as `person.birthDate`
/// @param exceptions each finger at most once
/// @param ground code of the ground of entry, null for an exit or where none limits the stay
public record Arrival(
        Direction direction,
        Document document,
        Person person,
        LocalDate birthDate,
        Category category,
        List<FingerException> exceptions,
        @Nullable String ground) {

    public Arrival {
        exceptions = List.copyOf(exceptions);
    }

    /// As the first line recorded it.
    ///
    /// @param named how many of the finger exceptions the officer had named
    /// @throws DateTimeException where the day of birth is not known to the day
    static Arrival of(Crossing first, int named) {
        int born = first.person().birthDate();
        Crossing.Basis basis = first.basis();
        return new Arrival(
                first.direction(),
                first.document(),
                first.person(),
                LocalDate.of(born / 10_000, born / 100 % 100, born % 100),
                first.category(),
                first.exceptions().subList(0, named),
                basis == null ? null : basis.ground());
    }

    /// @return fingers that are missing or cannot be given
    Set<FingerPosition> excepted() {
        Set<FingerPosition> fingers = new HashSet<>();
        exceptions.forEach(exception -> fingers.add(FingerPosition.of(exception.position())));
        return fingers;
    }

    /// As the lists know people.
    SoughtName name() {
        return new SoughtName(
                person.surname(), person.givenNames(), person.birthDate(), person.nationality());
    }

    /// What the officer entered and the chip has otherwise. A name in another alphabet, or one that
    /// the zone had no room for, differs too: the officer knows why.
    List<ZoneDifference> differences(MrzReading.Zone chip) {
        List<ZoneDifference> all = new ArrayList<>();
        differs(all, MrzField.ISSUING_STATE, document.issuer(), chip.issuer());
        differs(all, MrzField.DOCUMENT_NUMBER, document.number(), chip.number());
        differs(
                all,
                MrzField.NAME,
                name(person.surname(), person.givenNames()),
                name(chip.surname(), chip.givenNames()));
        differs(all, MrzField.NATIONALITY, person.nationality(), chip.nationality());
        differs(
                all,
                MrzField.BIRTH_DATE,
                String.format(Locale.ROOT, "%06d", person.birthDate() % 1_000_000),
                chip.birth().text());
        differs(
                all,
                MrzField.SEX,
                person.sex(),
                chip.sex() == '<' ? "X" : String.valueOf(chip.sex()));
        return all;
    }

    private static String name(String surname, String givenNames) {
        return givenNames.isEmpty() ? surname : surname + ", " + givenNames;
    }

    private static void differs(
            List<ZoneDifference> all, MrzField field, String entered, String chip) {
        if (!entered.equals(chip)) {
            all.add(new ZoneDifference(field, entered, chip));
        }
    }

    Traveller traveller() {
        return new Traveller(birthDate, person.nationality(), category);
    }
}
