package org.forpost.edge.post.desk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.forpost.edge.store.SealedFolder;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.record.RecordId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Cases that this lane has referred, until the desk holds them. Knows no network: events in,
/// messages out. Safe for several threads.
///
/// ```
/// kept ── crossing recorded ──► to go ── offer ──► offered ── want, piece, want, piece ──► held: gone
///   └── not recorded: gone        ▲                   │ full: rests for half a minute
///                                 └───── closed ──────┘
/// ```
final class Referrals {
    private static final Logger LOG = LoggerFactory.getLogger(Referrals.class);
    private static final long FULL_MILLIS = 30_000;

    private final SealedFolder folder;
    private final LongSupplier monotonicMillis;

    private final Map<RecordId, Waiting> cases = new HashMap<>();

    /// @param ready whether it may go: its crossing is recorded
    /// @param atMillis when it was referred
    private record Waiting(boolean ready, long atMillis) {}

    private boolean open;
    private @Nullable RecordId underWay;
    private byte[] bytes = {};
    private long restUntil;

    /// @param recorded whether the journal has a crossing: a case whose crossing it lacks was never
    ///   referred, because the lane died before the officer had an answer
    Referrals(SealedFolder folder, Predicate<RecordId> recorded, LongSupplier monotonicMillis)
            throws IOException {
        this.folder = folder;
        this.monotonicMillis = monotonicMillis;
        for (String name : folder.names()) {
            Optional<RecordId> id = id(name);
            Optional<CaseFile> file =
                    id.filter(recorded).isPresent() ? file(name) : Optional.empty();
            if (id.isPresent() && file.isPresent()) {
                cases.put(id.get(), new Waiting(true, file.get().at().toEpochMilli()));
            } else {
                folder.drop(name);
            }
        }
    }

    private Optional<CaseFile> file(String name) throws IOException {
        Optional<byte[]> kept = folder.get(name);
        try {
            return kept.isPresent() ? Optional.of(CaseFile.decode(kept.get())) : Optional.empty();
        } catch (MalformedException e) {
            LOG.warn("case {}: {}", name, e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<RecordId> id(String name) {
        return name.matches("[0-9a-f]{32}")
                ? Optional.of(RecordId.of(HexFormat.of().parseHex(name)))
                : Optional.empty();
    }

    /// Durable when it returns.
    synchronized void keep(CaseFile file) throws IOException {
        RecordId id = file.record().id();
        folder.put(id.toString(), file.encode());
        cases.put(id, new Waiting(false, file.at().toEpochMilli()));
    }

    synchronized List<DeskMessage> go(RecordId id) throws IOException {
        Waiting one = cases.get(id);
        if (one == null) {
            return List.of();
        }
        cases.put(id, new Waiting(true, one.atMillis()));
        return next();
    }

    synchronized void forget(RecordId id) throws IOException {
        cases.remove(id);
        folder.drop(id.toString());
        RecordId now = underWay;
        if (now != null && now.equals(id)) {
            underWay = null;
        }
    }

    /// What is kept of a case; empty where it is gone.
    synchronized Optional<byte[]> file(RecordId id) throws IOException {
        return folder.get(id.toString());
    }

    /// Cases that may go and have not arrived.
    synchronized List<RecordId> waiting() {
        return cases.entrySet().stream()
                .filter(one -> one.getValue().ready())
                .map(Map.Entry::getKey)
                .toList();
    }

    /// The desk is there.
    synchronized List<DeskMessage> opened() throws IOException {
        open = true;
        underWay = null;
        restUntil = 0;
        return next();
    }

    synchronized void closed() {
        open = false;
        underWay = null;
    }

    /// Time has passed.
    synchronized List<DeskMessage> look() throws IOException {
        return next();
    }

    private List<DeskMessage> next() throws IOException {
        if (!open || underWay != null || monotonicMillis.getAsLong() < restUntil) {
            return List.of();
        }
        for (RecordId id : waiting()) {
            Optional<byte[]> file = folder.get(id.toString());
            if (file.isPresent()) {
                underWay = id;
                bytes = file.get();
                return List.of(new DeskMessage.Offer(id, bytes.length, Sha256.of(bytes)));
            }
            cases.remove(id); // damaged on the disk, and told to the log
        }
        return List.of();
    }

    /// @throws MalformedException when a message is none that a desk may send: the stream ends
    synchronized List<DeskMessage> on(DeskMessage message) throws MalformedException, IOException {
        RecordId now = underWay;
        if (now == null || !now.equals(message.id())) {
            return List.of(); // of a case that was taken back meanwhile
        }
        return switch (message) {
            case DeskMessage.Want(RecordId id, int from) -> {
                if (from >= bytes.length) {
                    throw new MalformedException(
                            "desk.from", "less than " + bytes.length, "" + from);
                }
                int to = Math.min(bytes.length, from + DeskMessage.PIECE_BYTES);
                yield List.of(new DeskMessage.Piece(id, from, Arrays.copyOfRange(bytes, from, to)));
            }
            case DeskMessage.Held(RecordId id) -> {
                forget(id);
                bytes = new byte[0];
                yield next();
            }
            case DeskMessage.Full _ -> {
                underWay = null;
                restUntil = monotonicMillis.getAsLong() + FULL_MILLIS;
                yield List.of();
            }
            case DeskMessage.Offer _, DeskMessage.Piece _ ->
                    throw new MalformedException("desk.kind", "2, 4 or 5 of a desk", "another");
        };
    }

    /// Drops what was referred before a time.
    ///
    /// @return what was dropped
    synchronized List<RecordId> forgetOld(long beforeMillis) throws IOException {
        List<RecordId> gone = new ArrayList<>();
        for (Map.Entry<RecordId, Waiting> one : Map.copyOf(cases).entrySet()) {
            if (one.getValue().ready() && one.getValue().atMillis() < beforeMillis) {
                forget(one.getKey());
                gone.add(one.getKey());
            }
        }
        return gone;
    }
}
