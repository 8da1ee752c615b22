package org.forpost.sim.sbi.fault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.forpost.sim.sbi.CaptureRequest;
import org.forpost.sim.sbi.Fault;

/// The capture was made for remote authentication, not for the counter.
final class WrongPurpose implements Fault {
    @Override
    public String name() {
        return "wrong-purpose";
    }

    @Override
    public ObjectNode payload(ObjectNode honest, CaptureRequest request) {
        return honest.put("purpose", "Auth");
    }
}
