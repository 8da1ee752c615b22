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

    /// @param storageKey 32 bytes that only this node has
    /// @param hub seals to whoever may read the journal besides this node
    public SegmentKeys(byte[] storageKey, Sealer hub, Randomness randomness) {
        this.storage = new Aead(storageKey);
        this.hub = hub;
        this.randomness = randomness;
    }

    /// Keys that open segments and can make none: for who only looks.
    public static SegmentKeys toRead(byte[] storageKey) {
        return new SegmentKeys(
                storageKey,
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
                },
                count -> {
                    throw new IllegalStateException("these keys make no segment");
                });
    }

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

    private static byte[] place(byte[] incarnation, long segment, byte[] follows) {
        return ByteBuffer.allocate(incarnation.length + 8 + follows.length)
                .put(incarnation)
                .putLong(segment)
                .put(follows)
                .array();
    }

    record Wrapped(byte[] key, byte[] forNode, int suite, byte[] forHub) {}
}
