package org.forpost.sim.sbi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.forpost.sim.trust.DeviceIdentity;

/// A device that answers the verbs of the text. Safe for threads; one capture at a time, as the
/// text demands.
public final class SbiDevice {
    private static final List<String> SPEC_VERSIONS = List.of("0.9.5", "1.0", "1.0.0");
    private static final String ANY = "Biometric Device";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Description description;
    private final Sensor sensor;
    private final DeviceIdentity identity;
    private final Clock clock;
    private final Faults faults;
    private final Semaphore capturing = new Semaphore(1);

    /// A device around a sensor; `faults` may change while it runs.
    public SbiDevice(
            Description description,
            Sensor sensor,
            DeviceIdentity identity,
            Clock clock,
            Faults faults) {
        this.description = description;
        this.sensor = sensor;
        this.identity = identity;
        this.clock = clock;
        this.faults = faults;
    }

    /// Answers one request. A capture blocks until somebody is there or its time is over.
    public Reply answer(String method, String path, byte[] body) throws InterruptedException {
        Optional<Verb> verb = Verb.of(method, path);
        if (verb.isEmpty()) {
            return refuse(
                    404,
                    new DeviceError(
                            DeviceError.UNKNOWN_METHOD,
                            "this device knows MOSIPDISC /device, MOSIPDINFO /info, RCAPTURE"
                                    + " /capture and STREAM /stream, not "
                                    + printable(method + " " + path)));
        }
        List<Fault> active = faults.on(verb.get());
        Reply reply =
                switch (verb.get()) {
                    case DISCOVERY -> discovery(body, active);
                    case INFO -> info(active);
                    case CAPTURE -> capture(body, active);
                    case AUTH_CAPTURE ->
                            refuse(
                                    405,
                                    new DeviceError(
                                            DeviceError.UNKNOWN_METHOD,
                                            "this device is registered for the purpose"
                                                    + " Registration: use RCAPTURE"));
                    case STREAM -> new Reply.Frames(sensor::preview);
                };
        for (Fault fault : active) {
            reply = fault.reply(reply);
        }
        return reply;
    }

    private Reply discovery(byte[] body, List<Fault> active) {
        String asked = typeAskedFor(body);
        ArrayNode devices = JSON.arrayNode();
        if (asked.equals(ANY) || asked.equals(sensor.bioType())) {
            ObjectNode device = devices.addObject();
            common(device, active);
            device.put("digitalId", Jwt.unsigned(digitalId()));
            device.set("error", success());
        }
        return json(200, devices.toString());
    }

    private Reply info(List<Fault> active) {
        ObjectNode about = JSON.objectNode();
        common(about, active);
        about.put("firmware", Description.SERVICE_VERSION);
        about.put("env", description.env());
        about.put("digitalId", signedDigitalId(active));
        ArrayNode answer = JSON.arrayNode();
        ObjectNode only = answer.addObject();
        only.put("deviceInfo", Jwt.sign(about, identity));
        only.set("error", success());
        return json(200, answer.toString());
    }

    private void common(ObjectNode device, List<Fault> active) {
        String status = capturing.availablePermits() > 0 ? "Ready" : "Busy";
        for (Fault fault : active) {
            status = fault.status(status);
        }
        device.put("deviceId", description.serialNumber());
        device.put("deviceStatus", status);
        device.put("certification", Description.CERTIFICATION);
        device.put("serviceVersion", Description.SERVICE_VERSION);
        ArrayNode subIds = device.putArray("deviceSubId");
        sensor.subIds().forEach(subIds::add);
        device.put("callbackId", description.callbackId());
        device.put("deviceCode", description.deviceCode());
        ArrayNode versions = device.putArray("specVersion");
        SPEC_VERSIONS.forEach(versions::add);
        device.put("purpose", Description.PURPOSE);
    }

    private Reply capture(byte[] body, List<Fault> active) throws InterruptedException {
        ObjectNode answer = JSON.objectNode();
        ArrayNode biometrics = answer.putArray("biometrics");
        try {
            CaptureRequest request = accepted(CaptureRequest.parse(body));
            for (Fault fault : active) {
                fault.before(request);
            }
            byte[] previous = request.previousHash();
            for (Sample sample : captured(request)) {
                previous = HashChain.next(previous, sample.record());
                biometrics.add(biometric(request, sample, previous, active));
            }
        } catch (DeviceError e) {
            biometrics.add(failed(e));
        }
        return json(200, answer.toString());
    }

    private CaptureRequest accepted(CaptureRequest request) throws DeviceError {
        expect("specVersion", request.specVersion(), SPEC_VERSIONS);
        expect("purpose", request.purpose(), List.of(Description.PURPOSE));
        expect("env", request.env(), List.of(description.env()));
        expect("bio.type", request.bioType(), List.of(sensor.bioType()));
        return request;
    }

    private List<Sample> captured(CaptureRequest request) throws DeviceError, InterruptedException {
        if (!capturing.tryAcquire()) {
            throw new DeviceError(DeviceError.BUSY, "the device is busy with another capture");
        }
        try {
            return sensor.capture(request);
        } finally {
            capturing.release();
        }
    }

    private ObjectNode biometric(
            CaptureRequest request, Sample sample, byte[] hash, List<Fault> active) {
        ObjectNode payload = JSON.objectNode();
        payload.put("digitalId", signedDigitalId(active));
        payload.put("deviceCode", description.deviceCode());
        payload.put("deviceServiceVersion", Description.SERVICE_VERSION);
        payload.put("bioType", sensor.bioType());
        if (!sample.bioSubType().isEmpty()) {
            payload.put("bioSubType", sample.bioSubType());
        }
        payload.put("purpose", request.purpose());
        payload.put("env", request.env());
        payload.put(
                "bioValue",
                Base64.getUrlEncoder().withoutPadding().encodeToString(sample.record()));
        payload.put("transactionId", request.transactionId());
        payload.put("timestamp", timestamp());
        payload.put("requestedScore", String.valueOf(request.requestedScore()));
        payload.put("qualityScore", String.valueOf(sample.quality()));

        DeviceIdentity signer = identity;
        for (Fault fault : active) {
            payload = fault.payload(payload, request);
            signer = fault.signer(signer);
        }
        String data = Jwt.sign(payload, signer);
        byte[] stated = hash;
        for (Fault fault : active) {
            data = fault.data(data);
            stated = fault.hash(stated);
        }
        ObjectNode biometric = JSON.objectNode();
        biometric.put("specVersion", request.specVersion());
        biometric.put("data", data);
        biometric.put("hash", HashChain.text(stated));
        biometric.set("error", success());
        return biometric;
    }

    private static ObjectNode failed(DeviceError error) {
        ObjectNode biometric = JSON.objectNode();
        biometric.put("specVersion", SPEC_VERSIONS.getFirst());
        biometric.put("data", "");
        biometric.put("hash", "");
        biometric.set("error", error(error));
        return biometric;
    }

    private ObjectNode digitalId() {
        ObjectNode id = JSON.objectNode();
        id.put("serialNo", description.serialNumber());
        id.put("make", description.make());
        id.put("model", description.model());
        id.put("type", sensor.bioType());
        id.put("deviceSubType", sensor.subType());
        id.put("deviceProvider", "Forpost simulator");
        id.put("deviceProviderId", "forpost-sim");
        id.put("dateTime", timestamp());
        return id;
    }

    private String signedDigitalId(List<Fault> active) {
        ObjectNode id = digitalId();
        String signed = Jwt.sign(id, identity);
        for (Fault fault : active) {
            signed = fault.digitalId(signed, Jwt.unsigned(id));
        }
        return signed;
    }

    private String timestamp() {
        return DateTimeFormatter.ISO_INSTANT.format(clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    private static void expect(String field, String value, List<String> served) throws DeviceError {
        if (!served.contains(value)) {
            throw new DeviceError(
                    DeviceError.BAD_REQUEST,
                    field + ": this device serves " + served + ", not " + printable(value));
        }
    }

    /// A discovery without a readable body asks for any device: hosts in the field send none.
    private static String typeAskedFor(byte[] body) {
        try {
            return CaptureRequest.deviceType(body).orElse(ANY);
        } catch (DeviceError e) {
            return ANY;
        }
    }

    private static Reply refuse(int status, DeviceError error) {
        ObjectNode answer = JSON.objectNode();
        answer.set("error", error(error));
        return json(status, answer.toString());
    }

    private static ObjectNode error(DeviceError error) {
        return error(error.code(), String.valueOf(error.getMessage()));
    }

    private static ObjectNode success() {
        return error(DeviceError.SUCCESS, "Success");
    }

    private static ObjectNode error(String code, String info) {
        ObjectNode error = JSON.objectNode();
        error.put("errorCode", code);
        error.put("errorInfo", info);
        return error;
    }

    private static Reply json(int status, String text) {
        return new Reply.Whole(status, "application/json", text.getBytes(StandardCharsets.UTF_8));
    }

    /// Foreign text in an answer: short, and nothing that moves a terminal's cursor.
    private static String printable(String foreign) {
        String cut = foreign.length() > 60 ? foreign.substring(0, 60) + "…" : foreign;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
