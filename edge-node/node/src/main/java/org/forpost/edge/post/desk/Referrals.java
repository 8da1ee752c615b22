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

/// Cases that this lane has referred, until the desk holds them. Knows no network: events in,
/// messages out. Safe for several threads.
///
/// ```
/// kept ── crossing recorded ──► to go ── offer ──► offered ── want, piece, want, piece ──► held: gone
///   └── not recorded: gone        ▲                   │ full: rests for half a minute
///                                 └───── closed ──────┘
/// ```
final class Referrals {
    private static final long FULL_MILLIS = 30_000;

    private final SealedFolder folder;
    private final LongSupplier monotonicMillis;

    /// Whether each may go: its crossing is recorded.
    private final Map<RecordId, Boolean> cases = new HashMap<>();

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
            if (id.isPresent() && recorded.test(id.get())) {
                cases.put(id.get(), true);
            } else {
                folder.drop(name);
            }
        }
    }

    private static Optional<RecordId> id(String name) {
        return name.matches("[0-9a-f]{32}")
                ? Optional.of(RecordId.of(HexFormat.of().parseHex(name)))
                : Optional.empty();
    }

    /// Durable when it returns.
    synchronized void keep(RecordId id, byte[] file) throws IOException {
        folder.put(id.toString(), file);
        cases.put(id, false);
    }

    synchronized List<DeskMessage> go(RecordId id) throws IOException {
        if (cases.replace(id, true) == null) {
            return List.of();
        }
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
                .filter(Map.Entry::getValue)
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

    /// Drops what is older than the rules keep.
    ///
    /// @return what was dropped
    synchronized List<RecordId> forgetOld(Predicate<CaseFile> old) throws IOException {
        List<RecordId> gone = new ArrayList<>();
        for (RecordId id : waiting()) {
            Optional<byte[]> file = folder.get(id.toString());
            try {
                if (file.isPresent() && !old.test(CaseFile.decode(file.get()))) {
                    continue;
                }
            } catch (MalformedException e) {
                // Nobody could open it.
            }
            forget(id);
            gone.add(id);
        }
        return gone;
    }
}
