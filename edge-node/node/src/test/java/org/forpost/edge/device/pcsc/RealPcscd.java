package org.forpost.edge.device.pcsc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A pcscd of this test's own: with vpcd as its only reader, and with a socket of its own. pcscd
/// knows one place for its socket, so it runs in a mount namespace where that place is another
/// folder; libpcsclite is told of it by an environment variable, once for this process.
final class RealPcscd implements AutoCloseable {
    private static final Path DRIVER = Path.of("/usr/lib/pcsc/drivers/serial/libifdvpcd.so");
    private static final Path PLACE = Path.of("/run/pcscd");

    private final Path folder;
    private final int port;
    private final Path configuration;
    private Optional<Process> process = Optional.empty();

    private RealPcscd(Path folder, int port, Path configuration) {
        this.folder = folder;
        this.port = port;
        this.configuration = configuration;
    }

    /// @return what is missing here to run one, empty where nothing is
    static Optional<String> missing() throws IOException, InterruptedException {
        if (!Files.exists(DRIVER)) {
            return Optional.of("no vpcd (package vsmartcard-vpcd)");
        }
        if (Stream.of("/usr/sbin/pcscd", "/usr/bin/unshare")
                .anyMatch(p -> !Files.exists(Path.of(p)))) {
            return Optional.of("no pcscd (package pcscd)");
        }
        Process trial =
                new ProcessBuilder("unshare", "-m", "true").redirectErrorStream(true).start();
        trial.getInputStream().readAllBytes();
        return trial.waitFor() == 0
                ? Optional.empty()
                : Optional.of("no mount namespace of our own (not root)");
    }

    /// Prepares one that does not run yet.
    static RealPcscd in(Path folder) throws IOException {
        Path sockets = Files.createDirectories(folder.resolve("run"));
        Path configuration = Files.createDirectories(folder.resolve("reader.conf.d"));
        int port = freePair();
        Files.writeString(
                configuration.resolve("vpcd"),
                "FRIENDLYNAME \"Virtual PCD\"\nDEVICENAME /dev/null:0x%X\nLIBPATH %s\nCHANNELID 0x%X\n"
                        .formatted(port, DRIVER, port));
        setenv("PCSCLITE_CSOCK_NAME", sockets.resolve("pcscd.comm").toString());
        return new RealPcscd(sockets, port, configuration);
    }

    /// vpcd has two slots, on two ports in a row.
    private static int freePair() throws IOException {
        IOException last = new IOException("no two free ports in a row");
        for (int attempt = 0; attempt < 50; attempt++) {
            try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    ServerSocket _ =
                            new ServerSocket(
                                    first.getLocalPort() + 1,
                                    1,
                                    InetAddress.getLoopbackAddress())) {
                return first.getLocalPort();
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    /// Of this process's C library, which `System.getenv` does not show.
    @SuppressWarnings("restricted")
    private static void setenv(String name, String value) {
        Linker linker = Linker.nativeLinker();
        var setenv =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("setenv"),
                        FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment where = arena.allocateFrom(name);
            int code = (int) setenv.invokeExact(where, arena.allocateFrom(value), 1);
            if (code != 0) {
                throw new IllegalStateException("setenv: " + code);
            }
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    InetSocketAddress vpcd() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    void start() throws IOException {
        process =
                Optional.of(
                        new ProcessBuilder(
                                        List.of(
                                                "unshare",
                                                "-m",
                                                "--propagation",
                                                "private",
                                                "sh",
                                                "-c",
                                                "mkdir -p %s && mount --bind %s %s && exec pcscd -f -C -c %s"
                                                        .formatted(
                                                                PLACE,
                                                                folder,
                                                                PLACE,
                                                                configuration)))
                                .redirectErrorStream(true)
                                .redirectOutput(folder.resolve("log").toFile())
                                .start());
    }

    void stop() throws InterruptedException {
        Process running = process.orElseThrow();
        running.destroy();
        if (!running.waitFor(20, TimeUnit.SECONDS)) {
            running.destroyForcibly().waitFor();
        }
        process = Optional.empty();
    }

    @Override
    public void close() {
        process.ifPresent(Process::destroyForcibly);
    }
}
