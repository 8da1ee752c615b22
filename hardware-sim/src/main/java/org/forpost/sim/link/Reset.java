package org.forpost.sim.link;

/// A cut that everybody notices at once: a router that goes down and says so. Open connections are
/// reset, and so is each new one as soon as it is made (the port stays taken, so that nobody else
/// can have it when the line comes back).
public final class Reset implements Cut {
    @Override
    public String name() {
        return "reset";
    }

    @Override
    public void sever(Cable cable) {
        cable.reset();
    }

    @Override
    public void restore(Cable cable) {
        cable.reset();
    }
}
