package org.forpost.sim.cluster;

import java.util.Set;
import org.forpost.sim.sbi.fault.FaultCatalogue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `forpost sim fault`.
@Command(
        name = "fault",
        mixinStandardHelpOptions = true,
        description = "Breaks and repairs a lane's devices.")
public final class FaultCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say put, clear or list.");
    }

    @Command(
            name = "put",
            mixinStandardHelpOptions = true,
            description = "Puts one more fault on a device.")
    int put(
            @Mixin ControlOptions control,
            @Option(names = "--lane", required = true, paramLabel = "LANE", description = "Which.")
                    String lane,
            @Option(
                            names = "--device",
                            required = true,
                            paramLabel = "KIND",
                            description = "finger or face.")
                    String device,
            @Option(
                            names = "--on",
                            paramLabel = "VERB",
                            split = ",",
                            description =
                                    "discovery, info, capture, stream (default: where the fault"
                                            + " usually is).")
                    Set<String> on,
            @Parameters(paramLabel = "FAULT", description = "A name of 'fault list'.")
                    String fault) {
        control.client().putFault(lane, device, fault, on == null ? Set.of() : on);
        spec.commandLine().getOut().println(lane + "  " + device + " device: " + fault);
        return 0;
    }

    @Command(
            name = "clear",
            mixinStandardHelpOptions = true,
            description = "Repairs a lane's devices.")
    int clear(
            @Mixin ControlOptions control,
            @Option(names = "--lane", required = true, paramLabel = "LANE", description = "Which.")
                    String lane) {
        control.client().clearFaults(lane);
        spec.commandLine().getOut().println(lane + "  devices repaired");
        return 0;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Names every fault that there is.")
    int list() {
        FaultCatalogue.names().forEach(spec.commandLine().getOut()::println);
        return 0;
    }
}
