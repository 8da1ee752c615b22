package org.forpost.sim.sbi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.forpost.sim.trust.DeviceIdentity;

/// The text's signed objects: a JSON Web Signature in compact form (RFC 7515) with RS256 and the
/// signer's certificates in `x5c`, its own first.
public final class Jwt {
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private Jwt() {}

    static String sign(ObjectNode payload, DeviceIdentity signer) {
        ObjectNode header = JsonNodeFactory.instance.objectNode();
        header.put("alg", "RS256");
        header.put("typ", "JWT");
        ArrayNode chain = header.putArray("x5c");
        try {
            for (X509Certificate certificate : signer.chain()) {
                // RFC 7515, 4.1.6: base64, not base64url.
                chain.add(Base64.getEncoder().encodeToString(certificate.getEncoded()));
            }
            String signed = encode(header) + "." + encode(payload);
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(signer.key());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the device's key cannot sign RS256", e);
        }
    }

    /// The text's unsigned form: base64url of the payload alone.
    public static String unsigned(ObjectNode payload) {
        return encode(payload);
    }

    private static String encode(ObjectNode json) {
        return URL.encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
