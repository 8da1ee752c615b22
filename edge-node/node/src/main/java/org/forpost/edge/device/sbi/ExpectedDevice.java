package org.forpost.edge.device.sbi;

import org.forpost.edge.device.DeviceStatus;

/// A device that a lane should have, as its configuration says.
///
/// @param name what the lane calls it, e.g. "scanner"
/// @param serial the serial number on its housing; "" takes whichever trusted device is found
/// @param firstPort where to begin to look for it
/// @param lastPort where to stop; the same as `firstPort` where its port is known
public record ExpectedDevice(
        String name, String serial, int firstPort, int lastPort, DeviceStatus.Kind kind) {
    /// Where the text has devices listen.
    public static final int FIRST_PORT = 4501;

    public static final int LAST_PORT = 4600;

    /// The text's range is 100 ports. All of them are looked at at once.
    private static final int MOST_PORTS = 100;

    public ExpectedDevice {
        if (firstPort < 1 || lastPort > 65535 || lastPort < firstPort) {
            throw new IllegalArgumentException(
                    name + ": ports " + firstPort + " to " + lastPort + " are not a range");
        }
        if (lastPort - firstPort >= MOST_PORTS) {
            throw new IllegalArgumentException(
                    name + ": a range of at most " + MOST_PORTS + " ports, e.g. 4501 to 4600");
        }
    }

    /// A finger scanner on any of the text's ports.
    public static ExpectedDevice scanner(String serial) {
        return scanner(serial, FIRST_PORT, LAST_PORT);
    }

    /// A finger scanner on one of these ports.
    public static ExpectedDevice scanner(String serial, int firstPort, int lastPort) {
        return new ExpectedDevice(
                "scanner", serial, firstPort, lastPort, DeviceStatus.Kind.FINGER_SCANNER);
    }

    /// A face camera on any of the text's ports.
    public static ExpectedDevice camera(String serial) {
        return camera(serial, FIRST_PORT, LAST_PORT);
    }

    /// A face camera on one of these ports.
    public static ExpectedDevice camera(String serial, int firstPort, int lastPort) {
        return new ExpectedDevice(
                "camera", serial, firstPort, lastPort, DeviceStatus.Kind.FACE_CAMERA);
    }

    Modality modality() {
        return kind == DeviceStatus.Kind.FACE_CAMERA ? Modality.FACE : Modality.FINGER;
    }

    String bioType() {
        return modality().bioType();
    }

    String ports() {
        return firstPort == lastPort
                ? "port " + firstPort
                : "ports " + firstPort + " to " + lastPort;
    }
}
