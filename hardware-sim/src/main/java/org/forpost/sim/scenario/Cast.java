package org.forpost.sim.scenario;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import org.forpost.sim.Refusal;
import org.forpost.sim.scanner.Position;
import org.forpost.sim.scenario.Traveller.Role;
import org.forpost.sim.traveller.Body;

/// Everybody who may come, by number: the first twelve have roles, all others are ordinary. The
/// same seed gives the same people.
public final class Cast {
    /// Who is on the watchlist that `forpost sim nominal` writes.
    public static final int NOMINAL = 8;

    /// ICAO's Utopia: nobody's state.
    private static final String UTOPIA = "UTO";

    /// Exempt from fingerprints by the rules that ship with a lane.
    private static final String EXEMPT_STATE = "BLR";

    /// More would be another kind of simulation.
    private static final int LARGEST_NUMBER = 1_000_000;

    private static final List<String> SURNAMES =
            List.of(
                    "PETROV",
                    "NOVAK",
                    "WEBER",
                    "KOVALEV",
                    "ERIKSSON",
                    "TANAKA",
                    "ROSSI",
                    "MOREAU",
                    "SILVA",
                    "HADDAD",
                    "OKAFOR",
                    "NGUYEN",
                    "KAYA",
                    "LINDQVIST",
                    "SOKOLOV",
                    "BAGDASARIAN",
                    "ORLOV",
                    "MARIN");
    private static final List<String> MENS_NAMES =
            List.of(
                    "IVAN", "MARTIN", "OSKAR", "HIRO", "PAOLO", "LUC", "KARIM", "EMEKA", "MINH",
                    "DENIZ", "TIGRAN", "PAVEL");
    private static final List<String> WOMENS_NAMES =
            List.of(
                    "ANNA", "MARIA", "INGRID", "YUKI", "GIULIA", "CLAIRE", "LEILA", "ADA", "LAN",
                    "ELIF", "NARE", "OLGA");

    private final long seed;
    private final LocalDate today;

    /// @param today from which ages are counted
    public Cast(long seed, LocalDate today) {
        this.seed = seed;
        this.today = today;
    }

    /// The traveller with this number, from 1.
    public Traveller traveller(int number) {
        if (number < 1 || number > LARGEST_NUMBER) {
            throw new Refusal("traveller numbers are 1 to " + LARGEST_NUMBER + ", not " + number);
        }
        long own = Body.mix(seed, number);
        SplittableRandom random = new SplittableRandom(own);
        boolean woman = random.nextBoolean();
        List<String> names = woman ? WOMENS_NAMES : MENS_NAMES;
        Role role = role(number);
        int age = role == Role.CHILD ? 4 : 18 + random.nextInt(60);
        return new Traveller(
                number,
                own,
                SURNAMES.get(random.nextInt(SURNAMES.size())),
                names.get(random.nextInt(names.size())),
                today.minusYears(age).minusDays(1 + random.nextInt(360)),
                role == Role.EXEMPT_NATIONAL ? EXEMPT_STATE : UTOPIA,
                woman ? "F" : "M",
                role == Role.DIPLOMAT ? "PD" : "P",
                String.format(
                        Locale.ROOT, "L%07d%c", random.nextInt(10_000_000), 'A' + number % 26),
                role == Role.DIPLOMAT ? "diplomat" : "ordinary",
                number % 3 == 2 ? "exit" : "entry",
                role == Role.FINGER_MISSING ? Set.of(Position.RIGHT_MIDDLE) : Set.of(),
                role == Role.BAD_FIRST_PRESS ? 1 : 0,
                role);
    }

    private static Role role(int number) {
        return switch (number) {
            case 3 -> Role.CHILD;
            case 4 -> Role.BAD_FIRST_PRESS;
            case 5 -> Role.FINGER_MISSING;
            case 6 -> Role.DIPLOMAT;
            case NOMINAL -> Role.NOMINAL;
            case 9 -> Role.EXEMPT_NATIONAL;
            default -> Role.ORDINARY;
        };
    }
}
