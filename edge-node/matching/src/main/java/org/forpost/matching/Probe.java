package org.forpost.matching;

import java.util.List;

/// The fingers of one person who stands at the scanner: at least one, at most ten.
///
/// @param fingers no position twice, except unknown
public record Probe(List<Finger> fingers) {

    /// @param position which finger it is, as far as known
    /// @param template its minutiae
    public record Finger(FingerPosition position, Template template) {}

    public Probe {
        fingers = List.copyOf(fingers);
        if (fingers.isEmpty() || fingers.size() > 10) {
            throw new IllegalArgumentException(
                    fingers.size() + " fingers, expected 1 to 10 of one person");
        }
        long known = fingers.stream().filter(f -> f.position() != FingerPosition.UNKNOWN).count();
        long different =
                fingers.stream()
                        .map(Finger::position)
                        .filter(p -> p != FingerPosition.UNKNOWN)
                        .distinct()
                        .count();
        if (known != different) {
            throw new IllegalArgumentException("the same finger position stands twice");
        }
    }

    /// One finger, and nobody says which.
    public static Probe of(Template template) {
        return of(FingerPosition.UNKNOWN, template);
    }

    public static Probe of(FingerPosition position, Template template) {
        return new Probe(List.of(new Finger(position, template)));
    }
}
