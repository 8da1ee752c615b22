package org.forpost.edge.post;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.forpost.protocol.cbor.CborReader;
import org.forpost.protocol.cbor.CborWriter;
import org.forpost.protocol.cbor.MalformedException;

/// What a lane says to everybody on the post's LAN: where it is to be reached. Who it is, and of
/// which post, its certificate says, which comes with it.
///
/// One datagram, CBOR as SPEC.md has it:
///
/// ```
/// [ body: bytes, certificate: bytes (X.509, DER), signature: bytes ]
/// body      [ 1, lane, host, port, millis ]
/// signature ECDSA with SHA-256 (DER) by the certificate's key over
///           "forpost announcement 1" 0x00 | length of body, 2 bytes | body | certificate
/// ```
///
/// @param lane its number at the post
/// @param at where its tunnel listens
/// @param millis Unix time by its clock, and more than in any that it sent before: with it a
///   datagram that is played again is known, so that it needs no other nonce
public record Announcement(int lane, Neighbours.Address at, long millis) {
    /// Fits one datagram on any LAN; a node's certificate has 450 bytes.
    public static final int MAX_BYTES = 1_200;

    /// As the address in a configuration.
    private static final String HOST = "[0-9]{1,3}([.][0-9]{1,3}){3}|[0-9a-fA-F:]{2,39}";

    private static final int VERSION = 1;
    private static final int MOST_LANE = 99;
    private static final int MAX_BODY = 100;
    private static final int MAX_CERTIFICATE = 1_000;

    /// Of a P-256 signature in DER.
    private static final int MAX_SIGNATURE = 72;

    private static final byte[] PURPOSE =
            "forpost announcement 1\0".getBytes(StandardCharsets.US_ASCII);

    /// A datagram, taken apart and not believed yet.
    record Shown(byte[] body, byte[] certificate, byte[] signature) {
        /// @throws MalformedException naming the field
        static Shown of(byte[] datagram) throws MalformedException {
            if (datagram.length > MAX_BYTES) {
                throw new MalformedException(
                        "announcement", "at most " + MAX_BYTES + " bytes", "" + datagram.length);
            }
            CborReader in = new CborReader(datagram);
            if (in.array("announcement", 3) != 3) {
                throw new MalformedException("announcement", "3 items", "fewer");
            }
            Shown shown =
                    new Shown(
                            in.bytes("announcement.body", MAX_BODY),
                            in.bytes("announcement.certificate", MAX_CERTIFICATE),
                            in.bytes("announcement.signature", MAX_SIGNATURE));
            in.end("announcement");
            return shown;
        }

        /// The certificate, which may be anybody's.
        ///
        /// @throws CertificateException when it is none
        X509Certificate holder() throws CertificateException {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(certificate));
        }

        /// What it says, where the holder's key has signed it.
        ///
        /// @throws CertificateException when it has not
        /// @throws MalformedException naming the field
        Announcement by(X509Certificate holder) throws CertificateException, MalformedException {
            try {
                Signature check = Signature.getInstance("SHA256withECDSA");
                check.initVerify(holder.getPublicKey());
                check.update(signed(body, certificate));
                if (!check.verify(signature)) {
                    throw new CertificateException("its key has not signed this announcement");
                }
            } catch (GeneralSecurityException e) {
                throw e instanceof CertificateException already
                        ? already
                        : new CertificateException("its signature is none: " + e.getMessage(), e);
            }
            CborReader in = new CborReader(body);
            int items = in.array("announcement.body", 5);
            long version = in.uint("announcement.version", Integer.MAX_VALUE);
            if (items != 5 || version != VERSION) {
                throw new MalformedException(
                        "announcement.version",
                        VERSION + " with 5 items",
                        version + " with " + items);
            }
            int lane = (int) in.uint("announcement.lane", MOST_LANE);
            String host = in.text("announcement.host", 39);
            if (lane == 0 || !host.matches(HOST)) {
                throw new MalformedException(
                        "announcement.host", "a lane and its IP address", lane + " at " + host);
            }
            Announcement said =
                    new Announcement(
                            lane,
                            new Neighbours.Address(
                                    host, (int) in.uint("announcement.port", 65_535)),
                            in.uint("announcement.millis", Long.MAX_VALUE));
            in.end("announcement.body");
            return said;
        }
    }

    /// A datagram.
    ///
    /// @param key of `certificate`, EC P-256
    public byte[] sign(PrivateKey key, X509Certificate certificate) {
        byte[] body =
                new CborWriter()
                        .array(5)
                        .uint(VERSION)
                        .uint(lane)
                        .text(at.host())
                        .uint(at.port())
                        .uint(millis)
                        .toByteArray();
        try {
            byte[] own = certificate.getEncoded();
            Signature signing = Signature.getInstance("SHA256withECDSA");
            signing.initSign(key);
            signing.update(signed(body, own));
            return new CborWriter()
                    .array(3)
                    .bytes(body)
                    .bytes(own)
                    .bytes(signing.sign())
                    .toByteArray();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this lane's own key does not sign", e);
        }
    }

    private static byte[] signed(byte[] body, byte[] certificate) {
        return ByteBuffer.allocate(PURPOSE.length + 2 + body.length + certificate.length)
                .put(PURPOSE)
                .putShort((short) body.length)
                .put(body)
                .put(certificate)
                .array();
    }
}
