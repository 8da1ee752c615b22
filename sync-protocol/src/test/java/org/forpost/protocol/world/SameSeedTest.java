package org.forpost.protocol.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// One seed is one world: today, tomorrow, and on another machine.
class SameSeedTest {
    private static final List<Long> SEEDS = List.of(1L, 7L, 12L, 42L, 164L, 857L);

    @Test
    void everyLineOfTheTraceIsTheSame() {
        for (long seed : SEEDS) {
            List<String> one = new ArrayList<>();
            List<String> other = new ArrayList<>();
            World.run(seed, one::add);
            World.run(seed, other::add);
            assertTrue(one.size() > 100);
            assertEquals(one, other);
        }
    }

    @Test
    void whoRunsBesideItDoesNotMatter() {
        List<String> alone = SEEDS.stream().map(TraceOf::of).toList();
        List<String> together =
                LongStream.of(SEEDS.stream().mapToLong(Long::longValue).toArray())
                        .parallel()
                        .mapToObj(TraceOf::of)
                        .toList();
        assertEquals(alone, together);
        assertNotEquals(alone.get(0), alone.get(1));
    }

    @Test
    void anotherProgramSeesTheSame() throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-cp");
        command.add(
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(TraceOf.class.getName());
        SEEDS.forEach(seed -> command.add(seed.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String there = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), there);
        String here =
                String.join(
                        "",
                        SEEDS.stream()
                                .map(seed -> seed + " " + TraceOf.of(seed) + System.lineSeparator())
                                .toList());
        assertEquals(here, there);
    }
}
