package org.forpost.edge.store.h2;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.forpost.protocol.record.Crossing.Document;
import org.forpost.protocol.record.Crossing.Person;

/// Says of two crossings whether they are of the same document or the same person, without telling
/// of whom: HMAC-SHA256 (RFC 2104) under a key that only this node has, cut to 16 bytes.
final class WhoKey {
    private static final int BYTES = 16;

    private final SecretKeySpec key;

    /// @param storageKey of the node; another key is derived from it
    WhoKey(byte[] storageKey) {
        this.key =
                new SecretKeySpec(
                        mac(new SecretKeySpec(storageKey, "HmacSHA256"), "forpost/v1/projection"),
                        "HmacSHA256");
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
