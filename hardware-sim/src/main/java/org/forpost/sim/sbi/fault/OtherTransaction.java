package org.forpost.sim.sbi.fault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.forpost.sim.sbi.CaptureRequest;
import org.forpost.sim.sbi.Fault;

/// A capture made for another transaction is handed out again, properly signed.
final class OtherTransaction implements Fault {
    @Override
    public String name() {
        return "other-transaction";
    }

    @Override
    public ObjectNode payload(ObjectNode honest, CaptureRequest request) {
        return honest.put("transactionId", "replayed-" + request.transactionId());
    }
}
