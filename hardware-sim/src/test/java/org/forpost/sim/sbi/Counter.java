package org.forpost.sim.sbi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.forpost.sim.camera.Face;
import org.forpost.sim.camera.FaceCamera;
import org.forpost.sim.sbi.fault.FaultCatalogue;
import org.forpost.sim.sbi.netty.SbiServer;
import org.forpost.sim.scanner.Hands;
import org.forpost.sim.scanner.SlapScanner;
import org.forpost.sim.trust.DeviceAuthority;

/// A counter with a scanner and a camera on real sockets, and the eyes of a host that checks what
/// it gets with the JDK's own cryptography, not with the simulator's.
final class Counter implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    final DeviceAuthority authority = DeviceAuthority.create(Clock.systemUTC().instant());
    final Presence<Hands> glass = new Presence<>();
    final Presence<Face> place = new Presence<>();
    final Faults scannerFaults = new Faults();
    final SbiServer scanner;
    final SbiServer camera;
    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();

    Counter() {
        scanner = serve("scanner-1", new SlapScanner(glass, Clock.systemUTC()), scannerFaults);
        camera = serve("camera-1", new FaceCamera(place, Clock.systemUTC()), new Faults());
    }

    private SbiServer serve(String serial, Sensor sensor, Faults faults) {
        Clock clock = Clock.systemUTC();
        return SbiServer.start(
                0,
                port ->
                        new SbiDevice(
                                new Description(
                                        serial,
                                        "Forpost",
                                        "Simulated",
                                        "Developer",
                                        "http://127.0.0.1:" + port),
                                sensor,
                                authority.issue(serial, clock.instant()),
                                clock,
                                faults),
                loops,
                workers);
    }

    void breaks(String fault) {
        scannerFaults.put(
                FaultCatalogue.make(fault, Clock.systemUTC().instant()).orElseThrow(),
                FaultCatalogue.usually(fault));
    }

    void breaks(String fault, Verb on) {
        scannerFaults.put(
                FaultCatalogue.make(fault, Clock.systemUTC().instant()).orElseThrow(),
                EnumSet.of(on));
    }

    HttpRequest request(SbiServer device, String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + device.port() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .timeout(Duration.ofSeconds(60))
                .build();
    }

    HttpResponse<byte[]> ask(SbiServer device, String method, String path, String body)
            throws IOException, InterruptedException {
        return http.send(
                request(device, method, path, body), HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpClient http() {
        return http;
    }

    JsonNode capture(SbiServer device, String request) throws IOException, InterruptedException {
        return JSON.readTree(ask(device, "RCAPTURE", "/capture", request).body());
    }

    static JsonNode json(byte[] body) throws IOException {
        return JSON.readTree(body);
    }

    static String fingers(String choice, String exceptions) {
        return capture("Finger", choice + ", \"exception\": [" + exceptions + "]");
    }

    static String capture(String type, String more) {
        return """
        {"env": "Developer", "purpose": "Registration", "specVersion": "0.9.5", "timeout": "200",
         "captureTime": "2026-11-22T16:00:00Z", "transactionId": "crossing-7",
         "bio": [{"type": "%s", "count": "1", "requestedScore": "40", "deviceId": "x",
                  "previousHash": "", %s}], "customOpts": {}}
        """
                .formatted(type, more);
    }

    static JsonNode payload(String jwt) throws IOException {
        return JSON.readTree(part(jwt, 1));
    }

    static byte[] part(String jwt, int number) {
        return Base64.getUrlDecoder().decode(jwt.split("\\.", -1)[number]);
    }

    /// Whether `jwt` is signed with RS256 by a chain that ends at this counter's trust anchor.
    boolean trusted(String jwt) throws Exception {
        JsonNode header = JSON.readTree(part(jwt, 0));
        if (!header.path("alg").asText().equals("RS256")) {
            return false;
        }
        List<X509Certificate> chain = new ArrayList<>();
        for (JsonNode each : header.path("x5c")) {
            chain.add(
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(
                                            new ByteArrayInputStream(
                                                    Base64.getDecoder().decode(each.asText()))));
        }
        chain.add(authority.anchor());
        for (int i = 0; i + 1 < chain.size(); i++) {
            try {
                chain.get(i).verify(chain.get(i + 1).getPublicKey());
            } catch (java.security.SignatureException e) {
                return false;
            }
        }
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(chain.getFirst().getPublicKey());
        signature.update(
                jwt.substring(0, jwt.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII));
        return signature.verify(part(jwt, 2));
    }

    @Override
    public void close() {
        scanner.close();
        camera.close();
        loops.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS)
                .awaitUninterruptibly();
        workers.shutdownNow();
    }
}
