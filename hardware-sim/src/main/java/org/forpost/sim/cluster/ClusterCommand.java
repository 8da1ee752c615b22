package org.forpost.sim.cluster;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.forpost.sim.Refusal;
import org.forpost.sim.trust.DevicePki;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `forpost sim cluster`.
@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        description =
                "Serves a scanner, a camera and, where asked for, a link for each lane, until it is"
                        + " stopped (Ctrl-C).")
public final class ClusterCommand implements Callable<Integer> {
    /// Ports 4501 to 4600 hold two devices for each lane.
    private static final int MOST_LANES = 50;

    @Spec private CommandSpec spec;

    @Option(
            names = "--lanes",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many lanes: lane-1, lane-2, … (default: ${DEFAULT-VALUE})")
    private int lanes;

    @Option(
            names = "--first-device-port",
            paramLabel = "PORT",
            defaultValue = "4501",
            description =
                    "lane-1's scanner; its camera is one above, lane-2 follows; within 4501 to"
                            + " 4600. (default: ${DEFAULT-VALUE})")
    private int firstDevicePort;

    @Option(
            names = "--control-port",
            paramLabel = "PORT",
            required = true,
            description = "Where control calls are taken, on 127.0.0.1.")
    private int controlPort;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            defaultValue = "${env:FORPOST_SIM_TOKEN_FILE:-}",
            description =
                    "Where the random token for control calls is written (default: control.token"
                            + " in --pki, or $FORPOST_SIM_TOKEN_FILE).")
    private @Nullable Path tokenFile;

    @Option(
            names = "--link",
            paramLabel = "LANE=LISTEN:HOST:PORT",
            description =
                    "A line for a lane: listens on 127.0.0.1:LISTEN and leads to HOST:PORT, the"
                            + " hub's MQTT port. May be repeated.")
    private List<String> links = List.of();

    @Option(
            names = "--pki",
            required = true,
            paramLabel = "DIR",
            description = "The folder that 'forpost sim ca --out DIR' made.")
    private Path pki;

    @Option(
            names = "--env",
            defaultValue = "Developer",
            description =
                    "The installation that the devices are registered for: Staging, Developer,"
                            + " Pre-Production or Production (default: ${DEFAULT-VALUE})")
    private String env;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (lanes < 1 || lanes > MOST_LANES) {
            throw new ParameterException(
                    spec.commandLine(), "--lanes: expected 1 to " + MOST_LANES);
        }
        List<String> names =
                IntStream.rangeClosed(1, lanes).mapToObj(number -> "lane-" + number).toList();
        Path where =
                tokenFile == null || tokenFile.toString().isEmpty()
                        ? pki.resolve("control.token")
                        : tokenFile;
        String token = HexFormat.of().formatHex(randomBytes());
        Cluster.Plan plan =
                new Cluster.Plan(names, firstDevicePort, env, lines(names), controlPort, token);
        PrintWriter out = spec.commandLine().getOut();
        CountDownLatch stopped = new CountDownLatch(1);
        Cluster cluster = Cluster.start(plan, DevicePki.open(pki), Clock.systemUTC());
        ControlToken.write(where, token);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    cluster.close();
                                    stopped.countDown();
                                },
                                "stop"));
        cluster.describe().forEach(out::println);
        out.println("control " + cluster.controlUrl() + "  token in " + where);
        out.println("ready");
        out.flush();
        stopped.await();
        return 0;
    }

    private Map<String, Cluster.Line> lines(List<String> names) {
        Map<String, Cluster.Line> lines = new HashMap<>();
        for (String link : links) {
            String[] sides = link.split("=", 2);
            String[] parts = sides.length == 2 ? sides[1].split(":", -1) : new String[0];
            if (parts.length != 3 || !names.contains(sides[0])) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--link "
                                + link
                                + ": expected LANE=LISTEN:HOST:PORT with a lane of "
                                + names);
            }
            lines.put(
                    sides[0],
                    new Cluster.Line(
                            port(link, parts[0]),
                            new InetSocketAddress(parts[1], port(link, parts[2]))));
        }
        return lines;
    }

    private static int port(String link, String text) {
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Said below, with what was expected.
        }
        throw new Refusal("--link " + link + ": '" + text + "' is not a port (1 to 65535)");
    }

    private static byte[] randomBytes() {
        // 128 bits: nobody guesses it.
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
