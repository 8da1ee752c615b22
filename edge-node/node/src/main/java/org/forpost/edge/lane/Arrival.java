package org.forpost.edge.lane;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.forpost.edge.device.FingerPosition;
import org.forpost.edge.rules.Traveller;
import org.forpost.protocol.record.Crossing.Category;
import org.forpost.protocol.record.Crossing.Direction;
import org.forpost.protocol.record.Crossing.Document;
import org.forpost.protocol.record.Crossing.FingerException;
import org.forpost.protocol.record.Crossing.Person;

/// A traveller stands before the officer: what the document says, and which fingers cannot be had.
///
/// @param birthDate the same day as `person.birthDate`
/// @param exceptions each finger at most once
public record Arrival(
        Direction direction,
        Document document,
        Person person,
        LocalDate birthDate,
        Category category,
        List<FingerException> exceptions) {

    public Arrival {
        exceptions = List.copyOf(exceptions);
    }

    /// @return fingers that are missing or cannot be given
    Set<FingerPosition> excepted() {
        Set<FingerPosition> fingers = new HashSet<>();
        exceptions.forEach(exception -> fingers.add(FingerPosition.of(exception.position())));
        return fingers;
    }

    Traveller traveller() {
        return new Traveller(birthDate, person.nationality(), category);
    }
}
