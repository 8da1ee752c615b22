package org.forpost.sim.document;

import java.time.Duration;

/// A card whose every answer takes its time.
public record SlowCard(Card card, Duration delay) implements Card {
    @Override
    public byte[] answerToReset() {
        return card.answerToReset();
    }

    @Override
    public void reset() {
        card.reset();
    }

    @Override
    public byte[] answer(byte[] command) throws TakenAwayException {
        try {
            Thread.sleep(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TakenAwayException();
        }
        return card.answer(command);
    }
}
