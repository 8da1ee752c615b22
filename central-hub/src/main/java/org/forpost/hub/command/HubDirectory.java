package org.forpost.hub.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/// The option that every command takes.
final class HubDirectory {
    @Option(
            names = "--dir",
            required = true,
            paramLabel = "DIR",
            description = "The hub's directory.")
    Path path;
}
