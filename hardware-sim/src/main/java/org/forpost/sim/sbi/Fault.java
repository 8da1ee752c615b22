package org.forpost.sim.sbi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.forpost.sim.trust.DeviceIdentity;

/// One way in which a device misbehaves. Each changes one step on the way from the sensor to the
/// wire and leaves the others honest, so that faults can be put together.
public interface Fault {
    /// What the control interface calls it, in the order of [SbiDevice]'s steps.
    String name();

    /// May refuse before anything is captured.
    default void before(CaptureRequest request) throws DeviceError {}

    /// The device's status in discovery and info.
    default String status(String honest) {
        return honest;
    }

    /// The capture's data before it is signed; may be changed in place.
    default ObjectNode payload(ObjectNode honest, CaptureRequest request) {
        return honest;
    }

    /// Who signs the capture's data.
    default DeviceIdentity signer(DeviceIdentity honest) {
        return honest;
    }

    /// The digital id inside the data; `unsigned` is the same in the text's unsigned form.
    default String digitalId(String honest, String unsigned) {
        return honest;
    }

    /// The capture's data as it goes out.
    default String data(String honest) {
        return honest;
    }

    /// The link of the hash chain that the answer states.
    default byte[] hash(byte[] honest) {
        return honest;
    }

    /// What goes out on the wire.
    default Reply reply(Reply honest) {
        return honest;
    }
}
