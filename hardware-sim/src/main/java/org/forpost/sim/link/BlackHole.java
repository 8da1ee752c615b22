package org.forpost.sim.link;

/// A cut that nobody notices: a satellite that has gone behind the horizon. Sockets stay open,
/// bytes are taken and do not come out. What was on the way comes out when the line is back, as TCP
/// would then have sent it again, unless an end gave up in between.
public final class BlackHole implements Cut {
    @Override
    public String name() {
        return "blackhole";
    }

    @Override
    public void sever(Cable cable) {
        cable.hold();
    }

    @Override
    public void restore(Cable cable) {
        cable.resume();
    }
}
