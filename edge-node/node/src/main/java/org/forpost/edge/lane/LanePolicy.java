package org.forpost.edge.lane;

import java.time.Duration;
import java.time.ZoneId;

/// What this post has settled for its lanes.
///
/// @param zone whose date decides on the day of a crossing
/// @param fingerQuality least quality asked of the scanner, 0 to 100
/// @param faceQuality least quality asked of the camera, 0 to 100
/// @param patience how long a device may wait for the traveller
/// @param singly whether fingers are asked for one by one, not four, four and two
public record LanePolicy(
        ZoneId zone, int fingerQuality, int faceQuality, Duration patience, boolean singly) {

    /// A third try rarely helps and a fourth never did; the traveller behind is waiting.
    static final int TRIES = 3;
}
