package org.forpost.protocol.world;

import java.util.List;
import java.util.function.Consumer;

/// All promises of one world.
final class Invariants {
    final BacklogAlwaysDrains drains = new BacklogAlwaysDrains();
    private final List<Invariant> all =
            List.of(
                    new NothingAcknowledgedIsLost(),
                    new NothingCountedTwice(),
                    new ReceiptNeverRetracted(),
                    new ReleaseNeverGoesBack(),
                    new NoFalseFork(),
                    drains);

    /// Shows each of them what happened.
    void see(Consumer<Invariant> what) {
        all.forEach(what);
    }
}
