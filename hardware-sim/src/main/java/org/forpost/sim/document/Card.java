package org.forpost.sim.document;

/// What lies on a reader: it can be powered, reset and talked to. One thread at a time.
public interface Card {

    /// ISO/IEC 7816-3 answer to reset, as a PC/SC reader makes it up for a contactless chip.
    byte[] answerToReset();

    /// Forgets every session: power, or a warm reset.
    void reset();

    /// Answers one command.
    ///
    /// @throws TakenAwayException when it lies on the reader no longer
    byte[] answer(byte[] command) throws TakenAwayException;

    /// Nobody answers any more.
    final class TakenAwayException extends Exception {
        private static final long serialVersionUID = 1;

        /// Says nothing more than its name.
        public TakenAwayException() {
            super("taken off the reader", null, false, false);
        }
    }
}
