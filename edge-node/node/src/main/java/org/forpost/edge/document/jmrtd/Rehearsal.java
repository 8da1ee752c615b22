package org.forpost.edge.document.jmrtd;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.forpost.edge.device.CardReader;
import org.forpost.edge.device.DeviceStatus;
import org.forpost.edge.document.ChipAccess;
import org.forpost.edge.document.MrzReader;
import org.forpost.edge.document.MrzReading;
import org.forpost.edge.document.TrustAnchors;

/// What [RehearsalCard] plays with: files of a document of nobody, signed by a test authority that
/// no lane believes. `rehearsal.txt` beside this class holds them, a name and base64 a line.
///
/// @param at when the certificates in it are of today
record Rehearsal(CardReader reader, TrustAnchors anchors, ChipAccess access, Instant at) {
    private static final String FILE = "rehearsal.txt";

    static Rehearsal load(Provider provider) {
        Map<String, byte[]> parts = parts();
        Map<Integer, byte[]> files = new HashMap<>();
        parts.forEach((name, bytes) -> {
            if (name.startsWith("file-")) {
                files.put(Integer.parseInt(name.substring("file-".length()), 16), bytes);
            }
        });
        String zone = text(parts, "zone");
        if (!(MrzReader.read(zone) instanceof MrzReading.Zone read)) {
            throw new IllegalStateException(FILE + ": zone");
        }
        var card = new RehearsalCard(files, part(parts, "secret"), provider);
        return new Rehearsal(
                new Reader(card),
                anchors(parts, provider),
                new ChipAccess.ByZone(read),
                Instant.parse(text(parts, "at")));
    }

    private static Map<String, byte[]> parts() {
        try (var in = Objects.requireNonNull(Rehearsal.class.getResourceAsStream(FILE), FILE)) {
            Map<String, byte[]> parts = new HashMap<>();
            new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .forEach(line -> {
                        int space = line.indexOf(' ');
                        parts.put(
                                line.substring(0, space),
                                Base64.getDecoder().decode(line.substring(space + 1)));
                    });
            return parts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] part(Map<String, byte[]> parts, String name) {
        return Objects.requireNonNull(parts.get(name), name);
    }

    private static String text(Map<String, byte[]> parts, String name) {
        return new String(part(parts, name), StandardCharsets.US_ASCII);
    }

    private static TrustAnchors anchors(Map<String, byte[]> parts, Provider provider) {
        try {
            var factory = CertificateFactory.getInstance("X.509", provider);
            var authority =
                    (X509Certificate)
                            factory.generateCertificate(
                                    new ByteArrayInputStream(part(parts, "authority")));
            var list =
                    (X509CRL)
                            factory.generateCRL(
                                    new ByteArrayInputStream(part(parts, "revocations")));
            return new TrustAnchors() {
                @Override
                public List<X509Certificate> authorities() {
                    return List.of(authority);
                }

                @Override
                public List<X509CRL> revocationLists() {
                    return List.of(list);
                }
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(FILE, e);
        }
    }

    /// A reader in memory.
    private record Reader(RehearsalCard card) implements CardReader {
        @Override
        public DeviceStatus status() {
            return new DeviceStatus(
                    "rehearsal",
                    DeviceStatus.Kind.DOCUMENT_READER,
                    DeviceStatus.State.READY,
                    "",
                    "",
                    "",
                    "",
                    Instant.EPOCH);
        }

        @Override
        public Optional<CardLink> connect(Duration patience) {
            return Optional.of(card);
        }

        @Override
        public void close() {}
    }
}
