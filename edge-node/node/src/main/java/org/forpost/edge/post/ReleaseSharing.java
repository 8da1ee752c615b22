package org.forpost.edge.post;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.release.Role;
import org.forpost.protocol.sync.EdgeEvent;
import org.jspecify.annotations.Nullable;

/// Hands the releases in force here to peers that lack them, and gets from peers those that this
/// lane lacks: only the lane that carries fetches one from the hub.
public final class ReleaseSharing implements AutoCloseable {
    private static final long LOOK_MILLIS = 1_000;

    /// Of what a peer asks for: 16 MB a second.
    private static final int MESSAGES_PER_SECOND = 64;

    private static final int BYTES_PER_SECOND = 16 << 20;

    /// How long content stays in memory after a piece of it was asked for.
    private static final long REMEMBERED_MILLIS = 10_000;

    private final Neighbours neighbours;
    private final Shelf shelf;
    private final ReleaseSeeker seeker;
    private final LongSupplier millis;
    private final PeerDesk desk;

    /// Streams that this lane opened: on them it offers. The desk's only.
    private final Map<String, Streams.Stream> offering = new HashMap<>();

    /// Streams that peers opened, by peer. The desk's only.
    private final Map<String, Streams.Stream> asking = new HashMap<>();

    /// Manifests as offered last, and the numbers that they have. The desk's only.
    private Map<Role, Long> offered = Map.of();

    private List<byte[]> manifests = List.of();

    /// Hashes of the content that is offered: whatever else is asked for is read from no disk. The
    /// desk's only.
    private Map<Role, byte[]> contents = Map.of();

    /// The content that is being handed out. The desk's only.
    private byte @Nullable [] served;

    private byte[] servedHash = {};
    private long servedAt;
    private volatile Map<String, Map<Role, Long>> numbers = Map.of();

    /// The releases in force at this lane.
    public interface Shelf {
        /// @return number in force by role; 0 for none
        Map<Role, Long> held();

        /// @return the release in force as it lies on the disk, with its content
        Optional<Stored> stored(Role role) throws IOException;

        /// Takes a release that a peer gave, through the same gate as from the hub. Returns at
        /// once.
        void brought(EdgeEvent.Carried release);
    }

    /// @param signed its manifest
    public record Stored(byte[] signed, byte[] content) {}

    /// @param key checks the release key's signatures
    public ReleaseSharing(
            Neighbours neighbours, Shelf shelf, SignatureCheck key, LongSupplier millis) {
        this.neighbours = neighbours;
        this.shelf = shelf;
        this.millis = millis;
        this.seeker = new ReleaseSeeker(key, shelf::held, millis);
        this.desk = new PeerDesk("releases", MESSAGES_PER_SECOND, BYTES_PER_SECOND, millis);
    }

    /// Begins; goes on until closed.
    public void start(Streams streams) {
        neighbours.each(peer -> streams.keep(peer, Streams.Topic.RELEASES, new Offering()));
        desk.every(LOOK_MILLIS, this::look);
    }

    /// Streams that peers open, for the tunnel.
    public Streams.Listener arriving() {
        return new Arriving();
    }

    /// Number of the release of each role that each peer has in force, as it said last.
    public Map<String, Map<Role, Long>> numbers() {
        return numbers;
    }

    private void look() throws IOException {
        if (!shelf.held().equals(offered)) {
            offered = Map.copyOf(shelf.held());
            read();
            offering.values().forEach(this::offer);
        }
        if (served != null && millis.getAsLong() - servedAt >= REMEMBERED_MILLIS) {
            served = null;
        }
        perform(seeker.look());
    }

    private void read() throws IOException {
        List<byte[]> signed = new ArrayList<>();
        Map<Role, byte[]> hashes = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            if (offered.getOrDefault(role, 0L) > 0) {
                shelf.stored(role)
                        .ifPresent(one -> {
                            signed.add(one.signed());
                            hashes.put(role, Sha256.of(one.content()));
                        });
            }
        }
        manifests = signed;
        contents = hashes;
    }

    private void offer(Streams.Stream stream) {
        stream.send(new ReleaseMessage.Offer(manifests).encode());
    }

    private void perform(List<ReleaseSeeker.Step> steps) {
        numbers = seeker.numbers();
        for (ReleaseSeeker.Step step : steps) {
            switch (step) {
                case ReleaseSeeker.Step.Ask(String peer, byte[] content, int offset) -> {
                    Streams.Stream stream = asking.get(peer);
                    if (stream != null) {
                        stream.send(new ReleaseMessage.Ask(content, offset).encode());
                    }
                }
                case ReleaseSeeker.Step.Whole(byte[] signed, byte[] content) ->
                        shelf.brought(new EdgeEvent.Carried(signed, content));
            }
        }
    }

    /// What was asked for; none of it where it is not in force any more.
    private ReleaseMessage piece(ReleaseMessage.Ask ask) throws IOException {
        byte[] content = content(ask.content());
        if (content == null || ask.offset() >= content.length) {
            return new ReleaseMessage.Piece(ask.content(), ask.offset(), new byte[0]);
        }
        int end = Math.min(content.length, ask.offset() + ReleaseMessage.PIECE_BYTES);
        return new ReleaseMessage.Piece(
                ask.content(), ask.offset(), Arrays.copyOfRange(content, ask.offset(), end));
    }

    private byte @Nullable [] content(byte[] hash) throws IOException {
        servedAt = millis.getAsLong();
        if (served != null && Arrays.equals(servedHash, hash)) {
            return served;
        }
        for (Map.Entry<Role, byte[]> one : contents.entrySet()) {
            Optional<Stored> stored =
                    Arrays.equals(one.getValue(), hash)
                            ? shelf.stored(one.getKey())
                            : Optional.empty();
            if (stored.isPresent() && Arrays.equals(Sha256.of(stored.get().content()), hash)) {
                served = stored.get().content();
                servedHash = hash.clone();
                return served;
            }
        }
        return null;
    }

    /// This lane's streams to its peers, on which it offers.
    private final class Offering implements Streams.Listener {
        @Override
        public void opened(Streams.Stream stream) {
            desk.run(() -> {
                offering.put(stream.peer(), stream);
                offer(stream);
            });
        }

        @Override
        public void frame(Streams.Stream stream, byte[] frame) {
            desk.hear(
                    stream,
                    frame.length,
                    () -> {
                        if (ReleaseMessage.decode(frame) instanceof ReleaseMessage.Ask ask) {
                            stream.send(piece(ask).encode());
                        } else {
                            throw new MalformedException("release.kind", "2 of a peer", "other");
                        }
                    });
        }

        @Override
        public void closed(Streams.Stream stream) {
            desk.run(() -> offering.remove(stream.peer(), stream));
        }
    }

    /// Streams that peers opened, on which they offer.
    private final class Arriving implements Streams.Listener {
        @Override
        public void opened(Streams.Stream stream) {
            desk.run(() -> asking.put(stream.peer(), stream));
        }

        @Override
        public void frame(Streams.Stream stream, byte[] frame) {
            desk.hear(
                    stream,
                    frame.length,
                    () -> {
                        if (!stream.equals(asking.get(stream.peer()))) {
                            return; // a later one has taken its place
                        }
                        switch (ReleaseMessage.decode(frame)) {
                            case ReleaseMessage.Offer(List<byte[]> signed) ->
                                    perform(seeker.offered(stream.peer(), signed));
                            case ReleaseMessage.Piece piece ->
                                    perform(seeker.piece(stream.peer(), piece));
                            case ReleaseMessage.Ask _ ->
                                    throw new MalformedException(
                                            "release.kind", "1 or 3 of a holder", "other");
                        }
                    });
        }

        @Override
        public void closed(Streams.Stream stream) {
            desk.run(() -> {
                if (asking.remove(stream.peer(), stream)) {
                    perform(seeker.closed(stream.peer()));
                }
            });
        }
    }

    @Override
    public void close() {
        desk.close();
    }
}
