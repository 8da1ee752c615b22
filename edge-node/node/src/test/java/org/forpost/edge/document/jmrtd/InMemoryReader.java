package org.forpost.edge.document.jmrtd;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.forpost.edge.device.CardReader;
import org.forpost.edge.device.DeviceStatus;
import org.forpost.sim.document.Card;

/// A reader on which a simulated card lies, or none.
public final class InMemoryReader implements CardReader {
    private final Optional<Card> card;
    int exchanges;

    public InMemoryReader(Card card) {
        this.card = Optional.of(card);
    }

    @Override
    public DeviceStatus status() {
        return new DeviceStatus(
                "reader",
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
        return card.map(Link::new);
    }

    @Override
    public void close() {}

    private final class Link implements CardLink {
        private final Card card;

        Link(Card card) {
            this.card = card;
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
            exchanges++;
            try {
                return card.answer(command);
            } catch (Card.TakenAwayException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                throw CardLostException.gone("taken away");
            }
        }

        @Override
        public void close() {
            card.reset();
        }
    }
}
