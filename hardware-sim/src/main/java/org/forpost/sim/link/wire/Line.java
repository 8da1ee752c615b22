package org.forpost.sim.link.wire;

import org.forpost.sim.link.Weather;

/// A line as its command sees it.
interface Line extends AutoCloseable {
    /// One line of JSON: which way it is made, and where its ends are.
    String describe();

    /// What it is like from now on, in both directions.
    void weather(Weather weather, double lossPercent);

    /// Swallows everything, or no longer; neither end is told.
    void cut(boolean now);

    Count count();

    @Override
    void close();

    /// What came out so far, on the way up and on the way down.
    ///
    /// @param upBytes with IP headers for a line of packets, without them for one of TCP bytes
    /// @param upPackets 0 for a line of TCP bytes, as are the dropped ones
    record Count(
            long upBytes,
            long upPackets,
            long upDropped,
            long downBytes,
            long downPackets,
            long downDropped) {}
}
