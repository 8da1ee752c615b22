package org.forpost.edge.lane;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.forpost.edge.device.FingerPosition;
import org.forpost.edge.rules.Traveller;
import org.forpost.edge.watchlist.name.SoughtName;
import org.forpost.protocol.record.Crossing.Category;
import org.forpost.protocol.record.Crossing.ChipStep;
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
/// @param chip what reading the document's chip gave, step by step; empty where none was read
public record Arrival(
        Direction direction,
        Document document,
        Person person,
        LocalDate birthDate,
        Category category,
        List<FingerException> exceptions,
        @Nullable String ground,
        List<ChipStep> chip) {

    public Arrival {
        exceptions = List.copyOf(exceptions);
        chip = List.copyOf(chip);
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

    Traveller traveller() {
        return new Traveller(birthDate, person.nationality(), category);
    }
}
