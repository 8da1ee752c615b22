package org.forpost.sim.sbi.fault;

import org.forpost.sim.sbi.Fault;

/// The capture is signed, but the digital id inside it is the unsigned one of the discovery.
final class UnsignedDigitalId implements Fault {
    @Override
    public String name() {
        return "unsigned-digital-id";
    }

    @Override
    public String digitalId(String honest, String unsigned) {
        return unsigned;
    }
}
