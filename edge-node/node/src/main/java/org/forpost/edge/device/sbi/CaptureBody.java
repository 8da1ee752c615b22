package org.forpost.edge.device.sbi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import org.forpost.edge.device.FaceRequest;
import org.forpost.edge.device.FingerPosition;
import org.forpost.edge.device.FingerRequest;

/// Writes the text's requests. Numbers go as texts of digits: that is what its reference client
/// sends, and what every device takes.
final class CaptureBody {
    /// What a device at a border is registered for, as against `Auth`.
    static final String PURPOSE = "Registration";

    private CaptureBody() {}

    static String fingers(
            FingerRequest request, FoundDevice device, String environment, Instant now) {
        ObjectNode bio = DeviceJson.object();
        bio.put("type", Modality.FINGER.bioType());
        bio.put("count", Integer.toString(request.positions().size()));
        ArrayNode wanted = bio.putArray("bioSubType");
        for (FingerPosition position : request.positions()) {
            wanted.add(FingerNames.name(position));
        }
        ArrayNode exceptions = bio.putArray("exception");
        for (FingerPosition position : request.exceptions()) {
            exceptions.add(FingerNames.name(position));
        }
        var placement = new ArrayList<>(request.positions());
        placement.addAll(request.exceptions());
        bio.put("requestedScore", Integer.toString(request.quality()));
        bio.put("deviceId", device.deviceId());
        bio.put("deviceSubId", Integer.toString(FingerNames.subId(placement)));
        bio.put("previousHash", request.previousHash());
        return whole(request.transactionId(), request.timeout(), bio, device, environment, now);
    }

    static String face(FaceRequest request, FoundDevice device, String environment, Instant now) {
        ObjectNode bio = DeviceJson.object();
        bio.put("type", Modality.FACE.bioType());
        bio.put("count", "1");
        bio.putArray("bioSubType");
        bio.putArray("exception");
        bio.put("requestedScore", Integer.toString(request.quality()));
        bio.put("deviceId", device.deviceId());
        bio.put("deviceSubId", "0");
        bio.put("previousHash", request.previousHash());
        return whole(request.transactionId(), request.timeout(), bio, device, environment, now);
    }

    static String stream(FoundDevice device, int subId, Duration time) {
        return DeviceJson.object()
                .put("deviceId", device.deviceId())
                .put("deviceSubId", Integer.toString(subId))
                .put("timeout", Long.toString(time.toMillis()))
                .toString();
    }

    private static String whole(
            String transactionId,
            Duration timeout,
            ObjectNode bio,
            FoundDevice device,
            String environment,
            Instant now) {
        ObjectNode request = DeviceJson.object();
        request.put("env", environment);
        request.put("purpose", PURPOSE);
        request.put("specVersion", device.specVersion());
        request.put("timeout", Long.toString(timeout.toMillis()));
        request.put("captureTime", now.truncatedTo(ChronoUnit.MILLIS).toString());
        request.put("transactionId", transactionId);
        request.putArray("bio").add(bio);
        return request.toString();
    }
}
