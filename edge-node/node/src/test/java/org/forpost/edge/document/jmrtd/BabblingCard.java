package org.forpost.edge.document.jmrtd;

import java.util.Random;
import org.forpost.sim.document.Card;

/// A card that from one answer on says whatever comes to its mind: random bytes, mostly with a good
/// status word behind them, or its own answer with one byte changed.
final class BabblingCard implements Card {
    private final Card card;
    private final Random random;
    private final boolean whole;
    private int sober;
    private boolean changed;

    /// @param sober answers before it begins
    /// @param whole random answers rather than changed bytes
    BabblingCard(Card card, Random random, int sober, boolean whole) {
        this.card = card;
        this.random = random;
        this.sober = sober;
        this.whole = whole;
    }

    boolean changed() {
        return changed;
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
        byte[] answer = card.answer(command);
        if (sober-- > 0) {
            return answer;
        }
        changed = true;
        if (whole) {
            byte[] babble = new byte[2 + random.nextInt(256)];
            random.nextBytes(babble);
            if (random.nextInt(4) > 0) {
                babble[babble.length - 2] = (byte) 0x90;
                babble[babble.length - 1] = 0;
            }
            return babble;
        }
        // The status word behind a sealed answer is nobody's word: a sealed one stands within it.
        int sealed = answer.length > 2 ? answer.length - 2 : 2;
        answer[random.nextInt(sealed)] ^= (byte) (1 + random.nextInt(255));
        return answer;
    }
}
