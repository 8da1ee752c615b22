package org.forpost.sim.sbi.fault;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.forpost.sim.sbi.Fault;

/// Somebody stripped the signature: the header claims `none`, and nothing follows the payload.
final class UnsignedCapture implements Fault {
    @Override
    public String name() {
        return "unsigned-capture";
    }

    @Override
    public String data(String honest) {
        String header =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(
                                "{\"alg\":\"none\",\"typ\":\"JWT\"}"
                                        .getBytes(StandardCharsets.UTF_8));
        return header + honest.substring(honest.indexOf('.'), honest.lastIndexOf('.') + 1);
    }
}
