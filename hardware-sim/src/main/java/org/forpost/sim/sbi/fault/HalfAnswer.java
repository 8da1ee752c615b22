package org.forpost.sim.sbi.fault;

import org.forpost.sim.sbi.Fault;
import org.forpost.sim.sbi.Reply;

/// Someone pulls the plug in the middle of the answer.
final class HalfAnswer implements Fault {
    @Override
    public String name() {
        return "half-answer";
    }

    @Override
    public Reply reply(Reply honest) {
        return honest instanceof Reply.Whole whole
                ? new Reply.Torn(whole, whole.body().length / 2)
                : new Reply.Torn(new Reply.Whole(200, "image/jpeg", new byte[1_024]), 512);
    }
}
