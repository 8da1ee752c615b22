package org.forpost.edge.post.news;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.forpost.edge.post.Streams;
import org.forpost.edge.post.TwoLanes;
import org.forpost.edge.post.tunnel.Tunnel;
import org.forpost.edge.store.Passages;
import org.forpost.edge.watchlist.Sighting;
import org.forpost.edge.watchlist.name.SoughtName;
import org.forpost.protocol.record.ClockTrust;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.RecordId;
import org.forpost.protocol.record.Stamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two lanes that tell each other through real tunnels: the line between them is cut and comes
/// back, and one of them goes mad.
class NewsTunnelTest {
    private final TwoLanes post = new TwoLanes();
    private final Random random = new Random(11);

    @TempDir Path folder;

    /// A lane that saw nobody in or out.
    private static final class Nobody implements Passages {
        @Override
        public byte[] key() {
            return new byte[KEY_BYTES];
        }

        @Override
        public Page since(long entry, LocalDate from, int most) {
            return new Page(new byte[16], 0, List.of());
        }

        @Override
        public Mark known(String node) {
            return new Mark(new byte[16], 0);
        }

        @Override
        public void key(String node, byte[] key) {}

        @Override
        public void take(String node, Page page, LocalDate from) {}
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private News news(int lane, List<Sighting> heard) throws Exception {
        return new News(
                post.neighbours(lane),
                new News.Keeping(
                        folder.resolve("lane-" + lane),
                        null,
                        new byte[32],
                        this::bytes,
                        () -> Duration.ofHours(24),
                        () -> LocalDate.EPOCH),
                new Nobody(),
                () -> new Stamp(Clock.systemUTC().millis(), 0, ClockTrust.NEVER_SET, 0),
                Clock.systemUTC()::millis,
                () -> System.nanoTime() / 1_000_000,
                heard::add);
    }

    private static Sighting refused(int number) {
        byte[] id = new byte[16];
        id[0] = (byte) number;
        return new Sighting(
                RecordId.of(id),
                0,
                Clock.systemUTC().instant(),
                Sighting.Kind.REFUSED,
                "other: " + number,
                new Crossing.Document("P", "UTO", "S" + number),
                new SoughtName("KARIMOVA", "DILNOZA", 1990_04_17, "UZB"),
                List.of(),
                null);
    }

    private static List<String> reasons(List<Sighting> heard) {
        return heard.stream().map(Sighting::reason).toList();
    }

    @Test
    void whatWasSaidWhileTheLanWasSplitIsHeardWhenItHeals() throws Exception {
        List<Sighting> heard = new CopyOnWriteArrayList<>();
        try (News first = news(1, new CopyOnWriteArrayList<>());
                News second = news(2, heard);
                Tunnel tunnel = post.tunnel(1, Map.of(Streams.Topic.NEWS, first.hearing()))) {
            first.start(tunnel);
            try (Tunnel whole = post.tunnel(2, Map.of(Streams.Topic.NEWS, second.hearing()))) {
                second.start(whole);
                first.tell(refused(1));
                TwoLanes.await("heard", () -> reasons(heard).equals(List.of("other: 1")));
            }
            first.tell(refused(2));
            first.tell(refused(3));
            try (Tunnel _ = post.tunnel(2, Map.of(Streams.Topic.NEWS, second.hearing()))) {
                TwoLanes.await("heard after the split", () -> heard.size() == 3);
                assertEquals(List.of("other: 1", "other: 2", "other: 3"), reasons(heard));
                assertEquals(1, heard.getFirst().lane());
            }
        }
    }

    /// Lane 1's certificate in the wrong hands: whatever it says.
    private static final class Mad implements Streams.Listener {
        private final byte[] says;
        private final AtomicBoolean ended = new AtomicBoolean();

        Mad(byte[] says) {
            this.says = says;
        }

        @Override
        public void opened(Streams.Stream stream) {
            stream.send(says);
        }

        @Override
        public void frame(Streams.Stream stream, byte[] frame) {}

        @Override
        public void closed(Streams.Stream stream) {
            ended.set(true);
        }
    }

    @Test
    void aLaneThatGoesMadLosesItsLineAndNothingElseHappens() throws Exception {
        List<Sighting> heard = new CopyOnWriteArrayList<>();
        List<byte[]> madness =
                List.of(
                        new byte[] {(byte) 0xff},
                        new byte[NewsMessage.MAX_BYTES + 1],
                        new NewsMessage.Noted(new Passages.Mark(new byte[16], 1)).encode(),
                        new NewsMessage.Seen(new byte[1_000]).encode());
        try (News second = news(2, heard);
                Tunnel whole = post.tunnel(2, Map.of(Streams.Topic.NEWS, second.hearing()));
                Tunnel mad = post.tunnel(1, Map.of())) {
            second.start(whole);
            for (byte[] says : madness) {
                Mad stream = new Mad(says);
                mad.keep(post.neighbours(1).peers().getFirst(), Streams.Topic.NEWS, stream);
                TwoLanes.await("its line ends", stream.ended::get);
            }
            assertEquals(List.of(), heard);
            assertEquals(List.of(), second.known());
        }
    }
}
