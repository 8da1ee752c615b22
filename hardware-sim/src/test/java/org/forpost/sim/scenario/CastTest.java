package org.forpost.sim.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import org.forpost.sim.scenario.Traveller.Role;
import org.junit.jupiter.api.Test;

class CastTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

    @Test
    void theSameSeedIsTheSamePeople() {
        assertEquals(new Cast(7, TODAY).traveller(3), new Cast(7, TODAY).traveller(3));
        assertNotEquals(
                new Cast(7, TODAY).traveller(3).seed(), new Cast(8, TODAY).traveller(3).seed());
    }

    @Test
    void theFirstTwelveAreTheDemo() {
        Cast cast = new Cast(2026, TODAY);
        Set<Role> roles = new HashSet<>();
        for (int number = 1; number <= 12; number++) {
            roles.add(cast.traveller(number).role());
        }
        assertEquals(Set.of(Role.values()), roles);
        for (long seed = 0; seed < 50; seed++) {
            LocalDate born = new Cast(seed, TODAY).traveller(3).birthDate();
            assertTrue(born.plusYears(4).isBefore(TODAY) && born.plusYears(6).isAfter(TODAY));
        }
    }

    @Test
    void everyDocumentAndEveryBodyIsItsOwn() {
        Cast cast = new Cast(2026, TODAY);
        Set<String> documents = new HashSet<>();
        Set<Long> bodies = new HashSet<>();
        for (int number = 1; number <= 500; number++) {
            Traveller traveller = cast.traveller(number);
            assertTrue(traveller.documentNumber().matches("[A-Z0-9]{9}"));
            assertTrue((traveller.surname() + traveller.givenNames()).matches("[A-Z]+"));
            documents.add(traveller.documentNumber());
            bodies.add(traveller.seed());
        }
        assertEquals(500, documents.size());
        assertEquals(500, bodies.size());
    }
}
