package org.forpost.sim.scenario;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/// What was seen at the lanes, and the hub that it is held against: shared by the commands that
/// compare the two.
public final class StoryOptions {
    @Option(
            names = "--story",
            required = true,
            paramLabel = "FILE",
            description = "What 'forpost sim play' saw.")
    private Path story;

    @Option(
            names = "--hub-url",
            required = true,
            paramLabel = "URL",
            description = "The hub's page, such as http://127.0.0.1:8080.")
    private String hub;

    Path file() {
        return story;
    }

    HubClient hub() {
        return new HubClient(LaneOptions.url("--hub-url", hub));
    }
}
