package org.forpost.edge.device;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// A reader of contactless chips: knows when one lies on it and carries bytes to it and back.
public interface CardReader extends AutoCloseable {

    /// As of the last look at it; does not block.
    DeviceStatus status();

    /// Waits until a chip lies on the reader, resets it and connects.
    ///
    /// @return empty when none came within `patience`
    /// @throws ReaderGoneException when there is no reader to wait at
    /// @throws InterruptedException when the calling thread is interrupted
    Optional<CardLink> connect(Duration patience) throws ReaderGoneException, InterruptedException;

    /// Lets go of the reader.
    @Override
    void close();

    /// One chip, connected to, for one thread.
    interface CardLink extends AutoCloseable {
        /// ISO/IEC 7816-3 answer to reset as the reader gives it, at most 33 bytes.
        byte[] answerToReset();

        /// Sends one command and waits for its answer.
        ///
        /// @param command ISO/IEC 7816-4 command, short or extended
        /// @param timeout after which the answer is not waited for any longer
        /// @return at least the two bytes of the status word, at most 65,538 bytes
        /// @throws CardLostException when the chip is gone, or did not answer in time
        /// @throws InterruptedException when the calling thread is interrupted
        byte[] transmit(byte[] command, Duration timeout)
                throws CardLostException, InterruptedException;

        /// Lets go of the chip and resets it. Never fails.
        @Override
        void close();
    }

    /// The chip is gone, or no longer to be talked to.
    final class CardLostException extends IOException {
        private static final long serialVersionUID = 1L;

        private final boolean slow;

        private CardLostException(String message, boolean slow) {
            super(message);
            this.slow = slow;
        }

        /// It was taken away, or its field was.
        public static CardLostException gone(String message) {
            return new CardLostException(message, false);
        }

        /// It has not answered in time.
        public static CardLostException silent(String message) {
            return new CardLostException(message, true);
        }

        /// Whether it was silent, not gone.
        public boolean slow() {
            return slow;
        }
    }

    /// No reader, or no service that speaks to it.
    final class ReaderGoneException extends IOException {
        private static final long serialVersionUID = 1L;

        /// @param message for the officer: what is missing and what to do
        public ReaderGoneException(String message) {
            super(message);
        }
    }
}
