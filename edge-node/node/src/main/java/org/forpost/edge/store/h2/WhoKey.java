package org.forpost.edge.store.h2;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.forpost.protocol.crypto.Aead;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.record.Crossing.Document;
import org.forpost.protocol.record.Crossing.Person;

/// Says of two crossings whether they are of the same document or the same person, without telling
/// of whom: HMAC-SHA256 (RFC 2104) under a key that only this node has, cut to 16 bytes.
final class WhoKey {
    private static final int BYTES = 16;

    private static final String PEERS = "forpost/v1/key-of-a-peer";

    private final SecretKeySpec key;
    private final Aead peers;

    /// @param storageKey of the node; another key is derived from it
    WhoKey(byte[] storageKey) {
        this.key =
                new SecretKeySpec(
                        mac(new SecretKeySpec(storageKey, "HmacSHA256"), "forpost/v1/projection"),
                        "HmacSHA256");
        this.peers = new Aead(mac(new SecretKeySpec(storageKey, "HmacSHA256"), PEERS));
    }

    private WhoKey(SecretKeySpec key) {
        this.key = key;
        this.peers = new Aead(key.getEncoded());
    }

    /// Of another lane, as that lane told it: finds what that lane tells.
    static WhoKey ofPeer(byte[] key) {
        return new WhoKey(new SecretKeySpec(key, "HmacSHA256"));
    }

    /// For the other lanes: with it one can ask whether a known person or document was here, and
    /// nothing else.
    byte[] told() {
        return key.getEncoded();
    }

    boolean is(byte[] other) {
        return MessageDigest.isEqual(key.getEncoded(), other);
    }

    /// Another lane's key, as it may lie in a table. The nonce follows from node and key, so that
    /// none serves two keys.
    byte[] sealed(String node, byte[] other) {
        byte[] nonce =
                Arrays.copyOf(
                        mac(key, PEERS + node + HexFormat.of().formatHex(other)), Aead.NONCE_BYTES);
        byte[] sealed = peers.encrypt(nonce, node.getBytes(StandardCharsets.UTF_8), other);
        return ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
    }

    WhoKey opened(String node, byte[] sealed) throws NotAuthenticException {
        if (sealed.length < Aead.NONCE_BYTES) {
            throw new NotAuthenticException("shorter than its nonce");
        }
        return ofPeer(
                peers.decrypt(
                        Arrays.copyOf(sealed, Aead.NONCE_BYTES),
                        node.getBytes(StandardCharsets.UTF_8),
                        Arrays.copyOfRange(sealed, Aead.NONCE_BYTES, sealed.length)));
    }

    byte[] document(Document document) {
        return cut("document", document.issuer(), document.number().replaceAll("[ -]", ""));
    }

    byte[] person(Person person) {
        return cut(
                "person",
                person.surname(),
                person.givenNames(),
                Integer.toString(person.birthDate()),
                person.nationality());
    }

    private byte[] cut(String... words) {
        String text = String.join("\n", words).toUpperCase(Locale.ROOT);
        return Arrays.copyOf(mac(key, Normalizer.normalize(text, Normalizer.Form.NFKC)), BYTES);
    }

    private static byte[] mac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
