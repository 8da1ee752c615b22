package org.forpost.edge.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A line that the lanes of a post share.
class LeasedTransportTest {
    private final List<String> happened = new ArrayList<>();
    private final LeasedTransport line = new LeasedTransport(new Line(), "nobody has said yet");

    @Test
    void whoeverMayNotDialIsToldWhy() {
        var _ = line.dial(new Told());
        assertEquals(List.of("lost: nobody has said yet"), happened);
    }

    @Test
    void anOpenConnectionEndsWithTheLeaseAndIsToldOnce() {
        line.allow();
        Transport.Connection connection = line.dial(new Told());
        connection.publish(1, new byte[1]);
        line.forbid("lane 2 carries");
        connection.publish(2, new byte[1]);
        connection.drop();
        line.forbid("lane 3 carries");
        assertEquals(List.of("dialled", "sent 1", "dropped", "lost: lane 2 carries"), happened);
        var _ = line.dial(new Told());
        assertEquals("lost: lane 3 carries", happened.getLast());
        line.allow();
        var _ = line.dial(new Told());
        assertEquals("dialled", happened.getLast());
    }

    private final class Line implements Transport {
        @Override
        public Connection dial(Listener listener) {
            happened.add("dialled");
            return new Connection() {
                @Override
                public void publish(long ticket, byte[] message) {
                    happened.add("sent " + ticket);
                }

                @Override
                public void drop() {
                    happened.add("dropped");
                }
            };
        }
    }

    private final class Told implements Transport.Listener {
        @Override
        public void connected() {}

        @Override
        public void lost(String why) {
            happened.add("lost: " + why);
        }

        @Override
        public void acknowledged(long ticket) {}

        @Override
        public void rejected(long ticket, int code) {}

        @Override
        public void arrived(byte[] message) {}
    }
}
