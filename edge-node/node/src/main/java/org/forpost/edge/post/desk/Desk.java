package org.forpost.edge.post.desk;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.forpost.edge.lane.ReferredCase;
import org.forpost.edge.lane.SecondLine;
import org.forpost.edge.post.Neighbours;
import org.forpost.edge.post.PeerDesk;
import org.forpost.edge.post.Streams;
import org.forpost.edge.store.SealedFolder;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.Image;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.RecordId;
import org.forpost.protocol.record.Stamp;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way to the second-line desk, and the desk itself where it is this lane's. One thread for the
/// sending, one for each peer's stream.
public final class Desk implements SecondLine, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

    private static final long LOOK_MILLIS = 5_000;

    /// Of the desk, to each piece of a case.
    private static final int ANSWERS_PER_SECOND = 500;

    private static final int BYTES_PER_SECOND = 1 << 20;

    private final Neighbours neighbours;
    private final String desk;
    private final Keeping keeping;
    private final Referrals referrals;
    private final Cases cases;
    private final LongSupplier wallMillis;
    private final PeerDesk sending;

    /// The stream to the desk. Set by the thread that sends only.
    private volatile Streams.@Nullable Stream stream;

    private volatile Runnable changed = () -> {};

    /// Where cases lie, and what is asked about them.
    ///
    /// @param folder made if it is not there
    /// @param kept how long an undecided case is kept, by the rules in force
    /// @param recorded whether this lane's journal has a crossing
    /// @param answered whether it has a decision on another lane's
    /// @param stamps of this lane's hybrid clock
    /// @param notes told what happened and to which crossing, for the audit
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    public record Keeping(
            Path folder,
            byte[] storageKey,
            Randomness randomness,
            Supplier<Duration> kept,
            Predicate<RecordId> recorded,
            Predicate<RecordId> answered,
            Supplier<Stamp> stamps,
            BiConsumer<String, String> notes) {}

    /// @param desk node of the lane that is the desk; may be this one
    public Desk(
            Neighbours neighbours,
            String desk,
            Keeping keeping,
            LongSupplier wallMillis,
            LongSupplier monotonicMillis)
            throws IOException {
        this.neighbours = neighbours;
        this.desk = desk;
        this.keeping = keeping;
        this.wallMillis = wallMillis;
        this.sending = new PeerDesk("desk", ANSWERS_PER_SECOND, BYTES_PER_SECOND, monotonicMillis);
        this.referrals = new Referrals(sealed("referrals"), keeping.recorded(), monotonicMillis);
        this.cases = new Cases(sealed("cases"), keeping.answered(), wallMillis, keeping.kept());
        for (RecordId id : here() ? referrals.waiting() : List.<RecordId>of()) {
            shelve(id);
        }
        forgetOld();
    }

    private SealedFolder sealed(String name) throws IOException {
        return new SealedFolder(
                keeping.folder().resolve(name),
                keeping.storageKey(),
                name,
                keeping.randomness(),
                CaseFile.MAX_BYTES);
    }

    private boolean here() {
        return desk.equals(neighbours.node());
    }

    /// Runs `watcher` after every change of what waits, on whatever thread made it.
    public void onChange(Runnable watcher) {
        changed = watcher;
    }

    /// Begins to send; goes on until closed.
    public void start(Streams streams) {
        neighbours.each(peer -> {
            if (peer.node().equals(desk)) {
                streams.keep(peer, Streams.Topic.DESK, new Outgoing());
            }
        });
        sending.every(LOOK_MILLIS, this::look);
    }

    @Override
    public boolean there() {
        return true;
    }

    @Override
    public void keep(RecordId id, Crossing crossing, int named, List<Image> images)
            throws IOException {
        PostRecord record = new PostRecord(id, neighbours.node(), keeping.stamps().get(), crossing);
        referrals.keep(new CaseFile(named, record, images));
    }

    @Override
    public void go(RecordId id) {
        sending.run(() -> {
            say(() -> referrals.go(id));
            if (here()) {
                shelve(id);
                changed.run();
            }
        });
    }

    /// A case of this very lane, which is the desk.
    private void shelve(RecordId id) {
        try {
            Optional<byte[]> file = referrals.file(id);
            if (file.isPresent()) {
                cases.put(neighbours.node(), neighbours.lane(), id, file.get());
            }
            referrals.forget(id);
        } catch (MalformedException | IOException e) {
            LOG.warn("case {} does not come on the desk: {}", id, e.getMessage());
        }
    }

    @Override
    public void forget(RecordId id) {
        try {
            referrals.forget(id);
        } catch (IOException e) {
            LOG.warn("case {} stays until the next start: {}", id, e.getMessage());
        }
    }

    @Override
    public List<ReferredCase.Waiting> waiting() {
        return cases.waiting();
    }

    @Override
    public Optional<ReferredCase> open(RecordId crossing) throws IOException {
        return cases.open(crossing);
    }

    @Override
    public void answered(RecordId crossing) {
        try {
            cases.answered(crossing);
        } catch (IOException e) {
            LOG.warn("case {} stays until the next start: {}", crossing, e.getMessage());
        }
        changed.run();
    }

    @Override
    public Standing standing() {
        return new Standing(desk, here(), here() || stream != null, referrals.waiting().size());
    }

    private void look() {
        forgetOld();
        say(referrals::look);
    }

    private void forgetOld() {
        try {
            long before = wallMillis.getAsLong() - keeping.kept().get().toMillis();
            for (RecordId id : referrals.forgetOld(before)) {
                keeping.notes()
                        .accept(
                                "referral-expired",
                                "crossing " + id + ": the desk was never reached");
            }
            for (RecordId id : cases.forgetOld()) {
                keeping.notes().accept("referral-expired", "crossing " + id + ": not decided");
                changed.run();
            }
        } catch (IOException e) {
            LOG.warn("old cases stay on the disk: {}", e.getMessage());
        }
    }

    @FunctionalInterface
    private interface Step {
        List<DeskMessage> run() throws MalformedException, IOException;
    }

    private void say(Step step) {
        Streams.Stream now = stream;
        try {
            List<DeskMessage> out = step.run();
            if (now != null) {
                out.forEach(message -> now.send(message.encode()));
            }
        } catch (MalformedException e) {
            LOG.warn("the desk answers what was not asked: {}", e.getMessage());
            hangUp(now);
        } catch (IOException e) {
            LOG.warn("a case could not be read: {}", e.getMessage());
            hangUp(now);
        } catch (RuntimeException e) {
            LOG.error("the way to the desk stumbled; it begins anew", e);
            hangUp(now);
        }
    }

    private static void hangUp(Streams.@Nullable Stream stream) {
        if (stream != null) {
            stream.close();
        }
    }

    private final class Outgoing implements Streams.Listener {
        @Override
        public void opened(Streams.Stream now) {
            sending.run(() -> {
                stream = now;
                say(referrals::opened);
                changed.run();
            });
        }

        @Override
        public void frame(Streams.Stream from, byte[] frame) {
            sending.hear(
                    from,
                    frame.length,
                    () -> {
                        if (from.equals(stream)) {
                            say(() -> referrals.on(DeskMessage.decode(frame)));
                            changed.run();
                        }
                    });
        }

        @Override
        public void closed(Streams.Stream now) {
            sending.run(() -> {
                if (now.equals(stream)) {
                    stream = null;
                    referrals.closed();
                    changed.run();
                }
            });
        }
    }

    /// Streams that peers have opened, for the tunnel of the lane that is the desk; empty at the
    /// others.
    public Optional<Streams.Listener> receiving() {
        return here() ? Optional.of(new Incoming()) : Optional.empty();
    }

    private final class Incoming implements Streams.Listener {
        @Override
        public void opened(Streams.Stream now) {}

        @Override
        public void frame(Streams.Stream from, byte[] frame) {
            try {
                int lane = neighbours.peer(from.peer()).map(Neighbours.Peer::lane).orElse(0);
                DeskMessage answer = cases.on(from.peer(), lane, DeskMessage.decode(frame));
                from.send(answer.encode());
                if (answer instanceof DeskMessage.Held) {
                    changed.run();
                }
            } catch (MalformedException e) {
                LOG.warn("{} refers what is no case: {}", from.peer(), e.getMessage());
                from.close();
            } catch (IOException e) {
                LOG.warn("a case of {} cannot be kept: {}", from.peer(), e.getMessage());
                from.close();
            }
        }

        @Override
        public void closed(Streams.Stream now) {}
    }

    @Override
    public void close() {
        sending.close();
    }
}
