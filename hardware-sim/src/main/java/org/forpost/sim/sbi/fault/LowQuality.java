package org.forpost.sim.sbi.fault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.forpost.sim.sbi.CaptureRequest;
import org.forpost.sim.sbi.Fault;

/// The device takes the first frame that it gets and says `Success`, with a quality below the
/// wanted one.
final class LowQuality implements Fault {
    @Override
    public String name() {
        return "low-quality";
    }

    @Override
    public ObjectNode payload(ObjectNode honest, CaptureRequest request) {
        return honest.put("qualityScore", String.valueOf(request.requestedScore() / 2));
    }
}
