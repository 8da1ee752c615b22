package org.forpost.sim.document;

/// A card that is taken off the reader after some answers, and stays away.
public final class PulledOutCard implements Card {
    private final Card card;
    private int answersLeft;

    /// @param answers that it still gives
    public PulledOutCard(Card card, int answers) {
        this.card = card;
        this.answersLeft = answers;
    }

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
        if (answersLeft-- <= 0) {
            throw new TakenAwayException();
        }
        return card.answer(command);
    }
}
