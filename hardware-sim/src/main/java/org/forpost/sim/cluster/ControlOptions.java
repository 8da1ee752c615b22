package org.forpost.sim.cluster;

import java.net.URI;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Where a running cluster is: shared by all commands that steer it.
public final class ControlOptions {
    @Option(
            names = "--control",
            required = true,
            paramLabel = "URL",
            description = "The cluster's control address, such as http://127.0.0.1:8190.")
    private URI control;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            required = true,
            defaultValue = "${env:FORPOST_SIM_TOKEN_FILE}",
            description = "The file with the cluster's token (default: $FORPOST_SIM_TOKEN_FILE).")
    private Path tokenFile;

    /// A client for that cluster.
    public ControlClient client() {
        return new ControlClient(control, ControlToken.read(tokenFile));
    }
}
