package org.forpost.hub.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.forpost.hub.identity.HubIdentity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "enrol",
        mixinStandardHelpOptions = true,
        description = "Makes the identity of a node and registers it at the hub.")
final class Enrol implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private HubDirectory directory;

    @Option(
            names = "--node",
            required = true,
            paramLabel = "NAME",
            description = "The node's name: a-z, 0-9 and '-', such as tikhaya-1.")
    private String node;

    @Option(
            names = "--post",
            required = true,
            paramLabel = "NAME",
            description = "The border crossing point that it stands at.")
    private String post;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Where to put the identity; carry it to the node and delete it here.")
    private Path out;

    @Option(names = "--json", description = "Say what was made as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        HubIdentity hub = HubIdentity.open(directory.path);
        hub.enrol(node, post, out, InstantSource.system(), new SecureRandom());
        var printer = spec.commandLine().getOut();
        if (json) {
            var answer = new ObjectMapper().createObjectNode();
            answer.put("node", node).put("post", post).put("directory", out.toString());
            printer.println(answer);
        } else {
            printer.println("Node " + node + " of post " + post + " is enrolled; it is in " + out);
        }
        return 0;
    }
}
