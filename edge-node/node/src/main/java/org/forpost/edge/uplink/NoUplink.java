package org.forpost.edge.uplink;

import java.time.Instant;

/// A lane whose configuration names no hub: its records leave it by hand.
///
/// @param since when the lane was started
public record NoUplink(Instant since) implements Uplink {
    @Override
    public void start() {}

    @Override
    public void recorded() {}

    @Override
    public Link link() {
        return new Link(false, since, "the configuration names no hub");
    }

    @Override
    public void close() {}
}
