package org.forpost.sim.link;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What a line is like when it is not cut.
///
/// @param oneWayMillis the delay of each byte, in each direction
/// @param bytesPerSecond how much passes in each direction; 0 for as much as comes
public record Weather(int oneWayMillis, long bytesPerSecond) {
    /// Nothing between the ends.
    public static final Weather CLEAR = new Weather(0, 0);

    /// Longer ways than over two satellites do not exist.
    private static final int LONGEST_MILLIS = 10_000;

    /// Refuses delays and rates that no line has.
    public Weather {
        if (oneWayMillis < 0 || oneWayMillis > LONGEST_MILLIS) {
            throw new IllegalArgumentException("latencyMs: expected 0 to " + LONGEST_MILLIS);
        }
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("bytesPerSecond: expected 0 (no limit) or more");
        }
    }

    /// Fresh impairments for one direction.
    public List<Impairment> impairments() {
        List<Impairment> found = new ArrayList<>();
        if (bytesPerSecond > 0) {
            found.add(new Rate(bytesPerSecond));
        }
        if (oneWayMillis > 0) {
            found.add(new Latency(Duration.ofMillis(oneWayMillis)));
        }
        return found;
    }
}
