package org.forpost.hub.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `forpost hub`: with `--dir` alone it runs the hub.
@Command(
        name = "forpost hub",
        mixinStandardHelpOptions = true,
        version = "0.1.0-SNAPSHOT",
        description = {
            "The central hub: takes in what border posts recorded, and gives out the watchlist.",
            "With --dir and no command it runs, as 'run' does."
        },
        subcommands = {
            Init.class,
            Enrol.class,
            Revoke.class,
            Run.class,
            Release.class,
            Simulate.class,
            Fsck.class,
            Bundle.class,
            HelpCommand.class
        })
public final class HubCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(names = "--dir", paramLabel = "DIR", description = "The hub's directory.")
    private @Nullable Path directory;

    @Mixin private Run.Ports ports;

    private HubCommand() {}

    @Override
    public Integer call() throws Exception {
        @Nullable Path given = directory;
        if (given == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Say what to do: init, enrol, revoke, run, release, bundle, simulate, fsck.");
        }
        var where = new HubDirectory();
        where.path = given;
        return Run.run(where, ports, spec.commandLine().getOut());
    }

    /// Runs one command.
    ///
    /// @return the exit code: 0 only if it did what was asked
    public static int execute(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new HubCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println("forpost hub: " + Failure.describe(failure));
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(args);
    }
}
