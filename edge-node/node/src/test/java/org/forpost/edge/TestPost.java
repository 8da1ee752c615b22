package org.forpost.edge;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.forpost.edge.config.ConfigFile;
import org.forpost.edge.config.EdgeConfig;
import org.forpost.edge.device.CardReader;
import org.forpost.edge.document.TrustInForce;
import org.forpost.edge.identity.Identity;
import org.forpost.edge.operator.Accounts;
import org.forpost.edge.post.Neighbours;
import org.forpost.edge.post.NodeCa;
import org.forpost.edge.post.TwoLanes;
import org.forpost.matching.Calibrations;
import org.forpost.matching.FingerprintExtractor;
import org.forpost.matching.GreyImage;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.journal.FileStoreReader;
import org.forpost.protocol.journal.JournalCheck;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.record.Audit;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.record.TrustedTime;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.Operators;
import org.forpost.protocol.release.Role;
import org.forpost.protocol.release.TrustAnchors;
import org.forpost.protocol.release.Watchlist;
import org.forpost.sim.camera.Face;
import org.forpost.sim.camera.FaceCamera;
import org.forpost.sim.sbi.Description;
import org.forpost.sim.sbi.Faults;
import org.forpost.sim.sbi.Presence;
import org.forpost.sim.sbi.SbiDevice;
import org.forpost.sim.sbi.Sensor;
import org.forpost.sim.sbi.netty.SbiServer;
import org.forpost.sim.scanner.Hands;
import org.forpost.sim.scanner.Position;
import org.forpost.sim.scanner.SlapScanner;
import org.forpost.sim.traveller.Body;
import org.forpost.sim.traveller.trick.Trick;
import org.forpost.sim.trust.DeviceAuthority;
import org.jspecify.annotations.Nullable;

/// One lane with its devices, on free ports, without a hub.
final class TestPost implements AutoCloseable {
    static final long NOMINAL = 4711;
    static final String PASSWORD = "Пароль-17";
    private static final Operators.Verifier VERIFIER =
            Operators.Verifier.of(PASSWORD, new byte[16], 8 << 10, 1);
    private static final Clock CLOCK = Clock.systemUTC();

    final Presence<Hands> glass = new Presence<>();
    final Presence<Face> place = new Presence<>();
    final Faults scannerFaults = new Faults();
    final TestIdentity identity;
    final Path folder;
    final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private final DeviceAuthority authority = DeviceAuthority.create(CLOCK.instant());
    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Long, Body> bodies = new ConcurrentHashMap<>();
    private final SbiServer scanner;
    private final SbiServer camera;
    private HttpClient http = browser();
    private @Nullable LaneNode node;
    private @Nullable LaneProcess process;
    private String data = "data";
    private final @Nullable Membership among;

    TestPost(Path folder) throws Exception {
        this(folder, null, new TrustAnchors(List.of(), List.of()), null, false);
    }

    /// @param reader on which documents are laid, or null
    /// @param trust whose signature on documents is believed
    TestPost(Path folder, @Nullable CardReader reader, TrustAnchors trust) throws Exception {
        this(folder, reader, trust, null, false);
    }

    /// A lane among others.
    ///
    /// @param lane 1 or 2
    /// @param desk node of the second-line desk; "" where there is none
    record Membership(int lane, TwoLanes post, String desk) {}

    TestPost(Path folder, Membership among) throws Exception {
        this(folder, null, new TrustAnchors(List.of(), List.of()), among, false);
    }

    /// The same as a process of its own, which can be killed.
    static TestPost apart(Path folder, Membership among) throws Exception {
        return new TestPost(folder, null, new TrustAnchors(List.of(), List.of()), among, true);
    }

    private TestPost(
            Path folder,
            @Nullable CardReader reader,
            TrustAnchors trust,
            @Nullable Membership among,
            boolean apart)
            throws Exception {
        this.folder = folder;
        this.among = among;
        if (among == null) {
            this.identity = TestIdentity.write(folder.resolve("identity"));
        } else {
            NodeCa.Issued own = among.lane() == 1 ? among.post().first : among.post().second;
            this.identity =
                    TestIdentity.write(
                            folder.resolve("identity"),
                            "tikhaya-" + among.lane(),
                            own.key(),
                            own.certificate().getEncoded(),
                            among.post().ca.certificate().getEncoded());
        }
        Files.writeString(
                folder.resolve("device-ca.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder().encodeToString(authority.anchor().getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        scanner = serve("lane-" + lane() + "-finger", new SlapScanner(glass, CLOCK), scannerFaults);
        camera = serve("lane-" + lane() + "-face", new FaceCamera(place, CLOCK), new Faults());
        publish(folder.resolve("data"), 1);
        if (apart) {
            config(data);
            process = LaneProcess.start(folder);
        } else if (reader == null) {
            node = LaneNode.start(config("data"), said::add, said::add);
        } else {
            byte[] content = trust.encode();
            TrustInForce.open(
                            folder.resolve("data").resolve("releases"),
                            identity.releaseCheck(),
                            time())
                    .releases()
                    .install(manifest(Role.TRUST, 1, content), content);
            node = LaneNode.start(config("data"), reader, said::add, said::add);
        }
        logIn("ivanov");
    }

    /// One that keeps cookies, as browsers do.
    private static HttpClient browser() {
        return HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    }

    /// Somebody logs in, in the place of whoever was there.
    void logIn(String login) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                send(
                        "POST",
                        "/api/session",
                        "{\"login\":\"" + login + "\",\"password\":\"" + PASSWORD + "\"}");
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
    }

    /// What was noted for the audit, each as event and detail.
    List<String> audits() throws Exception {
        List<String> audits = new ArrayList<>();
        JournalCheck.check(
                new FileStoreReader(folder.resolve(data).resolve("journal")),
                SegmentKeys.toRead(Identity.read(folder.resolve("identity")).storageKey()),
                (_, _, entry) -> {
                    try {
                        if (RecordCodec.decode(entry.payload()).body() instanceof Audit audit) {
                            audits.add(audit.event() + ": " + audit.detail());
                        }
                    } catch (MalformedException e) {
                        throw new IllegalStateException(e);
                    }
                });
        return audits;
    }

    /// One crossing out of the journal.
    Crossing crossing(String id) throws Exception {
        List<Crossing> found = new ArrayList<>();
        JournalCheck.check(
                new FileStoreReader(folder.resolve(data).resolve("journal")),
                SegmentKeys.toRead(TestIdentity.STORAGE_KEY),
                (_, _, entry) -> {
                    try {
                        PostRecord record = RecordCodec.decode(entry.payload());
                        if (record.id().toString().equals(id)
                                && record.body() instanceof Crossing crossing) {
                            found.add(crossing);
                        }
                    } catch (MalformedException e) {
                        throw new IllegalStateException(e);
                    }
                });
        return found.getFirst();
    }

    /// Another browser, in which nobody is logged in.
    void anotherBrowser() {
        http = browser();
    }

    /// Puts a watchlist with one nominal in it where a lane finds it at its start.
    private void publish(Path data, long number) throws Exception {
        Files.createDirectories(data.resolve("releases"));
        var image = new Body(NOMINAL, Set.of(), 0, Map.of()).reference(Position.RIGHT_INDEX);
        byte[] template =
                new FingerprintExtractor()
                        .extract(
                                new GreyImage(
                                        image.width(), image.height(), image.pixels(), image.dpi()))
                        .encode();
        byte[] content =
                new Watchlist(
                                List.of(
                                        new Watchlist.Nominal(
                                                "N-1",
                                                "DOE",
                                                "JOHN",
                                                19700101,
                                                "UTO",
                                                "Detain and call the shift's commander.",
                                                List.of(new Watchlist.Finger(2, template))),
                                        new Watchlist.Nominal(
                                                "N-2",
                                                "ГРИГОРЬЕВ",
                                                "ЮРИЙ",
                                                19810304,
                                                "RUS",
                                                "Ask for the address; do not alert.",
                                                List.of())),
                                List.of(
                                        new Watchlist.LostDocument(
                                                "UTO",
                                                "S7654321",
                                                Watchlist.LostDocument.Status.STOLEN,
                                                "Keep the document.")))
                        .encode();
        org.forpost.edge.watchlist.Watchlist.open(
                        data.resolve("releases"),
                        identity.releaseCheck(),
                        Calibrations.sourceAfis(),
                        1e-5,
                        5,
                        time())
                .install(manifest(Role.WATCHLIST, number, content), content);
        employ(data, number);
    }

    private static TrustedTime time() {
        return new TrustedTime(CLOCK::millis, () -> 0, TrustedTime.Kept.NOTHING);
    }

    byte[] manifest(Role role, long number, byte[] content) {
        Instant now = CLOCK.instant();
        return new Manifest(
                        role,
                        number,
                        now.toEpochMilli(),
                        now.plus(Duration.ofDays(3)).toEpochMilli(),
                        Sha256.of(content),
                        content.length)
                .sign(Sign1.keyId(identity.releaseKey()), identity.releaseSigner());
    }

    /// Puts an operators release where a lane finds it at its start: everybody's password is
    /// [#PASSWORD].
    private void employ(Path data, long number) throws Exception {
        long soon = CLOCK.millis() + Duration.ofDays(3).toMillis();
        byte[] content =
                new Operators(
                                List.of(
                                        operator("ivanov", soon, Operators.Role.OFFICER),
                                        operator("smirnova", soon, Operators.Role.SUPERVISOR),
                                        operator("petrov", soon, Operators.Role.TECHNICIAN),
                                        operator("vchera", 1, Operators.Role.OFFICER)))
                        .encode();
        Accounts.open(data.resolve("releases"), identity.releaseCheck(), time())
                .releases()
                .install(manifest(Role.OPERATORS, number, content), content);
    }

    private static Operators.Operator operator(
            String login, long expiresMillis, Operators.Role role) {
        return new Operators.Operator(login, login, Set.of(role), expiresMillis, VERIFIER);
    }

    EdgeConfig config(String data) throws Exception {
        Path file = folder.resolve("edge.toml");
        Files.writeString(
                file,
                """
                node = "tikhaya-%d"
                post = "tikhaya"
                lane = %d
                data = "%s"
                identity = "identity"
                [web]
                port = 0
                [devices]
                trust = "device-ca.pem"
                environment = "Developer"
                patience_seconds = 60
                [[devices.device]]
                kind = "finger"
                port = %d
                quality = 30
                [[devices.device]]
                kind = "face"
                port = %d
                quality = 10
                [matching]
                fmr = 1e-5
                """
                                .formatted(lane(), lane(), data, scanner.port(), camera.port())
                        + lanes());
        return ConfigFile.read(file);
    }

    private int lane() {
        return among == null ? 1 : among.lane();
    }

    private String lanes() {
        if (among == null) {
            return "";
        }
        Neighbours here = among.post().neighbours(lane());
        Neighbours.Peer peer = here.peers().getFirst();
        return """
        [lanes]
        listen = "127.0.0.1"
        port = %d
        member_port = %d
        network = "%s"
        %s
        [[lanes.peer]]
        node = "%s"
        lane = %d
        host = "127.0.0.1"
        port = %d
        """
                .formatted(
                        here.listen().port(),
                        here.memberPort(),
                        here.network(),
                        among.desk().isEmpty() ? "" : "desk = \"" + among.desk() + "\"",
                        peer.node(),
                        peer.lane(),
                        peer.address().port());
    }

    /// The box is off: nothing of it answers, and its disk stays as it is.
    void off() {
        Objects.requireNonNull(node).close();
    }

    /// And on again.
    void on() throws Exception {
        if (process == null) {
            node = LaneNode.start(config(data), said::add, said::add);
        } else {
            process = LaneProcess.start(folder);
        }
        logIn("ivanov");
    }

    /// It stands still, as under a debugger, until [#thaw].
    void freeze() throws Exception {
        Objects.requireNonNull(process).freeze();
    }

    void thaw() throws Exception {
        Objects.requireNonNull(process).thaw();
    }

    /// `kill -9`, in the middle of whatever it is at.
    void kill() throws InterruptedException {
        Objects.requireNonNull(process).kill();
    }

    void comes(long seed, int badPresses) {
        Body body = badPresses == 0 ? body(seed) : new Body(seed, Set.of(), badPresses, Map.of());
        glass.come(body);
        place.come(body);
    }

    /// @param times how often it is played, before the traveller does as told
    void comes(long seed, Trick trick, int times) {
        glass.come(trick.with((Hands) body(seed), times));
        place.come(trick.with((Face) body(seed), times));
    }

    /// Growing fingers takes seconds: whoever comes twice has them already.
    private Body body(long seed) {
        return bodies.computeIfAbsent(seed, it -> new Body(it, Set.of(), 0, Map.of()));
    }

    /// @return the folder of its data, as the configuration names it
    String data() {
        return data;
    }

    int port() {
        return process == null ? Objects.requireNonNull(node).webPort() : process.port();
    }

    /// Of a folder in which a lane is at work.
    private static List<Path> everythingIn(Path folder) throws IOException {
        while (true) {
            try (var files = Files.walk(folder)) {
                return files.toList();
            } catch (UncheckedIOException e) {
                // A file went between its name and its attributes: once more.
            }
        }
    }

    /// Starts the lane on what lies on its disk now, as after kill -9: nothing was closed.
    void restartAsAfterKill(boolean withoutProjection) throws Exception {
        Path copy = folder.resolve("data-" + said.size() + "-" + System.nanoTime());
        for (Path file : everythingIn(folder.resolve(data))) {
            boolean skipped =
                    file.getFileName().toString().equals("lock")
                            || (withoutProjection && file.toString().contains(".mv.db"));
            if (!skipped) {
                try {
                    Files.copy(file, copy.resolve(folder.resolve(data).relativize(file)));
                } catch (NoSuchFileException e) {
                    // It got its name, or was let go, while the others were copied.
                }
            }
        }
        Objects.requireNonNull(node)
                .close(); // only so that its ports are free: what it writes now goes into the old
        // folder
        data = copy.getFileName().toString();
        node = LaneNode.start(config(data), said::add, said::add);
        logIn("ivanov");
    }

    HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path))
                        .timeout(Duration.ofSeconds(90))
                        .header("Content-Type", "application/json")
                        .header("X-Forpost-Request", "1")
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /// What lies there, byte for byte.
    byte[] bytes(String path) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path))
                                .timeout(Duration.ofSeconds(90))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }

    private SbiServer serve(String serial, Sensor sensor, Faults faults) {
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
                                authority.issue(serial, CLOCK.instant()),
                                CLOCK,
                                faults),
                loops,
                workers);
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
        if (node != null) {
            node.close();
        }
        scanner.close();
        camera.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        workers.shutdownNow();
    }
}
