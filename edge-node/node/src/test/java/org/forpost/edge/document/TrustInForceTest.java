package org.forpost.edge.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.forpost.edge.release.RefusedReleaseException;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.record.TrustedTime;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whose signature on a document is believed comes with a signed release, and survives a restart.
class TrustInForceTest {
    private static final byte[] KEY = new byte[32];
    private static final Instant NOW = Instant.parse("2026-11-22T22:00:00Z");
    private static final X500Name NAME = new X500Name("C=UT,CN=CSCA Utopia");

    @TempDir private Path folder;

    private TrustInForce open() {
        return TrustInForce.open(
                folder,
                Ed25519.check(Ed25519.publicKey(KEY)),
                new TrustedTime(NOW::toEpochMilli, () -> 0, TrustedTime.Kept.NOTHING));
    }

    private static void install(
            TrustInForce trust, long number, List<byte[]> certificates, List<byte[]> lists)
            throws Exception {
        byte[] content =
                new org.forpost.protocol.release.TrustAnchors(certificates, lists).encode();
        byte[] manifest =
                new Manifest(
                                Role.TRUST,
                                number,
                                NOW.toEpochMilli(),
                                NOW.plusSeconds(60).toEpochMilli(),
                                Sha256.of(content),
                                content.length)
                        .sign(Sign1.keyId(Ed25519.publicKey(KEY)), Ed25519.signer(KEY));
        trust.releases().install(manifest, content);
    }

    @Test
    void aReleaseIsUsedAtOnceAndOneThatCannotBeReadStaysOut() throws Exception {
        var provider = new BouncyCastleProvider();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
        generator.initialize(new ECGenParameterSpec("brainpoolP256r1"));
        KeyPair pair = generator.generateKeyPair();
        ContentSigner signer =
                new JcaContentSignerBuilder("SHA256withECDSA")
                        .setProvider(provider)
                        .build(pair.getPrivate());
        byte[] certificate =
                new JcaX509v3CertificateBuilder(
                                NAME,
                                BigInteger.ONE,
                                Date.from(NOW),
                                Date.from(NOW.plusSeconds(60)),
                                NAME,
                                pair.getPublic())
                        .build(signer)
                        .getEncoded();
        byte[] list = new X509v2CRLBuilder(NAME, Date.from(NOW)).build(signer).getEncoded();

        TrustInForce trust = open();
        assertTrue(trust.authorities().isEmpty());
        install(trust, 7, List.of(certificate), List.of(list));
        for (TrustInForce same : List.of(trust, open())) {
            assertEquals(7, same.release());
            assertEquals(1, same.authorities().size());
            same.revocationLists()
                    .getFirst()
                    .verify(same.authorities().getFirst().getPublicKey(), provider);
        }
        var refused =
                assertThrows(
                        RefusedReleaseException.class,
                        () ->
                                install(
                                        trust,
                                        8,
                                        List.of(certificate, new byte[] {0x30, 1, 2}),
                                        List.of()));
        assertTrue(
                String.valueOf(refused.getMessage()).contains("trust.certificates[1]"),
                refused.getMessage());
        assertEquals(7, trust.release());
    }
}
