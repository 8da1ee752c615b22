package org.forpost.sim.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `forpost sim ca`.
@Command(
        name = "ca",
        mixinStandardHelpOptions = true,
        description =
                "Makes a throw-away trust anchor for simulated devices: device-ca.pem is what the"
                        + " lanes trust.")
public final class CaCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Where the anchor and the devices' keys go; made if missing.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        DevicePki pki = DevicePki.create(out, Clock.systemUTC().instant());
        spec.commandLine().getOut().println("device trust anchor: " + pki.anchor());
        return 0;
    }
}
