package org.forpost.edge;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Where a lane keeps what is its own. Held by one process at a time: two would write one journal.
///
/// ```
/// data/
///   lock
///   journal/      the truth
///   releases/     signed releases in force
///   receipts/     the hub's last receipts, and what is proved of the time
///   operators/    wrong passwords, and accounts that were extended here
///   inbox/        answers of the hub that were brought on a stick
///   custody/      what peers have recorded, sealed, until the hub has it; where there are peers
///   projection/   may be deleted while the lane is stopped
/// ```
final class DataFolder implements AutoCloseable {
    private final Path folder;
    private final FileChannel channel;
    private final FileLock lock;

    private DataFolder(Path folder, FileChannel channel, FileLock lock) {
        this.folder = folder;
        this.channel = channel;
        this.lock = lock;
    }

    /// @throws IOException in one line that says what to do
    static DataFolder open(Path folder) throws IOException {
        try {
            for (String name :
                    new String[] {
                        "journal", "releases", "receipts", "operators", "projection", "inbox"
                    }) {
                Files.createDirectories(folder.resolve(name));
            }
        } catch (FileAlreadyExistsException e) {
            throw new IOException(
                    e.getFile() + " is not a folder: name another place as 'data'", e);
        }
        FileChannel channel =
                FileChannel.open(
                        folder.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by this very process, which comes to the same.
        }
        if (lock == null) {
            channel.close();
            throw new IOException(
                    folder
                            + " is in use by another lane: stop it, or name another place as"
                            + " 'data'");
        }
        return new DataFolder(folder, channel, lock);
    }

    /// Whether a lane runs on this folder now.
    static boolean inUse(Path folder) throws IOException {
        if (!Files.exists(folder.resolve("lock"))) {
            return false;
        }
        try (FileChannel channel =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true; // by this very process
        }
    }

    Path at(String name) {
        return folder.resolve(name);
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}
