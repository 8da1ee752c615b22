package org.forpost.sim.sbi;

import java.util.List;

/// The part of a device that touches the person. Called by one thread at a time for captures, and
/// by others for previews.
public interface Sensor {
    /// `Finger` or `Face`.
    String bioType();

    /// The text's `deviceSubType`: `Slap`, `Full face`.
    String subType();

    /// The sub ids that a host may name; empty where the device has one sensor only.
    List<Integer> subIds();

    /// Waits until somebody is there, at most as long as the request says, and captures.
    ///
    /// @throws DeviceError where nothing came or the request asks for what this sensor cannot give
    List<Sample> capture(CaptureRequest request) throws DeviceError, InterruptedException;

    /// What the sensor sees now, a JPEG; `number` counts up within one stream.
    byte[] preview(int number);
}
