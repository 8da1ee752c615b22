package org.forpost.edge.device.sbi;

import java.util.List;
import java.util.stream.Collectors;
import org.forpost.edge.device.CapturedFinger;
import org.forpost.edge.device.FingerPosition;
import org.forpost.edge.device.Refusal;

/// What an officer is told: what happened, and what to do next.
final class OfficerWords {
    private static final String NOTHING_THERE = "101";
    private static final String COUNT_NOT_SUPPORTED = "109";

    private OfficerWords() {}

    static String refused(String device, Unacceptable why) {
        return "The "
                + device
                + "'s answer was not used. "
                + why.getMessage()
                + ". "
                + advice(why.reason());
    }

    private static String advice(Refusal reason) {
        return switch (reason) {
            case DEVICE_ERROR -> "Try again; if it stays so, restart the device.";
            case MALFORMED, TOO_LARGE, BAD_RECORD ->
                    "Capture again; if it happens again, restart the device and report it.";
            case UNSIGNED, BAD_SIGNATURE, UNTRUSTED, OTHER_DEVICE, BROKEN_CHAIN ->
                    "Do not go on with this device: somebody may have changed it or what it sent."
                            + " Report it to the supervisor.";
            case OTHER_TRANSACTION, WRONG_TIME ->
                    "Capture again. If it happens again, check the clocks of the lane and the"
                            + " device, and report it.";
            case CERTIFICATE_TIME ->
                    "Check the lane's clock. If it is right, the device's certificate has to be"
                            + " renewed: report it.";
            case OTHER_PURPOSE, OTHER_ENVIRONMENT ->
                    "The device is set up for another use: report it and use another device.";
            case WRONG_HAND -> "Ask the traveller for the other hand, and capture again.";
            case UNASKED, DUPLICATE ->
                    "Ask the traveller to place just the fingers that are asked for, and capture"
                            + " again.";
        };
    }

    /// The device's own report, translated where the text gives the code a meaning.
    static String reported(String device, CaptureAnswer.Failure failure) {
        String said =
                failure.words().isEmpty()
                        ? "code " + failure.code()
                        : "\"" + failure.words() + "\" (code " + failure.code() + ")";
        String what = "The " + device + " took no image and says " + said + ". ";
        return what
                + switch (failure.code()) {
                    case NOTHING_THERE ->
                            "Ask the traveller to come to the device, and capture again.";
                    case COUNT_NOT_SUPPORTED ->
                            "It cannot take so many fingers at once: ask for fewer.";
                    default -> advice(Refusal.DEVICE_ERROR);
                };
    }

    static String gone(String device, String why) {
        return "The "
                + device
                + " is not to be reached: "
                + why
                + ". Check its cable and power, then capture again.";
    }

    static String busy(String device) {
        return "The " + device + " is in the middle of another capture. Wait for it to end.";
    }

    static String poorFingers(
            List<CapturedFinger> fingers, List<FingerPosition> missing, int asked) {
        var words = new StringBuilder();
        if (!missing.isEmpty()) {
            words.append(
                    missing.size() == 1 ? "One finger did not come: " : "Fingers did not come: ");
            words.append(spoken(missing)).append(". ");
        }
        List<CapturedFinger> low = fingers.stream().filter(each -> each.quality() < asked).toList();
        if (!low.isEmpty()) {
            words.append("Quality is below ").append(asked).append(": ");
            words.append(
                    low.stream()
                            .map(each -> each.position().spoken() + " " + each.quality())
                            .collect(Collectors.joining(", ")));
            words.append(". ");
        }
        if (!low.isEmpty()) {
            words.append("Wipe the glass, have the fingers dried or moistened, and capture again.");
        } else {
            words.append("Have all fingers laid flat and capture again, or record the exception.");
        }
        return words.toString();
    }

    static String poorFace(int quality, int asked) {
        return "The face image has quality "
                + quality
                + ", below "
                + asked
                + ". Have the traveller face the camera, without hat or glasses, and capture again.";
    }

    static String spoken(List<FingerPosition> positions) {
        return positions.stream().map(FingerPosition::spoken).collect(Collectors.joining(", "));
    }
}
