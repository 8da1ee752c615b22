package org.forpost.protocol.world;

import java.util.List;
import java.util.function.Consumer;

/// All promises of one world, and the truth that they are measured by.
final class Invariants {
    final Truth truth;
    final BacklogAlwaysDrains drains;
    private final List<Invariant> all;

    Invariants(Faults faults, Scheduler scheduler) {
        truth = new Truth(faults);
        drains = new BacklogAlwaysDrains(truth);
        all =
                List.of(
                        new NothingAcknowledgedIsLost(truth),
                        new NothingCountedTwice(truth),
                        new ReceiptNeverRetracted(truth),
                        new ReleaseNeverGoesBack(truth),
                        new ForkAlwaysFlagged(truth, faults),
                        new NoFalseFork(truth),
                        new RefusalAlwaysTold(truth, faults),
                        new TimeNeverGoesBack(truth),
                        new NothingExpiredIsRevived(truth, faults, scheduler),
                        new NothingForgottenEarly(truth, faults, scheduler),
                        new NothingLetGoEarly(truth),
                        drains);
    }

    /// Shows each of them what happened, and the truth after them.
    void see(Consumer<Witness> what) {
        all.forEach(what);
        what.accept(truth);
    }
}
