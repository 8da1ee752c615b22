package org.forpost.sim.link.wire;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.forpost.sim.link.Weather;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `forpost sim wire`.
@Command(
        name = "wire",
        mixinStandardHelpOptions = true,
        description = {
            "One slow and lossy line, steered by lines on its standard input until that ends:",
            "'weather LATENCY_MS BYTES_PER_S LOSS_PERCENT', 'cut', 'restore', 'count'. Each is",
            "answered by one line of JSON."
        })
public final class WireCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            description =
                    "A line of IP packets to a network namespace of that name, which is made (as"
                            + " root): 10.77.0.1 is here, 10.77.0.2 there.")
    private @Nullable String namespace;

    @Option(
            names = "--to",
            paramLabel = "HOST:PORT",
            description =
                    "A line of TCP bytes to there. A lost segment becomes a pause of one round"
                            + " trip; what congestion control makes of it does not show.")
    private @Nullable String destination;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Decides which packets are lost (default: ${DEFAULT-VALUE})")
    private long seed;

    @Override
    public Integer call() throws IOException {
        try (Line line = line()) {
            Thread end = new Thread(line::close, "stop");
            Runtime.getRuntime().addShutdownHook(end);
            PrintWriter out = spec.commandLine().getOut();
            say(out, line.describe());
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String said = in.readLine(); said != null; said = in.readLine()) {
                say(out, answer(line, said.strip().split(" +")));
            }
            Runtime.getRuntime().removeShutdownHook(end);
        }
        return 0;
    }

    private Line line() {
        if ((namespace == null) == (destination == null)) {
            throw new ParameterException(
                    spec.commandLine(), "Say either --namespace NAME or --to HOST:PORT.");
        }
        if (namespace != null) {
            return new PacketLine(namespace, seed);
        }
        String[] parts = String.valueOf(destination).split(":", -1);
        try {
            return new ByteLine(
                    new InetSocketAddress(parts[0], Integer.parseInt(parts[parts.length - 1])),
                    seed);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "--to " + destination + ": expected HOST:PORT", e);
        }
    }

    private static void say(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }

    private static String answer(Line line, String[] words) {
        try {
            switch (words[0]) {
                case "weather" ->
                        line.weather(
                                new Weather(Integer.parseInt(words[1]), Long.parseLong(words[2])),
                                Double.parseDouble(words[3]));
                case "cut" -> line.cut(true);
                case "restore" -> line.cut(false);
                case "count" -> {
                    return json(line.count());
                }
                default -> {
                    return "{\"error\":\"expected weather, cut, restore or count\"}";
                }
            }
            return "{\"done\":true}";
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            return "{\"error\":\"weather: expected LATENCY_MS BYTES_PER_S LOSS_PERCENT\"}";
        }
    }

    private static String json(Line.Count count) {
        return String.format(
                Locale.ROOT,
                "{\"up_bytes\":%d,\"up_packets\":%d,\"up_dropped\":%d,"
                        + "\"down_bytes\":%d,\"down_packets\":%d,\"down_dropped\":%d}",
                count.upBytes(),
                count.upPackets(),
                count.upDropped(),
                count.downBytes(),
                count.downPackets(),
                count.downDropped());
    }
}
