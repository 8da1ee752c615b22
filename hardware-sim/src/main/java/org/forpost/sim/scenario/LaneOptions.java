package org.forpost.sim.scenario;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.forpost.sim.Refusal;
import picocli.CommandLine.Option;

/// Where the lanes' pages are: shared by all commands that talk to lanes.
public final class LaneOptions {
    @Option(
            names = "--lane-url",
            required = true,
            paramLabel = "LANE=URL",
            description =
                    "A lane and where its page is, such as lane-1=http://127.0.0.1:8101. May be"
                            + " repeated.")
    private Map<String, String> urls = new LinkedHashMap<>();

    List<LaneClient> clients() {
        return urls.entrySet().stream()
                .map(each -> new LaneClient(each.getKey(), url("--lane-url", each.getValue())))
                .toList();
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
