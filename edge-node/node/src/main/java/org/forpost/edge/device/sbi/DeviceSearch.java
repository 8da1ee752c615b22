package org.forpost.edge.device.sbi;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.forpost.edge.device.Refusal;
import org.jspecify.annotations.Nullable;

/// Finds a lane's device among the ports of this machine: `MOSIPDISC` asks who may be there,
/// `MOSIPDINFO` has it proved.
final class DeviceSearch {
    /// More devices behind one port than any hub of readers has.
    private static final int MOST_DEVICES = 16;

    /// A text version is a few characters; a device that lists more than this is not one.
    private static final int MOST_VERSIONS = 16;

    /// The versions that this client speaks, the liked one first.
    private static final List<String> SPOKEN = List.of("1.0", "1.0.0", "0.9.5");

    private final DeviceWire wire;
    private final DeviceTrust trust;
    private final String environment;
    private final ExecutorService tasks;
    private final Duration time;

    DeviceSearch(
            DeviceWire wire,
            DeviceTrust trust,
            String environment,
            ExecutorService tasks,
            Duration time) {
        this.wire = wire;
        this.trust = trust;
        this.environment = environment;
        this.tasks = tasks;
        this.time = time;
    }

    /// What came of looking at one port or at all of them.
    sealed interface Result {
        record Found(FoundDevice device) implements Result {}

        /// Somebody answered who must not be used.
        record Wrong(int port, Unacceptable why) implements Result {}

        /// Nobody there, or nobody of the kind wanted.
        record Nobody(String why) implements Result {}
    }

    /// Looks at every port of the range at once; all are bounded by the time of one.
    Result search(ExpectedDevice wanted) throws InterruptedException {
        if (wanted.firstPort() == wanted.lastPort()) {
            return look(wanted, wanted.firstPort());
        }
        var looks = new ArrayList<Callable<Result>>();
        for (int port = wanted.firstPort(); port <= wanted.lastPort(); port++) {
            int each = port;
            looks.add(() -> look(wanted, each));
        }
        Result best = new Result.Nobody("");
        for (Future<Result> done : tasks.invokeAll(looks)) {
            Result result = result(done);
            if (result instanceof Result.Found) {
                return result;
            }
            // A neighbour's device within the range is nobody's fault.
            if (result instanceof Result.Wrong wrong
                    && wrong.why().reason() != Refusal.OTHER_DEVICE) {
                best = result;
            }
        }
        return best instanceof Result.Nobody ? new Result.Nobody(nobody(wanted)) : best;
    }

    private static String nobody(ExpectedDevice wanted) {
        return "no device of the type "
                + wanted.bioType()
                + (wanted.serial().isEmpty() ? "" : " with the serial number " + wanted.serial())
                + " answers on "
                + wanted.ports();
    }

    private static Result result(Future<Result> done) throws InterruptedException {
        try {
            return done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException bug) {
                throw bug;
            }
            throw new IllegalStateException(e);
        }
    }

    /// Looks at one port.
    Result look(ExpectedDevice wanted, int port) throws InterruptedException {
        try {
            if (!announced(wanted, port)) {
                return new Result.Nobody(
                        "port " + port + " has no device of the type " + wanted.bioType());
            }
            return new Result.Found(proved(wanted, port));
        } catch (IOException e) {
            return new Result.Nobody(String.valueOf(e.getMessage()));
        } catch (Unacceptable e) {
            return new Result.Wrong(port, e);
        }
    }

    /// Whether discovery lists a device. Only a hint: the list is unsigned.
    private boolean announced(ExpectedDevice wanted, int port)
            throws IOException, Unacceptable, InterruptedException {
        String body = DeviceJson.object().put("type", wanted.bioType()).toString();
        byte[] answer =
                wire.exchange("MOSIPDISC", port, "/device", body, DeviceWire.MOST_INFO_BYTES, time);
        return DeviceJson.parse(answer, "device").elements(MOST_DEVICES).length > 0;
    }

    private FoundDevice proved(ExpectedDevice wanted, int port)
            throws IOException, Unacceptable, InterruptedException {
        byte[] answer =
                wire.exchange(
                        "MOSIPDINFO",
                        port,
                        "/info",
                        DeviceJson.object().put("type", wanted.bioType()).toString(),
                        DeviceWire.MOST_INFO_BYTES,
                        time);
        @Nullable Unacceptable first = null;
        for (DeviceJson each : DeviceJson.parse(answer, "info").elements(MOST_DEVICES)) {
            try {
                return proved(each, wanted, port);
            } catch (Unacceptable e) {
                // One service may hold several devices; the first complaint is told if none fits.
                first = first == null ? e : first;
            }
        }
        throw first != null
                ? first
                : new Unacceptable(Refusal.MALFORMED, "info", "at least one device", "none");
    }

    private FoundDevice proved(DeviceJson entry, ExpectedDevice wanted, int port)
            throws Unacceptable {
        String path = entry.at("deviceInfo");
        SignedToken token = SignedToken.verify(entry.longText("deviceInfo"), path, trust);
        DeviceJson info = token.payload();
        SignedIdentity identity = SignedIdentity.in(info, token.signer(), trust);
        String id = info.at("digitalId");
        identity.must(
                wanted.serial().isEmpty() ? identity.serial() : wanted.serial(),
                wanted.modality(),
                id);
        info.must("purpose", CaptureBody.PURPOSE, Refusal.OTHER_PURPOSE);
        info.must("env", environment, Refusal.OTHER_ENVIRONMENT);
        return new FoundDevice(
                port, info.word("deviceId"), version(info), info.word("deviceStatus"), identity);
    }

    private static String version(DeviceJson info) throws Unacceptable {
        var offered = new ArrayList<String>();
        for (DeviceJson each : info.child("specVersion").elements(MOST_VERSIONS)) {
            offered.add(each.node().asText());
        }
        return SPOKEN.stream()
                .filter(offered::contains)
                .findFirst()
                .orElseThrow(() ->
                        info.malformed(
                                "specVersion", "one of " + SPOKEN, String.join(", ", offered)));
    }
}
