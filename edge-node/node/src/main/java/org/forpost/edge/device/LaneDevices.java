package org.forpost.edge.device;

import java.util.List;

/// The devices of one lane and how they are, for the lane page.
public interface LaneDevices {

    FingerScanner scanner();

    FaceCamera camera();

    /// One for each device that the lane should have, in the order of its configuration; does not
    /// block.
    List<DeviceStatus> statuses();
}
