package org.forpost.sim.sbi.netty;

import java.util.concurrent.CompletableFuture;
import org.forpost.sim.sbi.SbiDevice;

/// A device that exists a moment after its port does; a request in between waits for it.
final class LateDevice {
    private final CompletableFuture<SbiDevice> device = new CompletableFuture<>();

    void set(SbiDevice made) {
        device.complete(made);
    }

    SbiDevice get() {
        return device.join();
    }
}
