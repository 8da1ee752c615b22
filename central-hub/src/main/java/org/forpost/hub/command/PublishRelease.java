package org.forpost.hub.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.forpost.hub.identity.HubIdentity;
import org.forpost.hub.release.LaneProgram;
import org.forpost.hub.release.OperatorsFile;
import org.forpost.hub.release.ReleaseShelf;
import org.forpost.hub.release.RulesFile;
import org.forpost.hub.release.TrustFiles;
import org.forpost.hub.watchlist.WatchlistAuthor;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.Operators;
import org.forpost.protocol.release.Role;
import org.forpost.protocol.release.TrustAnchors;
import org.forpost.protocol.release.Watchlist;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the next release of a role. What the files hold is checked before it is signed:",
            "watchlist from a JSON list of nominals, rules and operators from TOML, trust from PEM",
            "files of country signing certificates and their revocation lists; the list of nodes",
            "that were revoked here is added to it by itself.",
            "A hub that runs on the same directory sends it to its nodes by itself."
        })
final class PublishRelease implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private HubDirectory directory;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "What the release is about: watchlist, rules, operators or trust.")
    private @Nullable String role;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "What it is made from; several only for trust.")
    private List<Path> files = List.of();

    @Option(
            names = "--watchlist",
            paramLabel = "FILE.json",
            description =
                    "The same as --role watchlist FILE.json. Images of fingers are named relative"
                            + " to this file.")
    private @Nullable Path nominals;

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

    /// What is to be signed.
    ///
    /// @param counts what it holds, by name
    private record Content(byte[] bytes, Map<String, Object> counts) {}

    @Override
    public Integer call() throws IOException {
        if (validDays < 1 || validDays > 3_650) {
            throw new IllegalArgumentException(
                    "--valid-days must be 1 to 3650, but was " + validDays);
        }
        Role what = wanted();
        HubIdentity hub = HubIdentity.open(directory.path);
        Instant issued = InstantSource.system().instant();
        Content content = content(hub, what, issued);
        Manifest release =
                new ReleaseShelf(hub.releaseDirectory())
                        .publish(
                                what,
                                content.bytes(),
                                issued,
                                issued.plus(Duration.ofDays(validDays)),
                                hub.releaseKey());
        say(what, content, release);
        return 0;
    }

    private Role wanted() {
        Path list = nominals;
        String name = role;
        if (list != null && name == null && files.isEmpty()) {
            files = List.of(list);
            return Role.WATCHLIST;
        }
        if (list != null || name == null || files.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "Say what to publish: --role ROLE FILE.");
        }
        for (Role each : Role.values()) {
            if (word(each).equals(name)) {
                if (files.size() > 1 && each != Role.TRUST) {
                    throw new ParameterException(
                            spec.commandLine(), "One file makes a release of " + name + ".");
                }
                return each;
            }
        }
        throw new ParameterException(
                spec.commandLine(),
                "--role " + name + ": expected watchlist, rules, operators or trust");
    }

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private Content content(HubIdentity hub, Role what, Instant issued) throws IOException {
        Path file = files.getFirst();
        return switch (what) {
            case WATCHLIST -> {
                Watchlist list = new WatchlistAuthor().write(file, this::showProgress);
                Map<String, Object> counts = new TreeMap<>();
                counts.put("nominals", list.nominals().size());
                counts.put(
                        "fingers",
                        list.nominals().stream().mapToInt(one -> one.fingers().size()).sum());
                counts.put("documents", list.documents().size());
                yield new Content(list.encode(), counts);
            }
            case RULES -> {
                Path home = Path.of(System.getProperty("forpost.home", "."));
                RulesFile.Rules rules = RulesFile.read(file, new LaneProgram(home));
                yield new Content(rules.content(), Map.of("version", rules.version()));
            }
            case OPERATORS -> {
                SecureRandom random = new SecureRandom();
                Operators operators =
                        OperatorsFile.read(
                                file,
                                issued,
                                count -> {
                                    byte[] bytes = new byte[count];
                                    random.nextBytes(bytes);
                                    return bytes;
                                });
                yield new Content(
                        operators.encode(), Map.of("operators", operators.operators().size()));
            }
            case TRUST -> {
                TrustAnchors trust =
                        TrustFiles.withNodeRevocations(
                                TrustFiles.read(files),
                                hub.nodeCa(),
                                hub.revocationList(() -> issued, new SecureRandom()));
                yield new Content(
                        trust.encode(),
                        new TreeMap<>(
                                Map.of(
                                        "certificates", trust.certificates().size(),
                                        "revocations", trust.revocations().size())));
            }
        };
    }

    private void say(Role what, Content content, Manifest release) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode answer =
                    new ObjectMapper()
                            .createObjectNode()
                            .put("role", word(what))
                            .put("number", release.number());
            content.counts().forEach((name, count) -> answer.set(name, answer.pojoNode(count)));
            out.println(
                    answer.put("bytes", release.contentBytes())
                            .put("issued", Instant.ofEpochMilli(release.issuedMillis()).toString())
                            .put(
                                    "expires",
                                    Instant.ofEpochMilli(release.expiresMillis()).toString()));
        } else {
            out.println(
                    word(what).substring(0, 1).toUpperCase(Locale.ROOT)
                            + word(what).substring(1)
                            + " release "
                            + release.number()
                            + ": "
                            + content.counts().entrySet().stream()
                                    .map(each -> each.getKey() + " " + each.getValue())
                                    .collect(Collectors.joining(", "))
                            + ", "
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
