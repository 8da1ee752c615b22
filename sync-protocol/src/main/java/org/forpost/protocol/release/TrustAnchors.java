package org.forpost.protocol.release;

import java.util.ArrayList;
import java.util.List;
import org.forpost.protocol.cbor.CborReader;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.cbor.MalformedException;

/// The content of a trust release: which states' signatures on documents are believed, and which of
/// them no longer (SPEC.md §6.4). What the bytes hold is X.509 and read by whoever uses them.
///
/// @param certificates of country signing CAs (CSCA, ICAO Doc 9303-12), DER
/// @param revocations their certificate revocation lists (RFC 5280 §5), DER
public record TrustAnchors(List<byte[]> certificates, List<byte[]> revocations) {
    /// ICAO's master list has some 600 certificates of 100 states.
    public static final int MAX_CERTIFICATES = 4_096;

    public static final int MAX_CERTIFICATE_BYTES = 8 * 1024;
    public static final int MAX_REVOCATIONS = 512;

    /// The longest list of a state that reissued all its keys.
    public static final int MAX_REVOCATION_BYTES = 1 << 20;

    public TrustAnchors {
        certificates = List.copyOf(certificates);
        revocations = List.copyOf(revocations);
    }

    public byte[] encode() {
        CborWriter out = new CborWriter().map(2);
        out.uint(1).array(certificates.size());
        certificates.forEach(out::bytes);
        out.uint(2).array(revocations.size());
        revocations.forEach(out::bytes);
        byte[] cbor = out.toByteArray();
        byte[] bytes = new byte[cbor.length + 1];
        bytes[0] = 1;
        System.arraycopy(cbor, 0, bytes, 1, cbor.length);
        return bytes;
    }

    /// @throws MalformedException naming the field that is not as SPEC.md §6.4 says
    public static TrustAnchors decode(byte[] bytes) throws MalformedException {
        if (bytes.length == 0 || bytes[0] != 1) {
            throw new MalformedException("trust.version", "1", "another");
        }
        CborReader in = new CborReader(bytes, 1, bytes.length);
        List<byte[]> certificates = new ArrayList<>();
        List<byte[]> revocations = new ArrayList<>();
        int[] keys = new int[1];
        in.map(
                "trust",
                2,
                key -> {
                    keys[0]++;
                    if (key == 1) {
                        list(
                                in,
                                "trust.certificates",
                                MAX_CERTIFICATES,
                                MAX_CERTIFICATE_BYTES,
                                certificates);
                    } else if (key == 2) {
                        list(
                                in,
                                "trust.revocations",
                                MAX_REVOCATIONS,
                                MAX_REVOCATION_BYTES,
                                revocations);
                    } else {
                        throw CborReader.unknownKey("trust", key);
                    }
                });
        in.end("trust");
        if (keys[0] != 2) {
            throw new MalformedException(
                    "trust", "keys 1 and 2, their lists empty or not", "fewer");
        }
        return new TrustAnchors(certificates, revocations);
    }

    private static void list(CborReader in, String field, int most, int bytes, List<byte[]> into)
            throws MalformedException {
        int count = in.array(field, most);
        for (int i = 0; i < count; i++) {
            into.add(in.bytes(field + "[" + i + "]", bytes));
        }
    }
}
