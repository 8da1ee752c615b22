package org.forpost.hub.command;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.forpost.hub.identity.HubIdentity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = "Makes a hub: its directory and its keys. Never changes one that is there.")
final class Init implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private HubDirectory directory;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            split = ",",
            description =
                    "Name or address under which nodes dial the hub; may be given several times."
                            + " Default: ${DEFAULT-VALUE}.")
    private List<String> hosts;

    @Override
    public Integer call() throws IOException {
        HubIdentity.create(directory.path, hosts, InstantSource.system(), new SecureRandom());
        spec.commandLine()
                .getOut()
                .println(
                        "A hub was made in "
                                + directory.path
                                + ". Keep "
                                + directory.path.resolve("keys")
                                + " to yourself and back it up: what nodes sealed to it is lost with it.");
        return 0;
    }
}
