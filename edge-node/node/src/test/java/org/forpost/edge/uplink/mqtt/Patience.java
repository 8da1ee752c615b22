package org.forpost.edge.uplink.mqtt;

import java.util.concurrent.Callable;

/// Waits for what will come, however loaded the machine is.
final class Patience {
    private static final long SECONDS = 90;

    private Patience() {}

    @FunctionalInterface
    interface Ending {
        /// @return whether it ended in that many seconds
        boolean within(long seconds) throws InterruptedException;
    }

    static void awaitEnd(String what, Ending ending) {
        try {
            if (!ending.within(SECONDS)) {
                throw new AssertionError(what + " did not end in " + SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(what + " was not waited for", e);
        }
    }

    static void await(String what, Callable<Boolean> wanted) throws Exception {
        long end = System.nanoTime() + SECONDS * 1_000_000_000L;
        while (!wanted.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("in " + SECONDS + " s it never came to this: " + what);
            }
            Thread.sleep(10);
        }
    }
}
