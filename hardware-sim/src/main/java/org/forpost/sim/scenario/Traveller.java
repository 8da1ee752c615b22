package org.forpost.sim.scenario;

import java.time.LocalDate;
import java.util.Set;
import org.forpost.sim.scanner.Position;

/// Somebody who wants to cross.
///
/// @param number in the cast, from 1
/// @param seed of the body
/// @param surname in Latin letters, as in an MRZ
/// @param nationality three-letter code (ICAO Doc 9303-3, 5); the issuer of the document, too
/// @param sex `M`, `F` or `X`
/// @param documentType `P`, or `PD` for a diplomatic passport
/// @param category as the lane's interface names it: `ordinary`, `diplomat`, …
/// @param direction `entry` or `exit`
/// @param missing fingers that the person does not have
/// @param badPresses how many presses go wrong before the first good one
/// @param role what makes this one worth telling
public record Traveller(
        int number,
        long seed,
        String surname,
        String givenNames,
        LocalDate birthDate,
        String nationality,
        String sex,
        String documentType,
        String documentNumber,
        String category,
        String direction,
        Set<Position> missing,
        int badPresses,
        Role role) {

    /// What is to be expected of a traveller, known to the simulation and to nobody at the lane.
    public enum Role {
        /// Fingers, face, no match.
        ORDINARY("ordinary"),
        /// A child below the age from which biometrics are taken.
        CHILD("a child of four"),
        /// Exempt by category.
        DIPLOMAT("a diplomat"),
        /// Exempt by nationality, where the rules say so.
        EXEMPT_NATIONAL("a citizen of an exempt state"),
        /// Has a finger less.
        FINGER_MISSING("a finger missing"),
        /// Presses badly first.
        BAD_FIRST_PRESS("dry fingers"),
        /// Is on the watchlist.
        NOMINAL("ordinary");

        private final String words;

        Role(String words) {
            this.words = words;
        }

        /// What an officer would say of this one before any comparison.
        String words() {
            return words;
        }
    }

    /// Copies the set.
    public Traveller {
        missing = Set.copyOf(missing);
    }

    /// `Ivan Petrov`, from the capitals of a document.
    String spokenName() {
        return capitalised(givenNames) + " " + capitalised(surname);
    }

    private static String capitalised(String name) {
        return name.charAt(0) + name.substring(1).toLowerCase(java.util.Locale.ROOT);
    }
}
