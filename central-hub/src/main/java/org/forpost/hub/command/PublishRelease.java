package org.forpost.hub.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.forpost.hub.identity.HubIdentity;
import org.forpost.hub.watchlist.ReleaseShelf;
import org.forpost.hub.watchlist.WatchlistAuthor;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.Watchlist;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the next watchlist release from a JSON list of nominals.",
            "A hub that runs on the same directory sends it to its nodes by itself."
        })
final class PublishRelease implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private HubDirectory directory;

    @Option(
            names = "--watchlist",
            required = true,
            paramLabel = "FILE.json",
            description = "The nominals; images of their fingers are named relative to this file.")
    private Path nominals;

    @Option(
            names = "--valid-days",
            paramLabel = "DAYS",
            defaultValue = "30",
            description =
                    "After how many days a node that got nothing newer treats it as stale."
                            + " Default: ${DEFAULT-VALUE}.")
    private int validDays;

    @Option(names = "--json", description = "Say what was made as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (validDays < 1 || validDays > 3_650) {
            throw new IllegalArgumentException(
                    "--valid-days must be 1 to 3650, but was " + validDays);
        }
        HubIdentity hub = HubIdentity.open(directory.path);
        Watchlist watchlist = new WatchlistAuthor().write(nominals, this::showProgress);
        Instant issued = InstantSource.system().instant();
        Manifest release =
                new ReleaseShelf(hub.releaseDirectory())
                        .publish(
                                watchlist.encode(),
                                issued,
                                issued.plus(Duration.ofDays(validDays)),
                                hub.releaseKey());
        say(watchlist, release);
        return 0;
    }

    private void say(Watchlist watchlist, Manifest release) {
        int people = watchlist.nominals().size();
        int fingers = watchlist.nominals().stream().mapToInt(one -> one.fingers().size()).sum();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(
                    new ObjectMapper()
                            .createObjectNode()
                            .put("role", "watchlist")
                            .put("number", release.number())
                            .put("nominals", people)
                            .put("fingers", fingers)
                            .put("bytes", release.contentBytes())
                            .put("issued", Instant.ofEpochMilli(release.issuedMillis()).toString())
                            .put(
                                    "expires",
                                    Instant.ofEpochMilli(release.expiresMillis()).toString()));
        } else {
            out.println(
                    "Watchlist release "
                            + release.number()
                            + ": "
                            + people
                            + (people == 1 ? " nominal, " : " nominals, ")
                            + fingers
                            + (fingers == 1 ? " finger, " : " fingers, ")
                            + release.contentBytes()
                            + " bytes");
        }
    }

    private void showProgress(int done, int of) {
        // Only where somebody watches, and not for what is over at once.
        boolean watched =
                Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
        if (of < 20 || !watched) {
            return;
        }
        int filled = 40 * done / of;
        System.err.print(
                "\r["
                        + "#".repeat(filled)
                        + " ".repeat(40 - filled)
                        + "] "
                        + done
                        + "/"
                        + of
                        + " fingers"
                        + (done == of ? "\n" : ""));
        System.err.flush();
    }
}
