package org.forpost.edge.post.news;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.forpost.edge.post.Neighbours;
import org.forpost.edge.post.PeerDesk;
import org.forpost.edge.post.Streams;
import org.forpost.edge.store.Passages;
import org.forpost.edge.store.SealedFolder;
import org.forpost.edge.watchlist.Sighting;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.record.Stamp;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the peers what this lane sees, and hears them. One thread for the telling, one for each
/// peer's stream.
public final class News implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(News.class);

    /// What is old goes from the disk within so long, and a teller that stumbled goes on.
    private static final long LOOK_MILLIS = 30_000;

    /// Of a hearer: one to each page, and how it stands when it begins.
    private static final int ANSWERS_PER_SECOND = 50;

    private static final int BYTES_PER_SECOND = 1 << 20;

    /// A lane that comes back after a split has hundreds of sightings and a year of passages.
    private static final long BURST = 20_000;

    private static final long A_SECOND = 2_000;

    /// A sighting costs a force of the disk, a passage a row.
    private static final long COST_OF_A_SIGHTING = 40;

    private final Neighbours neighbours;
    private final NewsBook book;
    private final Hearer hearer;
    private final Supplier<Stamp> stamps;
    private final LongSupplier monotonicMillis;
    private final PeerDesk desk;

    /// By peer. The desk's only.
    private final Map<String, Telling> tellings = new LinkedHashMap<>();

    private final Supplier<Telling> begin;

    private static final class Telling {
        final Teller teller;
        Streams.@Nullable Stream stream;

        Telling(Teller teller) {
            this.teller = teller;
        }
    }

    /// Where sightings lie, and what makes them go.
    ///
    /// @param folder made if it is not there
    /// @param desk node of the second-line desk; null where the post has none
    /// @param kept how long a sighting counts, by the rules in force
    /// @param from first day of which a passage can still count
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    public record Keeping(
            Path folder,
            @Nullable String desk,
            byte[] storageKey,
            Randomness randomness,
            Supplier<Duration> kept,
            Supplier<LocalDate> from) {}

    /// @param stamps of this lane's hybrid clock
    /// @param heard told of each sighting of a peer, once it is durable
    public News(
            Neighbours neighbours,
            Keeping keeping,
            Passages passages,
            Supplier<Stamp> stamps,
            LongSupplier wallMillis,
            LongSupplier monotonicMillis,
            Consumer<Sighting> heard)
            throws IOException {
        this.neighbours = neighbours;
        this.stamps = stamps;
        this.monotonicMillis = monotonicMillis;
        this.desk = new PeerDesk("news", ANSWERS_PER_SECOND, BYTES_PER_SECOND, monotonicMillis);
        this.book =
                new NewsBook(
                        new NewsFolder(
                                new SealedFolder(
                                        keeping.folder(),
                                        keeping.storageKey(),
                                        "news",
                                        keeping.randomness(),
                                        NewsFolder.MAX_BYTES)),
                        wallMillis,
                        keeping.kept(),
                        node -> node.equals(keeping.desk()) || node.equals(neighbours.node()));
        this.hearer =
                new Hearer(
                        book,
                        peer -> neighbours.peer(peer).map(Neighbours.Peer::lane).orElse(0),
                        passages,
                        keeping.from(),
                        heard);
        this.begin =
                () -> new Telling(new Teller(neighbours.node(), book, passages, keeping.from()));
    }

    /// All that counts now, this lane's own among it: for a lane that starts.
    public List<Sighting> known() throws IOException {
        return book.sightings();
    }

    /// Begins to tell; goes on until closed.
    public void start(Streams streams) {
        neighbours.each(peer -> {
            desk.run(() -> tellings.computeIfAbsent(peer.node(), _ -> begin.get()));
            streams.keep(peer, Streams.Topic.NEWS, new Outgoing());
        });
        desk.every(LOOK_MILLIS, this::look);
    }

    /// This lane has seen somebody. Returns at once.
    public void tell(Sighting sighting) {
        Stamp stamp = stamps.get();
        desk.run(() -> {
            try {
                Told told = told(sighting, stamp);
                if (book.take(neighbours.node(), told).isPresent()) {
                    send(teller -> teller.told(told));
                }
            } catch (IOException e) {
                LOG.warn("the other lanes hear nothing of {}: {}", sighting, e.getMessage());
            }
        });
    }

    /// The same for what the journal has from before this start: only what was not told yet.
    ///
    /// @return whether it was not
    public boolean remember(Sighting sighting) {
        Optional<Sighting.Kind> before = book.kind(neighbours.node(), sighting.crossing());
        boolean lacking = before.isEmpty() || before.get() != sighting.kind();
        if (lacking) {
            tell(sighting);
        }
        return lacking;
    }

    private Told told(Sighting sighting, Stamp stamp) {
        return new Told(
                book.later(
                        neighbours.node(),
                        sighting.crossing(),
                        new Told.Version(stamp.wallMillis(), stamp.counter())),
                sighting);
    }

    /// The journal has more durable entries. Returns at once.
    public void recorded() {
        desk.run(() -> send(Teller::look));
    }

    private void look() {
        try {
            book.forgetOld();
        } catch (IOException e) {
            LOG.warn("old sightings stay on the disk: {}", e.getMessage());
        }
        send(Teller::look);
    }

    @FunctionalInterface
    private interface Step {
        List<NewsMessage> of(Teller teller) throws MalformedException, IOException;
    }

    private void send(Step step) {
        tellings.values().forEach(telling -> send(telling, step));
    }

    private void send(Telling telling, Step step) {
        Streams.Stream stream = telling.stream;
        if (stream != null) {
            desk.with(
                    stream,
                    () ->
                            step.of(telling.teller)
                                    .forEach(message -> stream.send(message.encode())));
        }
    }

    /// This lane's streams to its peers.
    private final class Outgoing implements Streams.Listener {
        @Override
        public void opened(Streams.Stream stream) {
            desk.run(() -> {
                Telling telling = tellings.get(stream.peer());
                if (telling == null) {
                    stream.close();
                    return;
                }
                telling.stream = stream;
                send(telling, Teller::opened);
            });
        }

        @Override
        public void frame(Streams.Stream stream, byte[] frame) {
            desk.hear(
                    stream,
                    frame.length,
                    () -> {
                        Telling telling = tellings.get(stream.peer());
                        if (telling != null && stream.equals(telling.stream)) {
                            send(telling, teller -> teller.on(NewsMessage.decode(frame)));
                        }
                    });
        }

        @Override
        public void closed(Streams.Stream stream) {
            desk.run(() -> {
                Telling telling = tellings.get(stream.peer());
                if (telling != null && stream.equals(telling.stream)) {
                    telling.stream = null;
                    telling.teller.closed();
                }
            });
        }
    }

    /// Streams that peers have opened, for the tunnel.
    public Streams.Listener hearing() {
        return new Incoming();
    }

    private final class Incoming implements Streams.Listener {
        /// One for all of a peer's streams, so that dialling anew buys nothing.
        private final Map<String, Pace> paces = new HashMap<>();

        private long wait(String peer, NewsMessage message) {
            long cost =
                    switch (message) {
                        case NewsMessage.Seen _ -> COST_OF_A_SIGHTING;
                        case NewsMessage.Passed(Passages.Page page) -> 1 + page.passages().size();
                        default -> COST_OF_A_SIGHTING;
                    };
            synchronized (paces) {
                return paces.computeIfAbsent(peer, _ -> new Pace(BURST, A_SECOND, monotonicMillis))
                        .spend(cost);
            }
        }

        @Override
        public void opened(Streams.Stream stream) {}

        @Override
        public void frame(Streams.Stream stream, byte[] frame) {
            try {
                NewsMessage message = NewsMessage.decode(frame);
                long millis = wait(stream.peer(), message);
                if (millis > 0) {
                    Thread.sleep(millis);
                }
                hearer.on(stream.peer(), message).ifPresent(answer -> stream.send(answer.encode()));
            } catch (MalformedException e) {
                LOG.warn("{} tells what no lane tells: {}", stream.peer(), e.getMessage());
                stream.close();
            } catch (IOException e) {
                LOG.warn("news of {} cannot be kept: {}", stream.peer(), e.getMessage());
                stream.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                stream.close();
            }
        }

        @Override
        public void closed(Streams.Stream stream) {}
    }

    @Override
    public void close() {
        desk.close();
    }
}
