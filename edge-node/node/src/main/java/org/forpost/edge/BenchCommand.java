package org.forpost.edge;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `forpost bench`.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures this program on this machine.",
        subcommands = {
            CaptureBench.class,
            ChipBench.class,
            JournalBench.class,
            LaneBench.class,
            PostBench.class,
            SyncBench.class
        })
final class BenchCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Say what to measure: capture, chip, journal, lane, post or sync.");
    }
}
