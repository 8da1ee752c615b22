package org.forpost.sim.sbi.fault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.forpost.sim.sbi.CaptureRequest;
import org.forpost.sim.sbi.Fault;

/// The capture comes from a device of another installation.
final class WrongEnvironment implements Fault {
    @Override
    public String name() {
        return "wrong-environment";
    }

    @Override
    public ObjectNode payload(ObjectNode honest, CaptureRequest request) {
        return honest.put("env", request.env().equals("Staging") ? "Production" : "Staging");
    }
}
