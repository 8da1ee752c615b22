package org.forpost.sim.cluster;

import java.util.List;
import java.util.Optional;
import org.forpost.sim.Refusal;
import org.forpost.sim.link.Weather;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `forpost sim link`.
@Command(
        name = "link",
        mixinStandardHelpOptions = true,
        description = "Cuts, restores and slows the lines between lanes and the hub.")
public final class LinkCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say cut, restore or slow.");
    }

    @Command(
            name = "cut",
            mixinStandardHelpOptions = true,
            description = "Interrupts a lane's line, or every lane's.")
    int cut(
            @Mixin ControlOptions control,
            @Option(
                            names = "--lane",
                            paramLabel = "LANE",
                            description = "Which lane (default: all that have a line).")
                    @Nullable String lane,
            @Option(
                            names = "--mode",
                            paramLabel = "MODE",
                            defaultValue = "reset",
                            description =
                                    "reset: both ends notice at once; blackhole: neither end is"
                                            + " told. (default: ${DEFAULT-VALUE})")
                    String mode) {
        ControlClient client = control.client();
        for (String each : lanes(client, lane)) {
            client.cut(each, Optional.of(mode));
            say(each + "  link cut (" + mode + ")");
        }
        return 0;
    }

    @Command(
            name = "restore",
            mixinStandardHelpOptions = true,
            description = "Brings a lane's line back, or every lane's.")
    int restore(
            @Mixin ControlOptions control,
            @Option(
                            names = "--lane",
                            paramLabel = "LANE",
                            description = "Which lane (default: all that have a line).")
                    @Nullable String lane) {
        ControlClient client = control.client();
        for (String each : lanes(client, lane)) {
            client.cut(each, Optional.empty());
            say(each + "  link restored");
        }
        return 0;
    }

    @Command(
            name = "slow",
            mixinStandardHelpOptions = true,
            description = "Gives lines a delay and a rate; 0 takes either away.")
    int slow(
            @Mixin ControlOptions control,
            @Option(
                            names = "--lane",
                            paramLabel = "LANE",
                            description = "Which lane (default: all that have a line).")
                    @Nullable String lane,
            @Option(
                            names = "--latency",
                            paramLabel = "MS",
                            defaultValue = "0",
                            description = "Milliseconds one way, up to 10000.")
                    int latency,
            @Option(
                            names = "--rate",
                            paramLabel = "BYTES",
                            defaultValue = "0",
                            description = "Bytes per second in each direction.")
                    long rate) {
        ControlClient client = control.client();
        for (String each : lanes(client, lane)) {
            client.weather(each, new Weather(latency, rate));
            say(each + "  link: " + latency + " ms one way, " + rate + " bytes/s (0: no limit)");
        }
        return 0;
    }

    private static List<String> lanes(ControlClient client, @Nullable String lane) {
        List<String> lanes = lane == null ? client.lanesWithLink() : List.of(lane);
        if (lanes.isEmpty()) {
            throw new Refusal(
                    "no lane of this cluster has a line: start it with --link"
                            + " LANE=LISTEN:HOST:PORT");
        }
        return lanes;
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
    }
}
