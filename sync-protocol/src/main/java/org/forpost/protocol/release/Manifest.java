package org.forpost.protocol.release;

import org.forpost.protocol.cbor.CborReader;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.crypto.Signer;
import org.forpost.protocol.envelope.Sign1;
import org.jspecify.annotations.Nullable;

/// The signed face of a release: which it is, how long it holds, and which bytes are its content
/// (SPEC.md §6). Small, so that it is checked before a byte of the content is taken.
///
/// @param number counts up from 1 in each role; a node never goes back
/// @param issuedMillis milliseconds since 1970-01-01T00:00Z
/// @param expiresMillis after this the release is stale, and the rules say what is still allowed
/// @param content SHA-256 of the content
/// @param contentBytes its length
public record Manifest(
        Role role,
        long number,
        long issuedMillis,
        long expiresMillis,
        byte[] content,
        int contentBytes) {
    /// Content that a node of 256 MB can hold twice while it changes over.
    public static final int MAX_CONTENT_BYTES = 16 << 20;

    private static final int MAX_PAYLOAD = 256;

    public byte[] sign(byte[] keyId, Signer releases) {
        CborWriter out = new CborWriter().map(6);
        out.uint(1).uint(role.code()).uint(2).uint(number).uint(3).uint(issuedMillis);
        out.uint(4).uint(expiresMillis).uint(5).bytes(content).uint(6).uint(contentBytes);
        return Sign1.sign(Sign1.Purpose.RELEASE, keyId, out.toByteArray(), releases);
    }

    /// @throws NotAuthenticException when the release key did not sign it
    public static Manifest open(byte[] signed, SignatureCheck releases)
            throws MalformedException, NotAuthenticException {
        byte[] payload = Sign1.open(Sign1.Purpose.RELEASE, signed, MAX_PAYLOAD, releases);
        CborReader in = new CborReader(payload);
        Draft draft = new Draft();
        in.map("release", 6, key -> draft.field(in, key));
        in.end("release");
        return draft.manifest();
    }

    private static final class Draft {
        private @Nullable Role role;
        private long number;
        private long issued = -1;
        private long expires = -1;
        private byte @Nullable [] content;
        private int contentBytes = -1;

        void field(CborReader in, long key) throws MalformedException {
            switch ((int) key) {
                case 1 -> role = Role.of(in.uint("release.role", 255));
                case 2 -> number = in.uint("release.number", Long.MAX_VALUE);
                case 3 -> issued = in.uint("release.issued", Long.MAX_VALUE);
                case 4 -> expires = in.uint("release.expires", Long.MAX_VALUE);
                case 5 -> content = in.exactly("release.content", Sha256.BYTES);
                case 6 -> contentBytes = (int) in.uint("release.length", MAX_CONTENT_BYTES);
                default -> throw CborReader.unknownKey("release", key);
            }
        }

        Manifest manifest() throws MalformedException {
            if (role == null
                    || number == 0
                    || issued < 0
                    || expires < 0
                    || content == null
                    || contentBytes < 1) {
                throw new MalformedException("release", "keys 1 to 6, number from 1", "fewer");
            }
            if (expires <= issued) {
                throw new MalformedException(
                        "release.expires", "a time after it was issued", "none");
            }
            return new Manifest(role, number, issued, expires, content, contentBytes);
        }
    }
}
