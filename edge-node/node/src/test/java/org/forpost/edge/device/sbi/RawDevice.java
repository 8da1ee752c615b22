package org.forpost.edge.device.sbi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;

/// A device on a plain server socket, honest as it comes; a test overrides the step that shall lie.
/// Like some devices in the field it knows the length of a body only by the header
/// `Content-Length`, spelled so.
final class RawDevice implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Answers one request, or does not.
    interface Wire {
        void answer(Request request, OutputStream out) throws IOException, InterruptedException;
    }

    record Request(String method, String path, JsonNode body) {
        JsonNode bio() {
            return body.path("bio").path(0);
        }
    }

    private final ServerSocket server;
    private final String serial;
    private final String type;
    private final TestAuthority.Identity own;
    final BlockingQueue<Request> seen = new LinkedBlockingQueue<>();

    // What a test may change, and the honest beginning of each.
    volatile TestAuthority.Identity signer;
    volatile TestAuthority.Identity identitySigner;
    volatile String serialNo;
    volatile String status = "Ready";
    volatile String env = "Developer";
    volatile int quality = 70;
    volatile UnaryOperator<ObjectNode> payload = honest -> honest;
    volatile UnaryOperator<String> token = honest -> honest;
    volatile UnaryOperator<ArrayNode> biometrics = honest -> honest;
    volatile UnaryOperator<byte[]> record = honest -> honest;
    volatile UnaryOperator<String> json = honest -> honest;
    volatile Wire capture;
    volatile Wire stream =
            (request, out) -> respond(out, 404, "{}".getBytes(StandardCharsets.UTF_8));
    volatile Wire info;
    volatile Wire discovery;

    private RawDevice(ServerSocket server, String serial, String type, TestAuthority.Identity id) {
        this.server = server;
        this.serial = serial;
        this.type = type;
        this.serialNo = serial;
        this.own = id;
        this.signer = id;
        this.identitySigner = id;
        this.capture = this::answerCapture;
        this.info = (request, out) -> respond(out, 200, bytes(information()));
        this.discovery = (request, out) -> respond(out, 200, bytes(announcement(request)));
    }

    static RawDevice scanner(String serial, TestAuthority.Identity identity) {
        return start(serial, "Finger", identity, 0);
    }

    static RawDevice camera(String serial, TestAuthority.Identity identity) {
        return start(serial, "Face", identity, 0);
    }

    static RawDevice start(String serial, String type, TestAuthority.Identity identity, int port) {
        try {
            var server = new ServerSocket(port, 50, InetAddress.ofLiteral("127.0.0.1"));
            var device = new RawDevice(server, serial, type, identity);
            Thread.ofVirtual().start(device::accept);
            return device;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return; // Switched off.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            String[] line = line(in).split(" ", 3);
            int length = 0;
            for (String header = line(in); !header.isEmpty(); header = line(in)) {
                if (header.startsWith("Content-Length: ")) {
                    length = Integer.parseInt(header.substring(16));
                }
            }
            var request = new Request(line[0], line[1], JSON.readTree(in.readNBytes(length)));
            seen.add(request);
            OutputStream out = socket.getOutputStream();
            switch (request.method() + " " + request.path()) {
                case "MOSIPDISC /device" -> discovery.answer(request, out);
                case "MOSIPDINFO /info" -> info.answer(request, out);
                case "RCAPTURE /capture" -> capture.answer(request, out);
                case "STREAM /stream" -> stream.answer(request, out);
                default -> respond(out, 405, new byte[0]);
            }
        } catch (IOException e) {
            // The other side hung up: its good right.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("hung up");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    static void respond(OutputStream out, int status, byte[] body) throws IOException {
        out.write(
                ("HTTP/1.1 "
                                + status
                                + " Whatever\r\nContent-Type: application/json\r\nContent-Length: "
                                + body.length
                                + "\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    ArrayNode announcement(Request request) {
        ArrayNode devices = JsonNodeFactory.instance.arrayNode();
        if (request.body().path("type").asText().equals(type)) {
            ObjectNode device = devices.addObject();
            about(device);
            device.put("digitalId", Tokens.url(digitalId()));
            success(device);
        }
        return devices;
    }

    ArrayNode information() {
        ObjectNode about = JsonNodeFactory.instance.objectNode();
        about(about);
        about.put("firmware", "1").put("env", env);
        about.put("digitalId", Tokens.sign(digitalId(), identitySigner));
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        ObjectNode only = list.addObject();
        only.put("deviceInfo", Tokens.sign(about, signer));
        success(only);
        return list;
    }

    private void about(ObjectNode device) {
        device.put("deviceId", "id-of-" + serial).put("deviceStatus", status);
        device.put("certification", "L0").put("serviceVersion", "0.9.5");
        device.putArray("deviceSubId").add(1).add(2).add(3);
        device.put("callbackId", "http://127.0.0.1:" + port());
        device.put("deviceCode", "code").put("purpose", "Registration");
        device.putArray("specVersion").add("0.9.5");
    }

    ObjectNode digitalId() {
        ObjectNode id = JsonNodeFactory.instance.objectNode();
        id.put("serialNo", serialNo).put("make", "Raw").put("model", "One").put("type", type);
        id.put("deviceSubType", "Slap").put("deviceProvider", "Raw Ltd");
        id.put("deviceProviderId", "raw").put("dateTime", Instant.now().toString());
        return id;
    }

    ObjectNode captured(Request request) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        byte[] hash = HexFormat.of().parseHex(request.bio().path("previousHash").asText());
        for (String name : names(request)) {
            byte[] sample = record.apply(sample(name));
            hash = sha256(hash, sha256(sample));
            list.add(biometric(request, name, sample, hash));
        }
        answer.set("biometrics", biometrics.apply(list));
        return answer;
    }

    private List<String> names(Request request) {
        return type.equals("Face")
                ? List.of("")
                : JSON.convertValue(
                        request.bio().path("bioSubType"),
                        JSON.getTypeFactory().constructCollectionType(List.class, String.class));
    }

    private static byte[] sample(String name) {
        return name.isEmpty()
                ? Records.face2011(0, 40, 60, Records.picture("jpg", 40, 60))
                : Records.finger2011(code(name));
    }

    static int code(String name) {
        int finger =
                List.of("Thumb", "IndexFinger", "MiddleFinger", "RingFinger", "LittleFinger")
                        .indexOf(name.substring(name.indexOf(' ') + 1));
        return finger < 0 ? 0 : finger + (name.startsWith("Right") ? 1 : 6);
    }

    ObjectNode biometric(Request request, String name, byte[] sample, byte[] hash) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("digitalId", Tokens.sign(digitalId(), identitySigner));
        data.put("deviceCode", "code").put("deviceServiceVersion", "0.9.5").put("bioType", type);
        if (!name.isEmpty()) {
            data.put("bioSubType", name);
        }
        data.put("purpose", request.body().path("purpose").asText());
        data.put("env", request.body().path("env").asText());
        data.put("bioValue", Tokens.url(sample));
        data.put("transactionId", request.body().path("transactionId").asText());
        data.put("timestamp", Instant.now().toString());
        data.put("requestedScore", request.bio().path("requestedScore").asText());
        data.put("qualityScore", Integer.toString(quality));
        ObjectNode biometric = JsonNodeFactory.instance.objectNode();
        biometric.put("specVersion", "0.9.5");
        biometric.put("data", token.apply(Tokens.sign(payload.apply(data), signer)));
        biometric.put("hash", HexFormat.of().withUpperCase().formatHex(hash));
        success(biometric);
        return biometric;
    }

    static ObjectNode failure(String code, String words) {
        ObjectNode failed = JsonNodeFactory.instance.objectNode();
        failed.put("specVersion", "0.9.5").put("data", "").put("hash", "");
        failed.putObject("error").put("errorCode", code).put("errorInfo", words);
        return failed;
    }

    private static void success(ObjectNode holder) {
        holder.putObject("error").put("errorCode", "0").put("errorInfo", "Success");
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                sha256.update(part);
            }
            return sha256.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Every later step is honest again.
    void behave() {
        signer = own;
        identitySigner = own;
        serialNo = serial;
        payload = honest -> honest;
        token = honest -> honest;
        biometrics = honest -> honest;
        record = honest -> honest;
        json = honest -> honest;
        quality = 70;
        capture = this::answerCapture;
    }

    private void answerCapture(Request request, OutputStream out) throws IOException {
        String answer = json.apply(captured(request).toString());
        respond(out, 200, answer.getBytes(StandardCharsets.UTF_8));
    }

    /// Pulls the plug.
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
