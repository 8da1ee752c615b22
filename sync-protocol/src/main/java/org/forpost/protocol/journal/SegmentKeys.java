package org.forpost.protocol.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.forpost.protocol.crypto.Aead;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.crypto.Sealed;
import org.forpost.protocol.crypto.Sealer;
import org.forpost.protocol.crypto.Unsealer;
import org.jspecify.annotations.Nullable;

/// Wraps each segment's key twice: for the running node under its storage key, and for the hub,
/// which can then read a seized disk. Destroying the first wrapping makes the segment unreadable
/// here.
public final class SegmentKeys {
    static final int NODE_WRAP_BYTES = Aead.NONCE_BYTES + Aead.KEY_BYTES + Aead.TAG_BYTES;
    static final int HUB_WRAP_BYTES = Hpke.ENCAPSULATED_BYTES + Aead.KEY_BYTES + Hpke.TAG_BYTES;

    private static final byte[] INFO = "forpost/v1/segment-key".getBytes(StandardCharsets.US_ASCII);

    private final Aead storage;
    private final Sealer hub;
    private final Randomness randomness;
    private final @Nullable Unsealer hubSeal;

    /// @param storageKey 32 bytes that only this node has
    /// @param hub seals to whoever may read the journal besides this node
    public SegmentKeys(byte[] storageKey, Sealer hub, Randomness randomness) {
        this(storageKey, hub, randomness, null);
    }

    private SegmentKeys(
            byte[] storageKey, Sealer hub, Randomness randomness, @Nullable Unsealer hubSeal) {
        this.storage = new Aead(storageKey);
        this.hub = hub;
        this.randomness = randomness;
        this.hubSeal = hubSeal;
    }

    /// Keys that open segments and can make none: for who only looks.
    public static SegmentKeys toRead(byte[] storageKey) {
        return new SegmentKeys(storageKey, MAKES_NONE, NO_RANDOMNESS);
    }

    /// The hub's keys, which open every segment of a disk that was seized, also those whose node's
    /// wrapping was destroyed; they make none.
    ///
    /// @param hubSeal opens what was sealed to the hub
    public static SegmentKeys ofHub(Unsealer hubSeal) {
        return new SegmentKeys(new byte[Aead.KEY_BYTES], MAKES_NONE, NO_RANDOMNESS, hubSeal);
    }

    private static final Sealer MAKES_NONE =
            new Sealer() {
                @Override
                public Sealer drawing(Randomness other) {
                    return this;
                }

                @Override
                public int suite() {
                    throw new IllegalStateException("these keys make no segment");
                }

                @Override
                public Sealed seal(byte[] info, byte[] associated, byte[] plaintext) {
                    throw new IllegalStateException("these keys make no segment");
                }
            };

    private static final Randomness NO_RANDOMNESS =
            count -> {
                throw new IllegalStateException("these keys make no segment");
            };

    /// In the place of an incarnation that is followed, where the segment begins none.
    static final byte[] NOTHING = {};

    /// A fresh key for one segment.
    ///
    /// @param follows the incarnation before, where the segment begins a new one: a segment of
    ///   another journal then cannot pass for one; else [#NOTHING]
    Wrapped fresh(byte[] incarnation, long segment, byte[] follows) {
        byte[] place = place(incarnation, segment, follows);
        byte[] key = randomness.bytes(Aead.KEY_BYTES);
        byte[] nonce = randomness.bytes(Aead.NONCE_BYTES);
        byte[] forNode =
                ByteBuffer.allocate(NODE_WRAP_BYTES)
                        .put(nonce)
                        .put(storage.encrypt(nonce, place, key))
                        .array();
        Sealed sealed = hub.seal(INFO, place, key);
        byte[] forHub =
                ByteBuffer.allocate(HUB_WRAP_BYTES)
                        .put(sealed.encapsulated())
                        .put(sealed.ciphertext())
                        .array();
        return new Wrapped(key, forNode, hub.suite(), forHub);
    }

    /// @throws NotAuthenticException when the wrapping was made under another storage key, for
    ///   another segment, or was destroyed
    byte[] unwrap(byte[] incarnation, long segment, byte[] follows, byte[] forNode)
            throws NotAuthenticException {
        return storage.decrypt(
                Arrays.copyOf(forNode, Aead.NONCE_BYTES),
                place(incarnation, segment, follows),
                Arrays.copyOfRange(forNode, Aead.NONCE_BYTES, forNode.length));
    }

    /// Whether a segment can be opened whose node's wrapping was destroyed.
    boolean areTheHubs() {
        return hubSeal != null;
    }

    /// The key of a segment, by whichever wrapping these keys open.
    ///
    /// @throws NotAuthenticException when it was made for another segment, under other keys, or was
    ///   destroyed
    byte[] open(SegmentHeader header, byte[] follows) throws NotAuthenticException {
        Unsealer seal = hubSeal;
        if (seal == null) {
            return unwrap(header.incarnation(), header.segment(), follows, header.nodeWrap());
        }
        byte[] forHub = header.hubWrap();
        byte[] key =
                seal.open(
                        INFO,
                        place(header.incarnation(), header.segment(), follows),
                        new Sealed(
                                Arrays.copyOf(forHub, Hpke.ENCAPSULATED_BYTES),
                                Arrays.copyOfRange(
                                        forHub, Hpke.ENCAPSULATED_BYTES, forHub.length)));
        if (key.length != Aead.KEY_BYTES) {
            throw new NotAuthenticException("a segment's key has 32 bytes");
        }
        return key;
    }

    private static byte[] place(byte[] incarnation, long segment, byte[] follows) {
        return ByteBuffer.allocate(incarnation.length + 8 + follows.length)
                .put(incarnation)
                .putLong(segment)
                .put(follows)
                .array();
    }

    record Wrapped(byte[] key, byte[] forNode, int suite, byte[] forHub) {}
}
