package org.forpost.edge;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.forpost.edge.config.EdgeConfig;
import org.forpost.edge.lane.Lane;
import org.forpost.edge.post.Neighbours;
import org.forpost.edge.post.Streams;
import org.forpost.edge.post.desk.Desk;
import org.forpost.edge.post.news.News;
import org.forpost.edge.rules.RuleSet;
import org.forpost.edge.store.Passages;
import org.forpost.edge.store.Written;
import org.forpost.edge.watchlist.SeenAtPost;
import org.forpost.edge.watchlist.Sighting;
import org.forpost.protocol.record.Stamp;
import org.jspecify.annotations.Nullable;

/// What this lane and its peers tell each other of travellers. Put together before the tunnel,
/// whose streams it listens to; joined to the lane when that is there.
final class TellingLanes implements AutoCloseable {
    private final LaneBox box;
    private final Passages passages;
    private final Written written;
    private final BiConsumer<String, String> notes;
    private final Supplier<RuleSet> rules;
    private final Supplier<Stamp> stamps;

    private final ExecutorService looking =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("news-look").factory());
    private final AtomicBoolean toLook = new AtomicBoolean();
    private volatile Consumer<Sighting> heard = _ -> {};
    private @Nullable News news;
    private @Nullable Desk desk;

    /// @param passages of this lane and its peers
    /// @param notes for the audit: event and detail
    /// @param rules in force
    TellingLanes(
            LaneBox box,
            Passages passages,
            Written written,
            BiConsumer<String, String> notes,
            Supplier<RuleSet> rules,
            Supplier<Stamp> stamps) {
        this.box = box;
        this.passages = passages;
        this.written = written;
        this.notes = notes;
        this.rules = rules;
        this.stamps = stamps;
    }

    /// Sightings and cases lie in it.
    private Path folder() {
        return box.data().at("post");
    }

    private @Nullable String deskNode() {
        EdgeConfig.Lanes lanes = box.config().lanes();
        return lanes == null ? null : lanes.desk();
    }

    /// Listens among these lanes from now on.
    ///
    /// @throws IOException when what was told before cannot be read
    Map<Streams.Topic, Streams.Listener> among(Neighbours neighbours) throws IOException {
        news =
                new News(
                        neighbours,
                        new News.Keeping(
                                folder().resolve("sightings"),
                                deskNode(),
                                box.identity().storageKey(),
                                box.randomness(),
                                this::kept,
                                this::from),
                        passages,
                        stamps,
                        box.clock()::millis,
                        LaneBox::monotonicMillis,
                        sighting -> heard.accept(sighting));
        Map<Streams.Topic, Streams.Listener> listeners = new EnumMap<>(Streams.Topic.class);
        listeners.put(Streams.Topic.NEWS, news.hearing());
        String node = deskNode();
        if (node != null) {
            desk = desk(neighbours, node);
            desk.receiving().ifPresent(it -> listeners.put(Streams.Topic.DESK, it));
        }
        return listeners;
    }

    private Desk desk(Neighbours neighbours, String node) throws IOException {
        return new Desk(
                neighbours,
                node,
                new Desk.Keeping(
                        folder(),
                        box.identity().storageKey(),
                        box.randomness(),
                        this::kept,
                        id -> written.crossing(id).isPresent(),
                        written::answered,
                        stamps,
                        notes),
                box.clock()::millis,
                LaneBox::monotonicMillis);
    }

    private Duration kept() {
        return rules.get().refusalsKept();
    }

    private LocalDate from() {
        return LocalDate.ofInstant(box.clock().instant(), box.config().zone())
                .minusDays(rules.get().daysKnown());
    }

    /// Begins to tell.
    void start(Streams streams) {
        news().start(streams);
        if (desk != null) {
            desk.start(streams);
        }
    }

    private News news() {
        return Objects.requireNonNull(news);
    }

    /// @param recorded what the lane's journal has of the time that counts
    void join(Lane lane, SeenAtPost seen, List<Sighting> recorded) throws IOException {
        heard =
                sighting -> {
                    seen.take(sighting);
                    look(lane);
                };
        for (Sighting sighting : news().known()) {
            seen.take(sighting);
        }
        recorded.stream().filter(news()::remember).forEach(seen::take);
        lane.onSighting(news()::tell);
        if (desk != null) {
            lane.secondLine(desk);
        }
    }

    /// Runs `watcher` when a case comes or goes.
    void onChange(Runnable watcher) {
        if (desk != null) {
            desk.onChange(watcher);
        }
    }

    /// A capture may hold the lane for a minute; the stream that brought the news does not wait.
    private void look(Lane lane) {
        if (toLook.compareAndSet(false, true)) {
            try {
                looking.execute(() -> {
                    toLook.set(false);
                    lane.heard();
                });
            } catch (RejectedExecutionException e) {
                toLook.set(false); // closing
            }
        }
    }

    /// The journal has more durable entries.
    void recorded() {
        news().recorded();
    }

    @Override
    public void close() {
        if (news != null) {
            news.close();
        }
        if (desk != null) {
            desk.close();
        }
        looking.shutdownNow();
    }
}
