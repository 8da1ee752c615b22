package org.forpost.edge;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.forpost.edge.device.CardReader;
import org.forpost.edge.device.DeviceStatus;
import org.forpost.protocol.release.TrustAnchors;
import org.forpost.sim.document.Card;
import org.forpost.sim.document.Chip;
import org.forpost.sim.document.DocumentAuthority;
import org.forpost.sim.document.PassportMaker;
import org.forpost.sim.document.PassportZone;
import org.forpost.sim.scanner.Position;
import org.forpost.sim.traveller.Body;
import org.jspecify.annotations.Nullable;

/// A reader of documents at the lane, and a country whose passports are laid on it.
final class Documents implements CardReader {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int WIDTH = 300;
    private static final int HEIGHT = 400;

    private final Instant now = Clock.systemUTC().instant();
    private final DocumentAuthority authority = DocumentAuthority.create(now, RANDOM);
    private volatile @Nullable Card card;
    private volatile boolean gone;

    /// What the post believes.
    TrustAnchors trust() {
        try {
            return new TrustAnchors(
                    List.of(authority.certificate().getEncoded()),
                    List.of(authority.revocationList(now, List.of()).getEncoded()));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    PassportMaker maker() {
        return new PassportMaker(authority, now, RANDOM);
    }

    static PassportZone zone(String number, String surname, String given, LocalDate born) {
        return new PassportZone(
                "UTO", number, surname, given, "UTO", born, 'F', LocalDate.of(2032, 4, 15));
    }

    /// Makes a passport of this person, with the person's face, and lays it down.
    Chip lay(PassportMaker maker, PassportZone zone, long person) {
        byte[] face = body(person).shot(WIDTH, HEIGHT);
        Chip chip = new Chip(maker.make(zone, face, WIDTH, HEIGHT).passport(), RANDOM);
        card = chip;
        return chip;
    }

    /// Puts a person's finger into DG3, which is left open.
    static PassportMaker finger(PassportMaker maker, long person, Position position, int as) {
        return maker.finger(as, body(person).reference(position)).fingersOpen();
    }

    private static Body body(long person) {
        return new Body(person, Set.of(), 0, Map.of());
    }

    void lay(@Nullable Card other) {
        card = other;
    }

    void takeAway() {
        card = null;
    }

    void unplug(boolean out) {
        gone = out;
    }

    @Override
    public DeviceStatus status() {
        return new DeviceStatus(
                "reader",
                DeviceStatus.Kind.DOCUMENT_READER,
                gone ? DeviceStatus.State.ABSENT : DeviceStatus.State.READY,
                "",
                "",
                "",
                gone ? "The document reader was pulled out." : "",
                Instant.EPOCH);
    }

    @Override
    public Optional<CardLink> connect(Duration patience) throws ReaderGoneException {
        if (gone) {
            throw new ReaderGoneException("The document reader was pulled out. Plug it in.");
        }
        return Optional.ofNullable(card).map(Link::new);
    }

    @Override
    public void close() {}

    private record Link(Card card) implements CardLink {
        Link {
            card.reset();
        }

        @Override
        public byte[] answerToReset() {
            return card.answerToReset();
        }

        @Override
        public byte[] transmit(byte[] command, Duration timeout)
                throws CardLostException, InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            try {
                return card.answer(command);
            } catch (Card.TakenAwayException e) {
                throw CardLostException.gone("taken away");
            }
        }

        @Override
        public void close() {
            card.reset();
        }
    }
}
