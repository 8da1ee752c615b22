package org.forpost.edge;

import java.util.ArrayList;
import java.util.List;
import org.forpost.edge.device.CardReader;
import org.forpost.edge.device.DeviceStatus;
import org.forpost.edge.device.FaceCamera;
import org.forpost.edge.device.FingerScanner;
import org.forpost.edge.device.LaneDevices;
import org.jspecify.annotations.Nullable;

/// What takes biometrics, and the document reader beside it where the lane has one.
record LaneEquipment(LaneDevices devices, @Nullable CardReader reader) implements LaneDevices {
    @Override
    public FingerScanner scanner() {
        return devices.scanner();
    }

    @Override
    public FaceCamera camera() {
        return devices.camera();
    }

    @Override
    public List<DeviceStatus> statuses() {
        List<DeviceStatus> all = new ArrayList<>(devices.statuses());
        if (reader != null) {
            all.add(reader.status());
        }
        return all;
    }
}
