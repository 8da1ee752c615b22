package org.forpost.sim.scenario;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.forpost.sim.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where the lanes' pages are: shared by all commands that talk to lanes.
public final class LaneOptions {
    private static final int LONGEST_PASSWORD = 512;

    @Option(
            names = "--lane-url",
            required = true,
            paramLabel = "LANE=URL",
            description =
                    "A lane and where its page is, such as lane-1=http://127.0.0.1:8101. May be"
                            + " repeated.")
    private Map<String, String> urls = new LinkedHashMap<>();

    @Option(names = "--operator", paramLabel = "LOGIN", description = "Who logs in at the lanes.")
    private @Nullable String operator;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "A file with that operator's password and nothing else.")
    private @Nullable Path passwordFile;

    List<LaneClient> clients() {
        Optional<LaneClient.Officer> officer = officer();
        return urls.entrySet().stream()
                .map(each ->
                        new LaneClient(each.getKey(), url("--lane-url", each.getValue()), officer))
                .toList();
    }

    private Optional<LaneClient.Officer> officer() {
        if (operator == null && passwordFile == null) {
            return Optional.empty();
        }
        if (operator == null || passwordFile == null) {
            throw new Refusal("--operator and --password-file belong together");
        }
        try {
            if (Files.size(passwordFile) > LONGEST_PASSWORD) {
                throw new Refusal(passwordFile + " holds no password: it is too long");
            }
            return Optional.of(
                    new LaneClient.Officer(operator, Files.readString(passwordFile).strip()));
        } catch (IOException e) {
            throw new Refusal("the password in " + passwordFile + " cannot be read", e);
        }
    }

    static URI url(String option, String text) {
        try {
            URI url = URI.create(text);
            if ("http".equals(url.getScheme()) && url.getHost() != null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // Said below, with what was expected.
        }
        throw new Refusal(
                option + " " + text + ": expected an address such as http://127.0.0.1:8101");
    }
}
