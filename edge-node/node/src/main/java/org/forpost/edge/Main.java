package org.forpost.edge;

import java.io.PrintWriter;
import picocli.CommandLine;

/// The lane's program and its measurements: see `forpost edge --help`, `forpost bench --help`.
public final class Main {
    private Main() {}

    /// Runs one command and returns its exit code: 0 only if it did what was asked.
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new EdgeCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((failure, line, _) -> {
                    line.getErr().println("forpost edge: " + Trouble.line(failure));
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
