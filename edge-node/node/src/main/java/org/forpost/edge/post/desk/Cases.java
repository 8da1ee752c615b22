package org.forpost.edge.post.desk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.forpost.edge.lane.ReferredCase;
import org.forpost.edge.store.SealedFolder;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.record.RecordId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Cases at the desk, until they are decided or their time has passed. Knows no network: messages
/// in, answers out. Files are named `<lane's number>.<node>.<crossing>`. Safe for several threads.
final class Cases {
    /// Whoever refers more in a day has an officer too few, or is no officer.
    static final int MOST_OF_A_LANE = 32;

    static final long BYTES_OF_A_LANE = 64L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Cases.class);
    private static final Pattern NAME =
            Pattern.compile("([0-9]{1,2})[.]([a-z0-9][a-z0-9-]{0,62})[.]([0-9a-f]{32})");

    private final SealedFolder folder;
    private final Predicate<RecordId> answered;
    private final LongSupplier wallMillis;
    private final Supplier<Duration> kept;

    /// By crossing, in the order in which they came.
    private final Map<RecordId, Place> places = new LinkedHashMap<>();

    /// What is on its way, by peer: one case at a time.
    private final Map<String, Incoming> incoming = new HashMap<>();

    private record Place(
            String name, String node, int bytes, long heardMillis, ReferredCase.Waiting waiting) {}

    private static final class Incoming {
        final DeskMessage.Offer offer;
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Incoming(DeskMessage.Offer offer) {
            this.offer = offer;
        }
    }

    /// @param answered whether this lane has recorded a decision on a case
    /// @param kept by the rules in force
    Cases(
            SealedFolder folder,
            Predicate<RecordId> answered,
            LongSupplier wallMillis,
            Supplier<Duration> kept)
            throws IOException {
        this.folder = folder;
        this.answered = answered;
        this.wallMillis = wallMillis;
        this.kept = kept;
        List<Place> found = new ArrayList<>();
        for (String name : folder.names()) {
            Matcher parts = NAME.matcher(name);
            Optional<byte[]> bytes = parts.matches() ? folder.get(name) : Optional.empty();
            if (bytes.isEmpty()) {
                continue;
            }
            RecordId id = RecordId.of(HexFormat.of().parseHex(parts.group(3)));
            try {
                if (!answered.test(id)) {
                    found.add(
                            place(
                                    name,
                                    parts.group(2),
                                    Integer.parseInt(parts.group(1)),
                                    bytes.get().length,
                                    CaseFile.decode(bytes.get())));
                    continue;
                }
            } catch (MalformedException e) {
                LOG.warn("case {}: {}", name, e.getMessage());
            }
            folder.drop(name);
        }
        found.sort(Comparator.comparing(place -> place.waiting().at()));
        found.forEach(place -> places.put(place.waiting().crossing(), place));
    }

    private Place place(String name, String node, int lane, int bytes, CaseFile file) {
        long now = wallMillis.getAsLong();
        return new Place(
                name,
                node,
                bytes,
                now,
                new ReferredCase.Waiting(file.record().id(), lane, file.at(), file.crossing()));
    }

    /// The answer to one message of a peer.
    ///
    /// @param peer as the tunnel proved it
    /// @param lane its number
    /// @throws MalformedException when a message is none that a lane may send: the stream ends
    /// @throws IOException when the disk does not take it
    synchronized DeskMessage on(String peer, int lane, DeskMessage message)
            throws MalformedException, IOException {
        return switch (message) {
            case DeskMessage.Offer offer -> offered(peer, offer);
            case DeskMessage.Piece piece -> came(peer, lane, piece);
            case DeskMessage.Want _, DeskMessage.Held _, DeskMessage.Full _ ->
                    throw new MalformedException("desk.kind", "1 or 3 of a lane", "another");
        };
    }

    private DeskMessage offered(String peer, DeskMessage.Offer offer) throws MalformedException {
        incoming.remove(peer);
        if (offer.bytes() == 0) {
            throw new MalformedException("desk.bytes", "at least 1", "0");
        }
        Place there = places.get(offer.id());
        if ((there != null && there.node().equals(peer)) || answered.test(offer.id())) {
            return new DeskMessage.Held(offer.id());
        }
        long bytes = offer.bytes();
        int count = 1;
        for (Place place : places.values()) {
            if (place.node().equals(peer)) {
                bytes += place.bytes();
                count++;
            }
        }
        if (there != null || count > MOST_OF_A_LANE || bytes > BYTES_OF_A_LANE) {
            return new DeskMessage.Full(offer.id());
        }
        incoming.put(peer, new Incoming(offer));
        return new DeskMessage.Want(offer.id(), 0);
    }

    private DeskMessage came(String peer, int lane, DeskMessage.Piece piece)
            throws MalformedException, IOException {
        Incoming one = incoming.get(peer);
        if (one == null
                || !one.offer.id().equals(piece.id())
                || piece.from() != one.bytes.size()
                || piece.bytes().length == 0
                || piece.from() + piece.bytes().length > one.offer.bytes()) {
            throw new MalformedException("desk.piece", "the one that was wanted", "another");
        }
        one.bytes.writeBytes(piece.bytes());
        if (one.bytes.size() < one.offer.bytes()) {
            return new DeskMessage.Want(piece.id(), one.bytes.size());
        }
        incoming.remove(peer);
        byte[] bytes = one.bytes.toByteArray();
        if (!Arrays.equals(Sha256.of(bytes), one.offer.hash())) {
            throw new MalformedException("desk.hash", "that of the pieces", "another");
        }
        put(peer, lane, piece.id(), bytes);
        return new DeskMessage.Held(piece.id());
    }

    /// Puts a case on the desk; durable when it returns.
    ///
    /// @param node that referred it
    /// @throws MalformedException when it is no case of that lane
    synchronized void put(String node, int lane, RecordId id, byte[] bytes)
            throws MalformedException, IOException {
        CaseFile file = CaseFile.decode(bytes);
        if (!file.record().id().equals(id) || !file.record().node().equals(node)) {
            throw new MalformedException("case.record.node", node, file.record().node());
        }
        String name = lane + "." + node + "." + id;
        folder.put(name, bytes);
        places.put(id, place(name, node, lane, bytes.length, file));
    }

    /// The oldest first.
    synchronized List<ReferredCase.Waiting> waiting() {
        return places.values().stream().map(Place::waiting).toList();
    }

    synchronized Optional<ReferredCase> open(RecordId id) throws IOException {
        Place place = places.get(id);
        Optional<byte[]> bytes = place == null ? Optional.empty() : folder.get(place.name());
        if (place == null || bytes.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(CaseFile.decode(bytes.get()).opened(place.waiting().lane()));
        } catch (MalformedException e) {
            throw new IOException("case " + id + ": " + e.getMessage(), e);
        }
    }

    /// A decision on it is recorded.
    synchronized void answered(RecordId id) throws IOException {
        Place place = places.remove(id);
        if (place != null) {
            folder.drop(place.name());
        }
    }

    /// Drops what is older than the rules keep, by its own time or by when it came.
    ///
    /// @return what was dropped
    synchronized List<RecordId> forgetOld() throws IOException {
        List<RecordId> gone = new ArrayList<>();
        long now = wallMillis.getAsLong();
        for (Place place : List.copyOf(places.values())) {
            long from = Math.min(place.heardMillis(), place.waiting().at().toEpochMilli());
            if (from + kept.get().toMillis() < now) {
                places.remove(place.waiting().crossing());
                folder.drop(place.name());
                gone.add(place.waiting().crossing());
            }
        }
        return gone;
    }
}
