package org.forpost.protocol.journal;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.forpost.protocol.record.Priority;

/// One `force` for everybody who is waiting: the first caller forces for all who appended before it
/// began, the others wait for the next one. It has no thread of its own.
public final class GroupCommit {
    private final Journal journal;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition done = lock.newCondition();
    private boolean forcing;

    public GroupCommit(Journal journal) {
        this.journal = journal;
    }

    /// What is to be recorded.
    public record Draft(Priority priority, byte[] payload) {}

    /// Records these entries, next to each other; when it returns they are durable.
    ///
    /// @throws IOException when they could not be written (a full disk). Entries of this call that
    ///   were written before the failing one stay in the journal: it never takes anything back
    /// @throws DurabilityLostException when the disk did not confirm: stop the process
    public List<Entry> record(List<Draft> drafts) throws IOException {
        Entry[] entries = new Entry[drafts.size()];
        synchronized (journal) {
            for (int i = 0; i < entries.length; i++) {
                entries[i] = journal.append(drafts.get(i).priority(), drafts.get(i).payload());
            }
        }
        if (entries.length > 0) {
            await(entries[entries.length - 1].sequence());
        }
        return List.of(entries);
    }

    private void await(long sequence) {
        lock.lock();
        try {
            while (journal.recordedSequence() < sequence) {
                if (forcing) {
                    done.awaitUninterruptibly();
                } else {
                    forceForAll();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void forceForAll() {
        forcing = true;
        lock.unlock();
        try {
            journal.force();
        } finally {
            lock.lock();
            forcing = false;
            done.signalAll();
        }
    }
}
