package org.forpost.edge.document;

import java.time.Duration;
import org.forpost.edge.device.DeviceStatus;

/// Reads the chip of the document that lies on this lane's reader.
///
/// Calls block and belong on a virtual thread; each is bounded in time, in bytes and in exchanges,
/// and interrupting the thread ends it.
public interface DocumentReader {

    /// As of the last look at it; does not block.
    DeviceStatus status();

    /// Waits for a document and reads its chip.
    ///
    /// @param access from the page of the document
    /// @param scope groups beyond it are not even asked for
    /// @param patience how long to wait for a document to be laid down; the reading itself has its
    ///   own limit
    /// @param progress told from the reading thread; must not block
    /// @throws InterruptedException when the calling thread is interrupted: the reading is
    ///   abandoned, and the next one begins with a reset of the chip
    ChipReading read(ChipAccess access, ChipScope scope, Duration patience, Progress progress)
            throws InterruptedException;

    /// How far a reading is.
    @FunctionalInterface
    interface Progress {
        /// @param check what is being done
        /// @param bytes of this group that have come
        /// @param of how many there are; 0 where this is no matter of bytes
        void at(ChipCheck check, int bytes, int of);

        /// For those who only want the end.
        static Progress none() {
            return (_, _, _) -> {};
        }
    }
}
