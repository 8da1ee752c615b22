package org.forpost.edge.device.sbi;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.forpost.edge.device.Refusal;

/// A capture's answer, held against what was asked: each sample signed by the device that was
/// asked, for this transaction, purpose and environment, now, and chained to the sample before it.
///
/// @param samples what the device took, in its order, possibly none
/// @param lastHash the end of the chain
/// @param failures what the device says that it could not take, possibly none
record CaptureAnswer(List<Sample> samples, String lastHash, List<Failure> failures) {

    /// Ten fingers, and as many that failed.
    private static final int MOST_BIOMETRICS = 20;

    /// Devices set their clock by their maker's server; a minute of drift is common, and the
    /// transaction id keeps an old capture from passing for a new one anyway.
    private static final Duration SKEW = Duration.ofMinutes(1);

    private static final String SUCCESS = "0";

    /// What was asked, of whom and when.
    record Asked(
            Modality modality,
            String transactionId,
            String environment,
            String serial,
            String previousHash,
            Instant at) {}

    /// One biometric that passed.
    ///
    /// @param path where it stands in the answer
    /// @param subType the text's name of the finger, "" for a face
    /// @param quality the device's score, 0 to 100
    record Sample(String path, String subType, int quality, byte[] record, Instant takenAt) {}

    /// The device's own report of a failure: a code of the text, and the device's words.
    record Failure(String path, String code, String words) {}

    /// @throws Unacceptable for the first thing that is not as it must be; then nothing of the
    ///   answer is used
    static CaptureAnswer verify(byte[] answer, Asked asked, DeviceTrust trust, Instant now)
            throws Unacceptable {
        DeviceJson root = DeviceJson.parse(answer, "capture");
        var failures = new ArrayList<Failure>();
        if (!root.has("biometrics") && failed(new DeviceJson(root.node(), ""), failures)) {
            return new CaptureAnswer(List.of(), asked.previousHash(), failures);
        }
        var samples = new ArrayList<Sample>();
        String hash = asked.previousHash();
        var list = new DeviceJson(root.child("biometrics").node(), "biometrics");
        for (DeviceJson each : list.elements(MOST_BIOMETRICS)) {
            if (failed(each, failures)) {
                continue; // Carries no data, and so no link of the chain.
            }
            Sample sample = sample(each, asked, trust, now);
            hash = HashChain.next(hash, sample.record());
            each.must("hash", hash, Refusal.BROKEN_CHAIN);
            samples.add(sample);
        }
        return new CaptureAnswer(List.copyOf(samples), hash, List.copyOf(failures));
    }

    private static boolean failed(DeviceJson element, List<Failure> failures) throws Unacceptable {
        if (!element.has("error")) {
            return false;
        }
        DeviceJson error = element.child("error");
        String code = error.node().path("errorCode").asText();
        if (code.equals(SUCCESS)) {
            return false;
        }
        failures.add(
                new Failure(
                        error.at("errorCode"),
                        Unacceptable.printable(code),
                        Unacceptable.printable(error.wordOrNone("errorInfo"))));
        return true;
    }

    private static Sample sample(DeviceJson each, Asked asked, DeviceTrust trust, Instant now)
            throws Unacceptable {
        SignedToken token = SignedToken.verify(each.longText("data"), each.at("data"), trust);
        DeviceJson data = token.payload();
        SignedIdentity.in(data, token.signer(), trust)
                .must(asked.serial(), asked.modality(), data.at("digitalId"));
        data.must("transactionId", asked.transactionId(), Refusal.OTHER_TRANSACTION);
        data.must("purpose", CaptureBody.PURPOSE, Refusal.OTHER_PURPOSE);
        data.must("env", asked.environment(), Refusal.OTHER_ENVIRONMENT);
        data.must("bioType", asked.modality().bioType(), Refusal.UNASKED);
        Instant takenAt = takenAt(data, asked, now);
        int quality = data.score("qualityScore");
        byte[] record = SignedToken.base64url(data.longText("bioValue"), data.at("bioValue"));
        return new Sample(data.path(), data.wordOrNone("bioSubType"), quality, record, takenAt);
    }

    private static Instant takenAt(DeviceJson data, Asked asked, Instant now) throws Unacceptable {
        String stamp = data.word("timestamp");
        Instant taken;
        try {
            taken = OffsetDateTime.parse(stamp).toInstant();
        } catch (DateTimeException e) {
            throw data.malformed("timestamp", "an ISO 8601 time with its zone", stamp);
        }
        Instant earliest = asked.at().minus(SKEW);
        Instant latest = now.plus(SKEW);
        if (taken.isBefore(earliest) || taken.isAfter(latest)) {
            throw new Unacceptable(
                    Refusal.WRONG_TIME,
                    data.at("timestamp"),
                    "a time between " + earliest + " and " + latest,
                    taken.toString());
        }
        return taken;
    }
}
