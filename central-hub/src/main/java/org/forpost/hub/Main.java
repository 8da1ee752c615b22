package org.forpost.hub;

import java.io.PrintWriter;
import org.forpost.hub.command.HubCommand;

/// See `forpost hub --help`.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // Fingers are read from images without a screen, and a JVM that looks for one fails on a
        // server.
        System.setProperty("java.awt.headless", "true");
        // Vert.x would unpack files of the class path into a temporary directory, which nothing
        // here needs.
        System.setProperty("vertx.disableFileCPResolving", "true");
        System.setProperty("vertx.disableFileCaching", "true");
        System.exit(
                HubCommand.execute(
                        new PrintWriter(System.out, true, System.out.charset()),
                        new PrintWriter(System.err, true, System.err.charset()),
                        args));
    }
}
