package org.forpost.edge.post;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a peer says is dealt with at its turn.
class PeerDeskTest {
    private final List<String> happened = new ArrayList<>();

    @Test
    void whoeverMakesItStumbleIsNotHeardAgain() {
        try (PeerDesk desk =
                new PeerDesk("test", 100, 100_000, () -> System.nanoTime() / 1_000_000)) {
            desk.hear(
                    new Second(),
                    10,
                    () -> {
                        throw new IllegalStateException("nobody thought of that");
                    });
            desk.hear(new Second(), 10, () -> happened.add("heard"));
        }
        assertEquals(List.of("closed", "heard"), happened);
    }

    private final class Second implements Streams.Stream {
        @Override
        public String peer() {
            return "tikhaya-2";
        }

        @Override
        public void send(byte[] frame) {}

        @Override
        public void close() {
            happened.add("closed");
        }
    }
}
