package org.forpost.edge;

import java.util.ArrayList;
import java.util.List;
import org.forpost.edge.device.DeviceStatus;
import org.forpost.edge.device.FaceCamera;
import org.forpost.edge.device.FingerScanner;
import org.forpost.edge.device.LaneDevices;

/// A lane whose fingers are taken by another driver than everything else.
record OtherScanner(FingerScanner scanner, LaneDevices others) implements LaneDevices {
    @Override
    public FaceCamera camera() {
        return others.camera();
    }

    @Override
    public List<DeviceStatus> statuses() {
        List<DeviceStatus> all = new ArrayList<>();
        all.add(scanner.status());
        others.statuses().stream()
                .filter(device -> device.kind() != DeviceStatus.Kind.FINGER_SCANNER)
                .forEach(all::add);
        return all;
    }
}
