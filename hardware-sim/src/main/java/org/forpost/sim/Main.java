package org.forpost.sim;

import java.io.PrintWriter;
import org.forpost.sim.cluster.ClusterCommand;
import org.forpost.sim.cluster.FaultCommand;
import org.forpost.sim.cluster.LinkCommand;
import org.forpost.sim.cluster.PersonCommand;
import org.forpost.sim.finger.FingersCommand;
import org.forpost.sim.link.wire.WireCommand;
import org.forpost.sim.reader.PassportCommand;
import org.forpost.sim.report.ScoreReportCommand;
import org.forpost.sim.scenario.AwaitCommand;
import org.forpost.sim.scenario.NominalCommand;
import org.forpost.sim.scenario.PlayCommand;
import org.forpost.sim.scenario.SmashedCommand;
import org.forpost.sim.scenario.VerdictCommand;
import org.forpost.sim.trust.CaCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The simulated side of a border post: its devices, its link, its travellers. The only place that
/// knows every command.
@Command(
        name = "forpost sim",
        description = "Simulated devices, links and travellers, over the same wire as real ones.",
        mixinStandardHelpOptions = true,
        version = "0.1.0-SNAPSHOT",
        subcommands = {
            HelpCommand.class,
            CaCommand.class,
            PassportCommand.class,
            ClusterCommand.class,
            PersonCommand.class,
            FaultCommand.class,
            LinkCommand.class,
            WireCommand.class,
            NominalCommand.class,
            AwaitCommand.class,
            PlayCommand.class,
            SmashedCommand.class,
            VerdictCommand.class,
            FingersCommand.class,
            ScoreReportCommand.class
        })
public final class Main implements Runnable {
    @Spec private CommandSpec spec;

    private Main() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to simulate.");
    }

    /// Runs one command and returns its exit code: 0 only if it did what was asked.
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println(Refusal.describe(failure));
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(args);
    }

    /// See `forpost sim --help`.
    public static void main(String[] args) {
        // Images are made without a screen, and a JVM that looks for one fails on a server.
        System.setProperty("java.awt.headless", "true");
        System.exit(
                run(
                        new PrintWriter(System.out, true, System.out.charset()),
                        new PrintWriter(System.err, true, System.err.charset()),
                        args));
    }
}
