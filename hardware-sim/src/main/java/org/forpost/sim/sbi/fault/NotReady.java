package org.forpost.sim.sbi.fault;

import org.forpost.sim.sbi.CaptureRequest;
import org.forpost.sim.sbi.DeviceError;
import org.forpost.sim.sbi.Fault;

/// The sensor is unplugged or still warming up.
final class NotReady implements Fault {
    @Override
    public String name() {
        return "not-ready";
    }

    @Override
    public String status(String honest) {
        return "Not Ready";
    }

    @Override
    public void before(CaptureRequest request) throws DeviceError {
        throw new DeviceError(DeviceError.NOT_CONNECTED, "No Device Connected.");
    }
}
