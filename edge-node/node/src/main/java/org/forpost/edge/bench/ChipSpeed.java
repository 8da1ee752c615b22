package org.forpost.edge.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.forpost.edge.device.CardReader;
import org.forpost.edge.device.pcsc.PcscReader;
import org.forpost.edge.document.ChipAccess;
import org.forpost.edge.document.ChipCheck;
import org.forpost.edge.document.ChipReading;
import org.forpost.edge.document.ChipScope;
import org.forpost.edge.document.DocumentReader;
import org.forpost.edge.document.MrzReader;
import org.forpost.edge.document.MrzReading;
import org.forpost.edge.document.TrustAnchors;
import org.forpost.edge.document.jmrtd.ChipLimits;
import org.forpost.edge.document.jmrtd.ChipReader;

/// How long reading a passport takes over a real PC/SC: pcscd with vpcd as its reader, the
/// simulated passport in a process of its own, the lane's own [ChipReader] here.
public final class ChipSpeed {
    private static final Path DRIVER = Path.of("/usr/lib/pcsc/drivers/serial/libifdvpcd.so");

    /// Where pcscd has its socket, on Debian.
    private static final Path SOCKET = Path.of("/run/pcscd/pcscd.comm");

    private static final int WARM_UP = 10;
    private static final int FACE_BYTES = 28 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// The zone of the simulated passport, which its command prints.
    private static final String ZONE =
            """
            P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<
            L898902C36UTO7408122F3204153<<<<<<<<<<<<<<04\
            """;

    private final Path home;
    private final Path place;
    private final int readings;
    private final boolean cold;
    private double rehearsal;

    /// @param home where `deploy-scripts/forpost` lies
    /// @param place an empty folder
    /// @param readings how many of each kind are measured
    /// @param cold without the rehearsal that a lane does at its start
    public ChipSpeed(Path home, Path place, int readings, boolean cold) {
        this.cold = cold;
        this.home = home;
        this.place = place;
        this.readings = readings;
    }

    /// Readings of one kind, in milliseconds.
    ///
    /// @param first of this process, after a rehearsal unless it was to be cold
    /// @param accessP50 of PACE or BAC alone
    /// @param faceP50 of DG2 alone
    /// @param bytes of answers in one reading
    /// @param exchanges commands in one reading
    public record Timing(
            double first,
            double p50,
            double p95,
            double accessP50,
            double faceP50,
            int bytes,
            int exchanges) {}

    /// @param pace by PACE with AES-128
    /// @param bac by BAC
    /// @param rehearsal what the rehearsal took, in milliseconds; 0 without
    public record Figures(Timing pace, Timing bac, double rehearsal) {}

    /// @throws IOException when pcscd, vpcd or the rights to start them are missing, saying which
    public Figures measure() throws IOException, InterruptedException {
        if (!Files.exists(DRIVER)) {
            throw new IOException("vpcd is not there: install the package vsmartcard-vpcd");
        }
        if (Files.exists(SOCKET)) {
            throw new IOException(
                    "a pcscd runs already ("
                            + SOCKET
                            + "): stop it for the measurement, which needs one of its own");
        }
        Files.createDirectories(place);
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path configuration = Files.createDirectories(place.resolve("reader.conf.d"));
        Files.writeString(
                configuration.resolve("vpcd"),
                "FRIENDLYNAME \"Virtual PCD\"\nDEVICENAME /dev/null:0x%X\nLIBPATH %s\nCHANNELID 0x%X\n"
                        .formatted(port, DRIVER, port));
        try (Program _ =
                        Program.start(
                                place.resolve("pcscd.log"),
                                List.of("pcscd", "-f", "-C", "-c", configuration.toString()));
                CardReader reader = PcscReader.open("", Clock.systemUTC(), () -> {})) {
            awaitPort(port);
            return new Figures(
                    timing(reader, port, List.of(), ChipCheck.PACE),
                    timing(reader, port, List.of("--bac-only"), ChipCheck.BAC),
                    rehearsal);
        }
    }

    /// Looked at in the list of listeners, and not by connecting: vpcd would take that for a card.
    private static void awaitPort(int port) throws IOException, InterruptedException {
        String listening = ":%04X 00000000:0000 0A".formatted(port);
        for (int i = 0; i < 300; i++) {
            if (Files.readString(Path.of("/proc/net/tcp")).contains(listening)) {
                return;
            }
            Thread.sleep(100);
        }
        throw new IOException("pcscd does not open vpcd's port " + port + ": is this root?");
    }

    private Timing timing(CardReader reader, int port, List<String> more, ChipCheck way)
            throws IOException, InterruptedException {
        List<String> command =
                Program.forpost(
                        home,
                        "sim",
                        "passport",
                        "--ca",
                        place.resolve("ca").toString(),
                        "--port",
                        String.valueOf(port),
                        "--face-bytes",
                        String.valueOf(FACE_BYTES));
        command.addAll(more);
        SecureRandom random = new SecureRandom();
        ChipReader documents =
                new ChipReader(
                        reader,
                        TrustAnchors.none(),
                        ChipLimits.LANE,
                        Clock.systemUTC(),
                        System::nanoTime,
                        count -> {
                            byte[] bytes = new byte[count];
                            random.nextBytes(bytes);
                            return bytes;
                        });
        if (!cold && rehearsal == 0) {
            long begun = System.nanoTime();
            documents.rehearse();
            rehearsal = (System.nanoTime() - begun) / 1e6;
        }
        List<ChipReading.Read> read = new ArrayList<>();
        try (Program _ = Program.start(place.resolve("sim.log"), command, "on the reader")) {
            for (int i = 0; i < WARM_UP + readings; i++) {
                ChipReading reading =
                        documents.read(
                                access(),
                                ChipScope.BIOMETRICS,
                                PATIENCE,
                                DocumentReader.Progress.none());
                if (!(reading instanceof ChipReading.Read whole)
                        || !whole.passed(way)
                        || !whole.passed(ChipCheck.HASHES)) {
                    throw new IOException("not read: " + reading);
                }
                read.add(whole);
            }
        }
        List<ChipReading.Read> warm = read.subList(WARM_UP, read.size());
        double[] whole = sorted(warm.stream().map(r -> r.cost().took()).toList());
        ChipReading.Cost cost = warm.getLast().cost();
        return new Timing(
                millis(read.getFirst().cost().took()),
                whole[whole.length / 2],
                whole[(int) Math.ceil(whole.length * 0.95) - 1],
                median(warm, way),
                median(warm, ChipCheck.DG2),
                cost.bytes(),
                cost.exchanges());
    }

    private static double median(List<ChipReading.Read> read, ChipCheck check) {
        double[] all = sorted(read.stream().map(r -> r.step(check).took()).toList());
        return all[all.length / 2];
    }

    private static double[] sorted(List<Duration> durations) {
        double[] all = durations.stream().mapToDouble(ChipSpeed::millis).toArray();
        Arrays.sort(all);
        return all;
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    private static ChipAccess access() {
        if (MrzReader.read(ZONE) instanceof MrzReading.Zone zone && zone.sound()) {
            return new ChipAccess.ByZone(zone);
        }
        throw new IllegalStateException("the zone of the simulated passport");
    }
}
