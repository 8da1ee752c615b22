package org.forpost.protocol.journal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.forpost.protocol.crypto.Aead;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.RecordCodec;
import org.jspecify.annotations.Nullable;

/// One entry as bytes: SPEC.md §2.2. The head is authenticated with the payload, so that any
/// changed bit of either is seen.
///
/// @param forced highest sequence known to be durable when this entry was written: with it a reader
///   tells a tail that was never promised from one that was damaged later
/// @param length of the sealed payload, its tag included
record Frame(Priority priority, int length, long sequence, long forced, Head head) {
    static final int HEAD_BYTES = 62;

    /// The largest record, and room for what a hub's ledger puts around it.
    static final int MAX_PAYLOAD = RecordCodec.MAX_RECORD_BYTES + 512 * 1024;

    static final byte VERSION = 1;

    static byte[] seal(Aead key, Entry entry, long forced) {
        Frame frame =
                new Frame(
                        entry.priority(),
                        entry.payload().length + Aead.TAG_BYTES,
                        entry.sequence(),
                        forced,
                        entry.head());
        byte[] head = frame.encode();
        byte[] sealed = key.encrypt(nonce(entry.sequence()), head, entry.payload());
        byte[] bytes = Arrays.copyOf(head, HEAD_BYTES + sealed.length);
        System.arraycopy(sealed, 0, bytes, HEAD_BYTES, sealed.length);
        return bytes;
    }

    /// @return null when these bytes cannot be the head of an entry
    static @Nullable Frame decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte version = in.get();
        int priority = in.get();
        int length = in.getInt();
        long sequence = in.getLong();
        long forced = in.getLong();
        long number = in.getLong();
        if (version != VERSION
                || priority < 0
                || priority >= Priority.COUNT
                || length < Aead.TAG_BYTES
                || length > MAX_PAYLOAD + Aead.TAG_BYTES) {
            return null;
        }
        byte[] hash = new byte[Sha256.BYTES];
        in.get(hash);
        return new Frame(Priority.of(priority), length, sequence, forced, new Head(number, hash));
    }

    /// @throws NotAuthenticException when a bit of head or payload was changed
    byte[] open(Aead key, byte[] sealed) throws NotAuthenticException {
        return key.decrypt(nonce(sequence), encode(), sealed);
    }

    private byte[] encode() {
        return ByteBuffer.allocate(HEAD_BYTES)
                .put(VERSION)
                .put((byte) priority.code())
                .putInt(length)
                .putLong(sequence)
                .putLong(forced)
                .putLong(head.number())
                .put(head.hash())
                .array();
    }

    /// A segment's key is used by one writer in one run, and never again after a restart: the
    /// sequence number is a nonce that cannot repeat.
    private static byte[] nonce(long sequence) {
        return ByteBuffer.allocate(Aead.NONCE_BYTES).putInt(0).putLong(sequence).array();
    }
}
