package org.forpost.edge.post;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/// Lane 1 watches who carries, in a cluster that is not what it should be.
class CarrierWatchTest {
    private final AtomicBoolean dials = new AtomicBoolean();

    private CarrierWatch watch(Leases leases, IntSupplier others) {
        return new CarrierWatch(
                1,
                true,
                leases,
                others,
                () -> System.nanoTime() / 1_000_000,
                (may, _) -> dials.set(may));
    }

    @Test
    void aClusterThatDoesNotSayWhoIsInItKeepsNobodyFromTheHub() throws Exception {
        AtomicInteger holder = new AtomicInteger(2);
        AtomicBoolean broken = new AtomicBoolean(true);
        try (CarrierWatch watch =
                watch(
                        new Shelf(holder),
                        () -> {
                            if (broken.get()) {
                                throw new IllegalStateException("the member has ended");
                            }
                            return 1;
                        })) {
            watch.start();
            TwoLanes.await("it dials by itself", dials::get);
            broken.set(false);
            TwoLanes.await("it asks again, and lane 2 carries", () -> watch.holder() == 2);
            TwoLanes.await("so it does not dial", () -> !dials.get());
        }
    }

    /// One lease, which lane 2 has.
    private record Shelf(AtomicInteger holder) implements Leases {
        @Override
        public int lease(String name, int seconds) {
            return holder.get();
        }

        @Override
        public int holder(String name) {
            return holder.get();
        }

        @Override
        public void release(String name) {}
    }
}
