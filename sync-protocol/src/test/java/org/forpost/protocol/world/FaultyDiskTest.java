package org.forpost.protocol.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.forpost.protocol.journal.Store;
import org.junit.jupiter.api.Test;

/// The disk of the simulated world loses what a disk may lose, and nothing else.
class FaultyDiskTest {
    @Test
    void whatWasForcedUnderASyncedNameIsThereAfterEveryPowerCut() throws Exception {
        Set<Integer> lengths = new HashSet<>();
        Set<Boolean> names = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            FaultyDisk disk = new FaultyDisk();
            Store.Segment file = disk.create("a");
            file.append(new byte[] {1, 2, 3});
            file.force();
            disk.syncDirectory();
            file.append(new byte[] {4, 5, 6});
            disk.create("b").append(new byte[] {7});
            disk.cutPower(new Random(seed));
            assertThrows(IOException.class, () -> file.append(new byte[1]));
            byte[] left = disk.contents().get("a");
            assertTrue(left != null && left.length >= 3);
            assertArrayEquals(new byte[] {1, 2, 3}, Arrays.copyOf(left, 3));
            lengths.add(left.length);
            names.add(disk.names().contains("b"));
        }
        assertEquals(Set.of(3, 4, 5, 6), lengths);
        assertEquals(Set.of(true, false), names);
    }

    @Test
    void aFullDiskTakesWhatFitsAndAFailedForceForcesNothing() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        Store.Segment file = disk.create("a");
        disk.syncDirectory();
        disk.room(2);
        assertThrows(IOException.class, () -> file.append(new byte[] {1, 2, 3}));
        assertEquals(2, file.size());
        disk.failForces(1);
        assertThrows(IOException.class, file::force);
    }
}
