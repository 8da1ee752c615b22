package org.forpost.sim.sbi;

/// An answer of the text's error table: a code and what to show a person. Codes from 500 are the
/// provider's own, as the text allows.
public final class DeviceError extends Exception {
    private static final long serialVersionUID = 1;

    /// All went well.
    static final String SUCCESS = "0";

    /// Unable to detect a biometric object.
    public static final String NOTHING_DETECTED = "101";

    /// Requested number of biometrics not supported.
    public static final String COUNT_NOT_SUPPORTED = "109";

    /// No device connected, or not ready yet.
    public static final String NOT_CONNECTED = "202";

    /// The request is not what the text describes; the message names the field.
    public static final String BAD_REQUEST = "500";

    /// The text has no such method and path, or this device does not serve it.
    static final String UNKNOWN_METHOD = "501";

    /// Another capture is going on.
    static final String BUSY = "502";

    private final String code;

    /// `info` is for the person at the lane.
    public DeviceError(String code, String info) {
        super(info);
        this.code = code;
    }

    /// The code, as the text writes it: decimal digits.
    public String code() {
        return code;
    }
}
