package org.forpost.edge.device.sbi;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.forpost.edge.device.Refusal;

/// What a device signed: a JSON Web Signature in compact form (RFC 7515) whose algorithm is RS256
/// and nothing else, however the header asks, with the signer's chain in `x5c`.
///
/// @param payload read only after the signature was found good
/// @param signer the key that signed it
record SignedToken(DeviceJson payload, RSAPublicKey signer) {

    /// @param token the three parts as they came
    /// @param path where it stands in the answer
    static SignedToken verify(String token, String path, DeviceTrust trust) throws Unacceptable {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3 || parts[2].isEmpty()) {
            throw new Unacceptable(
                    Refusal.UNSIGNED,
                    path,
                    "a signed token of three parts (header.payload.signature)",
                    parts.length == 3 ? "no signature" : parts.length + " part(s)");
        }
        var header = DeviceJson.parse(base64url(parts[0], path + " header"), path + " header");
        if (!header.node().path("alg").asText().equals("RS256")) {
            throw new Unacceptable(
                    Refusal.UNSIGNED,
                    header.at("alg"),
                    "\"RS256\"",
                    DeviceJson.quoted(header.node().path("alg").asText()));
        }
        if (header.has("crit")) {
            // RFC 7515, 4.1.11: what is not understood must be refused.
            throw header.malformed("crit", "no critical extension", "one");
        }
        RSAPublicKey key = trust.signer(chain(header), header.at("x5c"));
        if (!signed(key, parts, path)) {
            throw new Unacceptable(
                    Refusal.BAD_SIGNATURE,
                    path,
                    "a signature over just this content",
                    "one that does not fit");
        }
        return new SignedToken(DeviceJson.parse(base64url(parts[1], path), path), key);
    }

    private static boolean signed(RSAPublicKey key, String[] parts, String path)
            throws Unacceptable {
        byte[] signature = base64url(parts[2], path + " signature");
        try {
            Signature rs256 = Signature.getInstance("SHA256withRSA");
            rs256.initVerify(key);
            rs256.update(parts[0].getBytes(StandardCharsets.US_ASCII));
            rs256.update((byte) '.');
            rs256.update(parts[1].getBytes(StandardCharsets.US_ASCII));
            return rs256.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // A signature of the wrong length, say: it does not fit either.
        }
    }

    /// RFC 7515 has an array of base64; devices in the field send a single text, too.
    private static List<byte[]> chain(DeviceJson header) throws Unacceptable {
        var chain = new ArrayList<byte[]>();
        if (header.node().path("x5c").isTextual()) {
            chain.add(base64(header.longText("x5c"), header.at("x5c")));
            return chain;
        }
        if (!header.has("x5c")) {
            throw new Unacceptable(
                    Refusal.UNTRUSTED, header.at("x5c"), "the signer's certificates", "nothing");
        }
        for (DeviceJson each : header.child("x5c").elements(DeviceTrust.LONGEST_CHAIN)) {
            chain.add(base64(each.node().asText(), each.path()));
        }
        if (chain.isEmpty()) {
            throw new Unacceptable(
                    Refusal.UNTRUSTED, header.at("x5c"), "the signer's certificates", "none");
        }
        return chain;
    }

    static byte[] base64url(String text, String path) throws Unacceptable {
        return decode(Base64.getUrlDecoder(), text, path, "base64url");
    }

    private static byte[] base64(String text, String path) throws Unacceptable {
        return decode(Base64.getDecoder(), text, path, "base64");
    }

    private static byte[] decode(Base64.Decoder decoder, String text, String path, String name)
            throws Unacceptable {
        try {
            return decoder.decode(text);
        } catch (IllegalArgumentException e) {
            throw new Unacceptable(Refusal.MALFORMED, path, name, String.valueOf(e.getMessage()));
        }
    }
}
