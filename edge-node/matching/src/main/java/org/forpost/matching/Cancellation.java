package org.forpost.matching;

import java.util.concurrent.CancellationException;

/// Lets the caller of a search stop it: the search ends within a few milliseconds by throwing
/// [CancellationException]. An interrupt of the searching thread does the same.
public final class Cancellation {
    private volatile boolean requested;

    /// May be called from any thread, more than once.
    public void cancel() {
        requested = true;
    }

    public boolean requested() {
        return requested;
    }

    /// @param caller the thread that asked for the search; helpers check for it
    void check(Thread caller) {
        if (requested || caller.isInterrupted()) {
            throw new CancellationException("the search was called off");
        }
    }
}
