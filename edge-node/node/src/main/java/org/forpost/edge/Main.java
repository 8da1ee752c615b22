package org.forpost.edge;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The lane's program and its measurements: see `forpost edge --help`, `forpost bench --help`.
@Command(
        name = "forpost",
        description = "The program of one lane of a border post.",
        mixinStandardHelpOptions = true,
        version = "0.1.0-SNAPSHOT",
        subcommands = {HelpCommand.class, EdgeCommand.class, BenchCommand.class})
public final class Main implements Runnable {
    @Spec private CommandSpec spec;

    private Main() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: edge or bench.");
    }

    /// Runs one command and returns its exit code: 0 only if it did what was asked.
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler(
                        (failure, line, _) -> {
                            line.getErr().println(Trouble.line(failure));
                            return CommandLine.ExitCode.SOFTWARE;
                        })
                .execute(args);
    }

    public static void main(String[] args) {
        // Pictures are converted without a screen; a JVM that looks for one fails on a server.
        System.setProperty("java.awt.headless", "true");
        // Nothing here is served from files, so Vert.x need not make a folder for copies of them.
        System.setProperty("vertx.disableFileCPResolving", "true");
        System.setProperty("vertx.disableFileCaching", "true");
        System.exit(
                run(
                        new PrintWriter(System.out, true, System.out.charset()),
                        new PrintWriter(System.err, true, System.err.charset()),
                        args));
    }
}
