package org.forpost.edge.lane;

import org.jspecify.annotations.Nullable;

/// The one place where a thread of the lane waits for a device, and the only one where it may be
/// interrupted: an interrupt that came later would close the journal's file under its writer.
final class DeviceCall {
    private @Nullable Thread waiting;

    @FunctionalInterface
    interface Asking<T> {
        T ask() throws InterruptedException;
    }

    /// @return null when the call was given up
    <T> @Nullable T wait(Asking<T> asking) {
        synchronized (this) {
            waiting = Thread.currentThread();
        }
        try {
            return asking.ask();
        } catch (InterruptedException e) {
            return null;
        } finally {
            synchronized (this) {
                waiting = null;
                // Consumes an interrupt that came too late to stop the call.
                boolean _ = Thread.interrupted();
            }
        }
    }

    /// Ends the call, if there is one.
    synchronized void giveUp() {
        if (waiting != null) {
            waiting.interrupt();
        }
    }
}
