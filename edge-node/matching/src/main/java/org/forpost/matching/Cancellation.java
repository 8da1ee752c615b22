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

    void check() {
        if (requested || Thread.currentThread().isInterrupted()) {
            throw new CancellationException("the search was called off");
        }
    }
}
