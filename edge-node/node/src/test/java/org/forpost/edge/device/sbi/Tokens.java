package org.forpost.edge.device.sbi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/// Signs tokens as a device does, and as a forger would.
final class Tokens {
    private Tokens() {}

    static String url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static String url(ObjectNode json) {
        return url(json.toString().getBytes(StandardCharsets.UTF_8));
    }

    static ObjectNode header(String algorithm, List<X509Certificate> chain) {
        ObjectNode header = JsonNodeFactory.instance.objectNode();
        header.put("alg", algorithm).put("typ", "JWT");
        for (X509Certificate each : chain) {
            header.withArray("x5c").add(der(each));
        }
        return header;
    }

    static String der(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String sign(ObjectNode payload, TestAuthority.Identity by) {
        return sign(header("RS256", by.chain()), payload, by.key());
    }

    static String sign(ObjectNode header, ObjectNode payload, PrivateKey key) {
        String signed = url(header) + "." + url(payload);
        try {
            Signature rs256 = Signature.getInstance("SHA256withRSA");
            rs256.initSign(key);
            rs256.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + url(rs256.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
