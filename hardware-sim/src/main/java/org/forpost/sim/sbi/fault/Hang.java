package org.forpost.sim.sbi.fault;

import org.forpost.sim.sbi.Fault;
import org.forpost.sim.sbi.Reply;

/// The device takes the request and never answers.
final class Hang implements Fault {
    @Override
    public String name() {
        return "hang";
    }

    @Override
    public Reply reply(Reply honest) {
        return new Reply.Silence();
    }
}
