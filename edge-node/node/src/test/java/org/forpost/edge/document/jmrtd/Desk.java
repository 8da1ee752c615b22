package org.forpost.edge.document.jmrtd;

import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.forpost.edge.device.CardReader;
import org.forpost.edge.document.ChipAccess;
import org.forpost.edge.document.ChipReading;
import org.forpost.edge.document.ChipScope;
import org.forpost.edge.document.DocumentReader;
import org.forpost.edge.document.MrzReader;
import org.forpost.edge.document.MrzReading;
import org.forpost.edge.document.TrustAnchors;
import org.forpost.sim.document.Card;
import org.forpost.sim.document.Chip;
import org.forpost.sim.document.DocumentAuthority;
import org.forpost.sim.document.PassportMaker;
import org.forpost.sim.document.PassportZone;
import org.forpost.sim.document.Personality;
import org.forpost.sim.face.SyntheticFace;

/// A lane's desk with a country that it trusts and that makes passports for it.
public final class Desk {
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    static final SecureRandom RANDOM = new SecureRandom();
    static final int WIDTH = 300;
    static final int HEIGHT = 400;
    static final byte[] FACE = SyntheticFace.of(7).jpeg(WIDTH, HEIGHT, 1);
    public static final PassportZone ZONE = zone("L898902C3");

    final DocumentAuthority authority = DocumentAuthority.create(NOW, RANDOM);
    List<X509CRL> lists = List.of(authority.revocationList(NOW, List.of()));
    List<X509Certificate> authorities = List.of(authority.certificate());

    public static PassportZone zone(String number) {
        return new PassportZone(
                "UTO",
                number,
                "ERIKSSON",
                "ANNA MARIA",
                "UTO",
                LocalDate.of(1974, 8, 12),
                'F',
                LocalDate.of(2032, 4, 15));
    }

    PassportMaker maker() {
        return new PassportMaker(authority, NOW, RANDOM);
    }

    PassportMaker.Made make(PassportMaker maker) {
        return maker.make(ZONE, FACE, WIDTH, HEIGHT);
    }

    Card card(PassportMaker maker) {
        return new Chip(make(maker).passport(), RANDOM);
    }

    public Card card(Personality personality) {
        return card(maker().personality(personality));
    }

    static ChipAccess printed(PassportZone zone) {
        if (MrzReader.read(zone.lines()) instanceof MrzReading.Zone read && read.sound()) {
            return new ChipAccess.ByZone(read);
        }
        throw new IllegalStateException(zone.lines());
    }

    TrustAnchors anchors() {
        return new TrustAnchors() {
            @Override
            public List<X509Certificate> authorities() {
                return authorities;
            }

            @Override
            public List<X509CRL> revocationLists() {
                return lists;
            }
        };
    }

    public DocumentReader reader(CardReader reader, ChipLimits limits) {
        return new ChipReader(
                reader,
                anchors(),
                limits,
                () -> NOW,
                System::nanoTime,
                count -> {
                    byte[] bytes = new byte[count];
                    RANDOM.nextBytes(bytes);
                    return bytes;
                });
    }

    ChipReading read(Card card, ChipAccess access) throws InterruptedException {
        return read(card, access, ChipScope.BIOMETRICS);
    }

    ChipReading read(Card card, ChipAccess access, ChipScope scope) throws InterruptedException {
        return reader(new InMemoryReader(card), ChipLimits.LANE)
                .read(access, scope, Duration.ofSeconds(10), DocumentReader.Progress.none());
    }

    ChipReading.Read whole(Card card) throws InterruptedException {
        ChipReading reading = read(card, printed(ZONE));
        if (reading instanceof ChipReading.Read read) {
            return read;
        }
        throw new AssertionError(reading);
    }
}
