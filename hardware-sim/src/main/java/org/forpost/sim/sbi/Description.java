package org.forpost.sim.sbi;

/// What a device says about itself, apart from what its sensor is.
///
/// @param serialNumber as printed on the housing
/// @param env the installation that it is registered for: `Developer`, `Staging`, …
/// @param callbackId its base URL
public record Description(
        String serialNumber, String make, String model, String env, String callbackId) {
    /// Registered for capturing at a counter, not for remote authentication.
    static final String PURPOSE = "Registration";

    /// Signed on the host: the text's lower level.
    static final String CERTIFICATION = "L0";

    static final String SERVICE_VERSION = "0.9.5";

    /// The registration code that the text has an authority give out; here made from the serial.
    String deviceCode() {
        return HashChain.code(serialNumber);
    }
}
