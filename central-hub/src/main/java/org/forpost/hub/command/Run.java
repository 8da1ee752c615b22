package org.forpost.hub.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.forpost.hub.Hub;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs the hub until it is told to end (Ctrl-C, SIGTERM).")
final class Run implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private HubDirectory directory;
    @Mixin private Ports ports;

    @Override
    public Integer call() throws IOException, InterruptedException {
        return run(directory, ports, spec.commandLine().getOut());
    }

    static int run(HubDirectory directory, Ports ports, PrintWriter out)
            throws IOException, InterruptedException {
        Hub hub =
                Hub.start(
                        new Hub.Settings(
                                directory.path, ports.mqttHost, ports.mqttPort, ports.webPort),
                        Run::halt);
        var ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    try {
                                        hub.close();
                                    } catch (IOException e) {
                                        System.err.println("forpost hub: " + Failure.describe(e));
                                    }
                                    ended.countDown();
                                },
                                "end"));
        String page = "http://127.0.0.1:" + hub.webPort() + "/";
        if (ports.json) {
            out.println(
                    new ObjectMapper()
                            .createObjectNode()
                            .put("mqttPort", hub.mqttPort())
                            .put("webPort", hub.webPort())
                            .put("page", page));
        } else {
            out.println(
                    "The hub listens for nodes on "
                            + ports.mqttHost
                            + ":"
                            + hub.mqttPort()
                            + "; its page is "
                            + page);
        }
        out.flush();
        ended.await();
        return 0;
    }

    /// Nothing may run between the failure and the end: a shutdown hook could still say something
    /// to a node.
    static void halt(String why, Throwable failure) {
        System.err.println("forpost hub: stopped: " + why);
        System.err.flush();
        Runtime.getRuntime().halt(70);
    }

    /// Where a hub listens.
    static final class Ports {
        @Option(
                names = "--mqtt-host",
                paramLabel = "ADDRESS",
                defaultValue = "127.0.0.1",
                description =
                        "Address on which nodes are listened for; 0.0.0.0 for all of this machine."
                                + " Default: ${DEFAULT-VALUE}.")
        String mqttHost;

        @Option(
                names = "--mqtt-port",
                paramLabel = "PORT",
                defaultValue = "8883",
                description = "TCP port for nodes, 0 for any free one. Default: ${DEFAULT-VALUE}.")
        int mqttPort;

        @Option(
                names = "--web-port",
                paramLabel = "PORT",
                defaultValue = "8080",
                description =
                        "TCP port of the page on 127.0.0.1, 0 for any free one."
                                + " Default: ${DEFAULT-VALUE}.")
        int webPort;

        @Option(names = "--json", description = "Say the addresses as JSON.")
        boolean json;
    }
}
