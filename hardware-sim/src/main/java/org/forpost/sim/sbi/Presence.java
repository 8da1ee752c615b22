package org.forpost.sim.sbi;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Who or what is before a sensor at the moment: nobody, or one.
public final class Presence<T> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable T present;

    /// Somebody comes; whoever was there has gone.
    public void come(T who) {
        lock.lock();
        try {
            present = who;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Nobody is there.
    public void leave() {
        lock.lock();
        try {
            present = null;
        } finally {
            lock.unlock();
        }
    }

    /// Who is there now.
    public Optional<T> now() {
        lock.lock();
        try {
            return Optional.ofNullable(present);
        } finally {
            lock.unlock();
        }
    }

    /// Waits until somebody is there.
    ///
    /// @throws DeviceError if nobody came in time
    public T await(int millis) throws DeviceError, InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lockInterruptibly();
        try {
            while (true) {
                T who = present;
                if (who != null) {
                    return who;
                }
                if (left <= 0) {
                    throw new DeviceError(
                            DeviceError.NOTHING_DETECTED,
                            "Unable to detect a biometric object within " + millis + " ms");
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
