package org.forpost.edge.uplink.mqtt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Mosquitto with TLS 1.3, client certificates, and each node bound to its own two topics. It keeps
/// nothing on disk, as if its disk were lost with every kill.
final class Broker {
    private final Path program;
    private final Path folder;
    private final int port;
    private @Nullable Process running;

    Broker(Path program, Path folder, TestCa ca) throws Exception {
        this.program = program;
        this.folder = folder;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        TestCa.Issued own = ca.issue("broker", "127.0.0.1");
        write("ca.pem", TestCa.pem("CERTIFICATE", ca.certificate().getEncoded()));
        write("broker.pem", TestCa.pem("CERTIFICATE", own.certificate().getEncoded()));
        write("broker.key", TestCa.pem("PRIVATE KEY", own.key().getEncoded()));
        write(
                "acl",
                """
                pattern write forpost/v1/up/%u
                pattern read forpost/v1/down/%u

                user hub
                topic read forpost/v1/up/+
                topic write forpost/v1/down/+
                """);
        write(
                "mosquitto.conf",
                """
                user root
                persistence false
                log_dest file FOLDER/log
                log_type all
                listener PORT 127.0.0.1
                cafile FOLDER/ca.pem
                certfile FOLDER/broker.pem
                keyfile FOLDER/broker.key
                tls_version tlsv1.3
                require_certificate true
                use_identity_as_username true
                acl_file FOLDER/acl
                """
                        .replace("PORT", Integer.toString(port))
                        .replace("FOLDER", folder.toString()));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    int port() {
        return port;
    }

    void start() throws Exception {
        running =
                new ProcessBuilder(
                                program.toString(),
                                "-c",
                                folder.resolve("mosquitto.conf").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(folder.resolve("output").toFile()))
                        .start();
        Patience.await("Mosquitto listens: " + log(), this::listens);
    }

    private boolean listens() {
        try (var probe = new Socket()) {
            probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            if (running != null && !running.isAlive()) {
                throw new AssertionError("Mosquitto did not start: " + log(), e);
            }
            return false;
        }
    }

    private String log() {
        try {
            Path log = folder.resolve("log");
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            return e.toString();
        }
    }

    /// Whether it has acknowledged a message of this client.
    boolean said(String client) {
        return log().contains("Sending PUBACK to " + client);
    }

    /// SIGKILL.
    void kill() throws InterruptedException {
        if (running != null) {
            running.destroyForcibly();
            if (!running.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("Mosquitto survived SIGKILL");
            }
        }
    }
}
