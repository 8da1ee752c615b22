package org.forpost.edge;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.forpost.edge.config.BadConfigException;
import org.forpost.edge.config.ConfigFile;
import org.forpost.edge.config.EdgeConfig;
import org.forpost.protocol.journal.JournalDamagedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `forpost edge`.
@Command(
        name = "forpost edge",
        mixinStandardHelpOptions = true,
        version = "0.1.0-SNAPSHOT",
        description =
                "Runs one lane: its page, its devices, its journal and its link to the hub, until"
                        + " it is stopped (Ctrl-C).",
        subcommands = {
            HelpCommand.class,
            BenchCommand.class,
            FsckCommand.class,
            RulesCommand.class,
            BundleCommand.class
        })
final class EdgeCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "edge.toml",
            description = "What this lane is, as TOML (default: ${DEFAULT-VALUE})")
    private Path config;

    @Option(names = "--check", description = "Only read the configuration and the identity.")
    private boolean check;

    @Option(names = "--json", description = "Say on which address the page is as one line of JSON.")
    private boolean json;

    @Override
    public Integer call()
            throws BadConfigException, IOException, JournalDamagedException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        EdgeConfig settings = ConfigFile.read(config);
        if (check) {
            LaneNode.identity(settings);
            out.println(config + " and its identity are sound");
            return 0;
        }
        LaneNode node = LaneNode.start(settings, err::println, line -> die(err, line));
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    node.close();
                                    stopped.countDown();
                                },
                                "stop"));
        String url = "http://localhost:" + node.webPort() + "/";
        out.println(
                json
                        ? new JsonObject()
                                .put("node", settings.node())
                                .put("url", url)
                                .put("pid", ProcessHandle.current().pid())
                                .encode()
                        : "Lane " + settings.lane() + " of " + settings.post() + ": " + url);
        out.flush();
        stopped.await();
        return 0;
    }

    /// After a force that failed nothing is known of the disk; the next start finds out.
    private static void die(PrintWriter err, String line) {
        err.println(line);
        err.flush();
        Runtime.getRuntime().halt(EXIT_DISK);
    }

    private static final int EXIT_DISK = 74; // EX_IOERR of sysexits.h
}
