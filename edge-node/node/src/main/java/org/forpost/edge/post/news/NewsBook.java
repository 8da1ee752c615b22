package org.forpost.edge.post.news;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.forpost.edge.post.news.NewsMessage.Having;
import org.forpost.edge.watchlist.Sighting;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.record.RecordId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What each lane of the post has told, this one's own among it. Knows no network. What was said
/// before comes again, late or by a thief of old frames, and changes nothing: of one crossing, the
/// later version counts. What is taken back stays as a mark, so that an older version cannot revive
/// it. How another lane's case was decided counts from the desk alone. Safe for several threads.
final class NewsBook {
    /// A lane refuses a few people a day; this is a post's worst week at one lane.
    static final int MOST_OF_A_LANE = 500;

    /// Ten fingers are 15 kB.
    static final long BYTES_OF_A_LANE = 8L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(NewsBook.class);

    private final NewsShelf shelf;
    private final LongSupplier wallMillis;
    private final Supplier<Duration> kept;
    private final Predicate<String> decides;

    /// By lane, in the order in which they came.
    private final Map<String, Map<RecordId, Entry>> entries = new HashMap<>();

    private record Entry(Told told, long heardMillis, int bytes) {}

    /// @param kept by the rules in force
    /// @param decides whether a node is the second-line desk
    NewsBook(
            NewsShelf shelf,
            LongSupplier wallMillis,
            Supplier<Duration> kept,
            Predicate<String> decides)
            throws IOException {
        this.shelf = shelf;
        this.wallMillis = wallMillis;
        this.kept = kept;
        this.decides = decides;
        for (NewsShelf.Kept one : shelf.all()) {
            try {
                Told told = Told.decode(one.told(), one.lane());
                of(one.node())
                        .put(
                                told.sighting().crossing(),
                                new Entry(told, one.heardMillis(), one.told().length));
            } catch (MalformedException e) {
                LOG.warn("a sighting of {} cannot be read: {}", one.node(), e.getMessage());
                shelf.drop(one.node(), one.crossing());
            }
        }
        forgetOld();
    }

    private Map<RecordId, Entry> of(String node) {
        return entries.computeIfAbsent(node, _ -> new LinkedHashMap<>());
    }

    /// Takes in what a lane said of itself; durable when it returns.
    ///
    /// @param node as the tunnel proved it
    /// @param told with the number of that lane, 0 for this one
    /// @return the sighting, where it is news and still counts
    /// @throws IOException when the disk does not take it
    synchronized Optional<Sighting> take(String node, Told told) throws IOException {
        long now = wallMillis.getAsLong();
        Sighting sighting = told.sighting();
        Map<RecordId, Entry> own = of(node);
        Entry before = own.get(sighting.crossing());
        if ((before != null && before.told().version().compareTo(told.version()) >= 0)
                || old(sighting.at().toEpochMilli(), now, now)) {
            return Optional.empty();
        }
        byte[] bytes = told.encode();
        makeRoom(node, own, sighting.crossing(), bytes.length);
        shelf.put(new NewsShelf.Kept(node, sighting.lane(), sighting.crossing(), now, bytes));
        own.remove(sighting.crossing());
        own.put(sighting.crossing(), new Entry(told, now, bytes.length));
        return Optional.of(counted(node, sighting, now));
    }

    /// What a lane said, as far as it is for that lane to say. One whose clock is ahead says that
    /// it saw somebody in a while from now.
    private Sighting counted(String node, Sighting said, long heardMillis) {
        Sighting sighting = decides.test(node) ? said : said.ofItself();
        return sighting.at().toEpochMilli() <= heardMillis
                ? sighting
                : sighting.seenAt(Instant.ofEpochMilli(heardMillis));
    }

    private void makeRoom(String node, Map<RecordId, Entry> own, RecordId but, int wanted)
            throws IOException {
        long bytes = own.values().stream().mapToLong(Entry::bytes).sum() + wanted;
        int count = own.size() + 1;
        for (RecordId oldest : new ArrayList<>(own.keySet())) {
            if (count <= MOST_OF_A_LANE && bytes <= BYTES_OF_A_LANE) {
                return;
            }
            if (!oldest.equals(but)) {
                Entry gone = own.remove(oldest);
                shelf.drop(node, oldest);
                bytes -= gone == null ? 0 : gone.bytes();
                count--;
            }
        }
    }

    /// A later version of what this lane itself says of a crossing.
    synchronized Told.Version later(String node, RecordId crossing, Told.Version now) {
        Entry before = of(node).get(crossing);
        return before == null || before.told().version().compareTo(now) < 0
                ? now
                : new Told.Version(before.told().version().millis() + 1, 0);
    }

    /// @return what kind of sighting a lane told of a crossing last
    synchronized Optional<Sighting.Kind> kind(String node, RecordId crossing) {
        return Optional.ofNullable(of(node).get(crossing)).map(one -> one.told().sighting().kind());
    }

    /// What is known of a lane's, for that lane to give what is missing.
    synchronized List<Having> having(String node) throws IOException {
        forgetOld();
        return of(node).entrySet().stream()
                .map(one -> new Having(one.getKey(), one.getValue().told().version()))
                .toList();
    }

    /// What this lane told and somebody lacks, the oldest first.
    synchronized List<Told> lacking(String node, List<Having> has) throws IOException {
        forgetOld();
        Map<RecordId, Told.Version> there = new HashMap<>();
        has.forEach(one -> there.put(one.crossing(), one.version()));
        return of(node).values().stream()
                .map(Entry::told)
                .filter(told -> {
                    Told.Version version = there.get(told.sighting().crossing());
                    return version == null || version.compareTo(told.version()) < 0;
                })
                .toList();
    }

    /// All that counts now.
    synchronized List<Sighting> sightings() throws IOException {
        forgetOld();
        List<Sighting> all = new ArrayList<>();
        entries.forEach((node, lane) ->
                lane.values()
                        .forEach(one ->
                                all.add(counted(node, one.told().sighting(), one.heardMillis()))));
        return all;
    }

    /// Drops what the rules in force keep no longer, from the disk too.
    synchronized void forgetOld() throws IOException {
        long now = wallMillis.getAsLong();
        for (Map.Entry<String, Map<RecordId, Entry>> lane : entries.entrySet()) {
            for (Map.Entry<RecordId, Entry> one : List.copyOf(lane.getValue().entrySet())) {
                Entry entry = one.getValue();
                if (old(entry.told().sighting().at().toEpochMilli(), entry.heardMillis(), now)) {
                    lane.getValue().remove(one.getKey());
                    shelf.drop(lane.getKey(), one.getKey());
                }
            }
        }
    }

    private boolean old(long atMillis, long heardMillis, long now) {
        return Math.min(atMillis, heardMillis) + kept.get().toMillis() < now;
    }
}
