package org.forpost.edge.device;

/// A live picture for the eye only: unsigned, bounded in time and bytes, never evidence.
///
/// Frames wait for the reader (the device is not read from faster than this is). A preview ends by
/// itself; an open one holds a connection until closed. Used by one thread, closed by any.
public interface Preview extends AutoCloseable {

    /// Waits for the next frame, or for the end. After the end, says the end again.
    ///
    /// @throws InterruptedException when the calling thread is interrupted; the preview is closed
    Shown next() throws InterruptedException;

    /// Hangs up. Never fails.
    @Override
    void close();

    /// What a preview has to show.
    sealed interface Shown {
        /// One picture.
        ///
        /// @param jpeg a whole JPEG file; not copied; nobody changes it
        @SuppressWarnings("ArrayRecordComponent") // Drawn once and dropped.
        record Frame(byte[] jpeg) implements Shown {}

        /// Nothing more will come.
        ///
        /// @param message why, for the officer
        record Ended(String message) implements Shown {}
    }
}
