package org.forpost.edge.post;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.Role;
import org.jspecify.annotations.Nullable;

/// Gets from peers the releases that this lane lacks. Knows no network: told what peers offer and
/// send, says what to ask them for.
///
/// ```
/// offered n > held ── asks one peer, piece after piece ──► whole, and its hash is right ──► handed over
///                        │ no answer for 10 s, too slow, ended, another hash: the next that offers it
/// ```
///
/// Nothing is asked for that the release key has not signed, one at a time, the trust anchors
/// first: they may say that a certificate was taken back. What is handed over goes through the same
/// gate as from the hub; it is not asked for again for a while, whatever became of it. One thread
/// at a time.
final class ReleaseSeeker {
    static final long PATIENCE_MILLIS = 10_000;

    /// Beside that, for each piece. Whoever is slower may mean to keep this lane without the
    /// release that says so.
    static final long PIECE_MILLIS = 1_000;

    /// A peer that gave nothing, or something else; a release that did not come into force.
    static final long BARRED_MILLIS = 600_000;

    private static final List<Role> ORDER =
            List.of(Role.TRUST, Role.OPERATORS, Role.RULES, Role.WATCHLIST);

    private final SignatureCheck key;
    private final Supplier<Map<Role, Long>> held;
    private final LongSupplier millis;
    private final Map<String, Map<Role, Offered>> offers = new LinkedHashMap<>();

    /// Until when, by peer and content, or by content where it was handed over.
    private final Map<String, Long> barred = new HashMap<>();

    private @Nullable Incoming incoming;

    /// What is to be done.
    sealed interface Step {
        record Ask(String peer, byte[] content, int offset) implements Step {}

        /// A whole release, signed and with the right hash.
        record Whole(byte[] signed, byte[] content) implements Step {}
    }

    private record Offered(Manifest manifest, byte[] signed) {}

    private static final class Incoming {
        final Offered release;
        final String peer;
        final byte[] content;
        final long until;
        int filled;
        long askedAt;

        Incoming(Offered release, String peer, long now) {
            this.release = release;
            this.peer = peer;
            this.content = new byte[release.manifest().contentBytes()];
            this.until =
                    now
                            + PATIENCE_MILLIS
                            + PIECE_MILLIS * (content.length / ReleaseMessage.PIECE_BYTES + 1);
            this.askedAt = now;
        }

        int wanted() {
            return Math.min(ReleaseMessage.PIECE_BYTES, content.length - filled);
        }

        boolean isLate(long now) {
            return now - askedAt >= PATIENCE_MILLIS || now >= until;
        }
    }

    /// @param key checks the release key's signatures
    /// @param held number of the release in force by role; roles that are absent are not followed
    ReleaseSeeker(SignatureCheck key, Supplier<Map<Role, Long>> held, LongSupplier millis) {
        this.key = key;
        this.held = held;
        this.millis = millis;
    }

    /// @throws MalformedException when one of them is not signed by the release key: the stream
    ///   ends
    List<Step> offered(String peer, List<byte[]> manifests) throws MalformedException {
        Map<Role, Offered> now = new EnumMap<>(Role.class);
        for (byte[] signed : manifests) {
            try {
                Manifest manifest = Manifest.open(signed, key);
                now.put(manifest.role(), new Offered(manifest, signed));
            } catch (NotAuthenticException e) {
                throw new MalformedException(
                        "release.manifest",
                        "the signature of the key that this node trusts",
                        "another");
            }
        }
        offers.put(peer, now);
        return look();
    }

    List<Step> closed(String peer) {
        offers.remove(peer);
        if (incoming != null && incoming.peer.equals(peer)) {
            incoming = null;
        }
        return look();
    }

    /// @throws MalformedException when it was not asked for: the stream ends
    List<Step> piece(String peer, ReleaseMessage.Piece piece) throws MalformedException {
        Incoming now = incoming;
        if (now == null
                || !now.peer.equals(peer)
                || !Arrays.equals(now.release.manifest().content(), piece.content())
                || piece.offset() != now.filled) {
            throw new MalformedException("release.piece", "what was asked for", "something else");
        }
        if (piece.bytes().length == 0) {
            return giveUp(now);
        }
        if (piece.bytes().length != now.wanted()) {
            // Byte after byte, it would never be whole and never be late.
            throw new MalformedException(
                    "release.piece", now.wanted() + " bytes", "" + piece.bytes().length);
        }
        System.arraycopy(piece.bytes(), 0, now.content, now.filled, piece.bytes().length);
        now.filled += piece.bytes().length;
        if (now.filled < now.content.length) {
            return List.of(ask(now));
        }
        if (!Arrays.equals(Sha256.of(now.content), piece.content())) {
            return giveUp(now);
        }
        incoming = null;
        barred.put(hex(piece.content()), millis.getAsLong() + BARRED_MILLIS);
        List<Step> steps = new ArrayList<>();
        steps.add(new Step.Whole(now.release.signed(), now.content));
        steps.addAll(look());
        return steps;
    }

    private List<Step> giveUp(Incoming now) {
        barred.put(
                now.peer + hex(now.release.manifest().content()),
                millis.getAsLong() + BARRED_MILLIS);
        incoming = null;
        return look();
    }

    /// Time has passed, or another release is in force.
    List<Step> look() {
        long now = millis.getAsLong();
        barred.values().removeIf(until -> until <= now);
        Incoming coming = incoming;
        if (coming != null) {
            return coming.isLate(now) ? giveUp(coming) : List.of();
        }
        Map<Role, Long> have = held.get();
        for (Role role : ORDER) {
            Long number = have.get(role);
            Incoming next = number == null ? null : newest(role, number, now);
            if (next != null) {
                incoming = next;
                return List.of(ask(next));
            }
        }
        return List.of();
    }

    private @Nullable Incoming newest(Role role, long than, long now) {
        Incoming newest = null;
        for (Map.Entry<String, Map<Role, Offered>> peer : offers.entrySet()) {
            Offered offered = peer.getValue().get(role);
            if (offered == null) {
                continue;
            }
            long least = newest == null ? than : newest.release.manifest().number();
            String content = hex(offered.manifest().content());
            if (offered.manifest().number() > least
                    && !barred.containsKey(content)
                    && !barred.containsKey(peer.getKey() + content)) {
                newest = new Incoming(offered, peer.getKey(), now);
            }
        }
        return newest;
    }

    private Step ask(Incoming from) {
        from.askedAt = millis.getAsLong();
        return new Step.Ask(from.peer, from.release.manifest().content(), from.filled);
    }

    /// Number of the release of each role that a peer has in force, as it said last.
    Map<String, Map<Role, Long>> numbers() {
        Map<String, Map<Role, Long>> all = new HashMap<>();
        offers.forEach((peer, roles) -> {
            Map<Role, Long> numbers = new EnumMap<>(Role.class);
            roles.forEach((role, offered) -> numbers.put(role, offered.manifest().number()));
            all.put(peer, numbers);
        });
        return all;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
