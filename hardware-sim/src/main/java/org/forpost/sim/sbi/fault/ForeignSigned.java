package org.forpost.sim.sbi.fault;

import java.time.Instant;
import org.forpost.sim.sbi.Fault;
import org.forpost.sim.trust.DeviceAuthority;
import org.forpost.sim.trust.DeviceIdentity;

/// The capture is well signed, with a chain of certificates that nobody here trusts.
final class ForeignSigned implements Fault {
    private final DeviceIdentity stranger;

    ForeignSigned(Instant now) {
        stranger = DeviceAuthority.create(now).issue("stranger", now);
    }

    @Override
    public String name() {
        return "foreign-signed";
    }

    @Override
    public DeviceIdentity signer(DeviceIdentity honest) {
        return stranger;
    }
}
