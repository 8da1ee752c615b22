package org.forpost.edge;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.forpost.edge.config.BadConfigException;
import org.forpost.edge.config.ConfigFile;
import org.forpost.edge.config.EdgeConfig;
import org.forpost.edge.identity.Identity;
import org.forpost.edge.uplink.bundle.AnswerInbox;
import org.forpost.protocol.bundle.AnswerFolder;
import org.forpost.protocol.bundle.FileStoreMedium;
import org.forpost.protocol.bundle.Names;
import org.forpost.protocol.bundle.Packing;
import org.forpost.protocol.bundle.UnfitException;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.journal.JournalDamagedException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `forpost bundle`, as far as a lane is concerned.
@Command(
        name = "bundle",
        mixinStandardHelpOptions = true,
        description = "Records that go to the hub on a stick, and what comes back.",
        subcommands = {BundleCommand.Export.class, BundleCommand.Take.class})
final class BundleCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: export, take.");
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = {
                "Writes every record that the hub has not receipted to a stick, sealed to the hub: the",
                "lane's own, and those that it keeps for the other lanes of the post, whose boxes may",
                "be gone. Anybody may carry it. The lane may run meanwhile; nothing is taken from its",
                "disk. Was the stick pulled, the same command goes on. An answer of the hub that is on",
                "the stick is taken first, as 'forpost bundle take' does. Ends with 0 if all that",
                "waited is on the stick."
            })
    static final class Export implements Callable<Integer> {
        @Spec private CommandSpec spec;

        @Option(
                names = "--to",
                paramLabel = "STICK",
                required = true,
                description = "Where the stick is mounted; a folder for this lane is made in it.")
        private Path stick;

        @Option(
                names = "--config",
                paramLabel = "FILE",
                defaultValue = "edge.toml",
                description = "The lane's configuration (default: ${DEFAULT-VALUE})")
        private Path config;

        @Option(
                names = "--as-much-as-fits",
                description =
                        "If not all of it fits: the most urgent records, and say what is left.")
        private boolean part;

        @Option(names = "--json", description = "Say what was written as JSON.")
        private boolean json;

        @Override
        public Integer call() throws IOException, BadConfigException, JournalDamagedException {
            PrintWriter out = spec.commandLine().getOut();
            PrintWriter err = spec.commandLine().getErr();
            EdgeConfig lane = ConfigFile.read(config);
            Identity identity = LaneNode.identity(lane);
            FileStoreMedium medium = medium(stick, lane.node(), true);
            AnswerFolder.@Nullable Found answer = null;
            try {
                answer = answer(medium, identity);
            } catch (UnfitException e) {
                err.println(e.getMessage());
            }
            if (answer != null) {
                var _ = AnswerInbox.leave(lane.data().resolve("inbox"), answer);
            }
            try (Snapshot snapshot = Snapshot.of(lane, identity, answer, err::println)) {
                Packing packing = snapshot.packing(medium);
                Packing.Need need = packing.need();
                long room = packing.room();
                boolean fits = need.bytes() <= room;
                if (!json) {
                    out.printf(
                            "%d records wait%s: %s at most, %s free%n",
                            need.records(),
                            shares(need.byNode(), lane.node()),
                            size(need.bytes()),
                            size(room));
                    out.flush();
                }
                if (!fits && !part) {
                    err.printf(
                            "%s: all of it does not fit, nothing was written. Take another stick, or"
                                    + " write the most urgent with --as-much-as-fits%n",
                            stick);
                    return 1;
                }
                Packing.Packed packed = pack(packing, room);
                packed.faults().forEach(err::println);
                say(out, medium, need, room, packed, answer != null);
                return packed.left() == 0 ? 0 : 1;
            }
        }

        private Packing.Packed pack(Packing packing, long room) throws IOException {
            boolean resumed = packing.begin(room);
            if (resumed && !json) {
                spec.commandLine().getOut().println("Goes on with what was begun on this stick");
            }
            while (true) {
                Packing.Packed packed = packing.step();
                progress(packing.packed(), packing.records(), packed != null);
                if (packed != null) {
                    return packed;
                }
            }
        }

        private void progress(long done, long all, boolean last) {
            boolean watched =
                    Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
            if (!json && watched) {
                int width = all == 0 ? 30 : (int) (30 * done / all);
                PrintWriter err = spec.commandLine().getErr();
                err.printf(
                        "\r[%s%s] %d of %d records%s",
                        "#".repeat(width), ".".repeat(30 - width), done, all, last ? "\n" : "");
                err.flush();
            }
        }

        private void say(
                PrintWriter out,
                FileStoreMedium medium,
                Packing.Need need,
                long room,
                Packing.Packed packed,
                boolean answered)
                throws IOException {
            long manifest = medium.length(Names.MANIFEST);
            if (json) {
                out.println(
                        new JsonObject()
                                .put("records", packed.records())
                                .put("records_by_node", byNode(packed.byNode()))
                                .put("files", packed.files())
                                .put("bytes", packed.bytes() + manifest)
                                .put("kept_bytes", packed.keptBytes())
                                .put("left", packed.left())
                                .put("need_bytes", need.bytes())
                                .put("room_bytes", room)
                                .put("answer_taken", answered)
                                .put("faults", new JsonArray(packed.faults()))
                                .encode());
            } else {
                out.printf(
                        "%d records in %d files, %s%s%n",
                        packed.records(),
                        packed.files(),
                        size(packed.bytes() + manifest),
                        packed.left() == 0
                                ? "; the stick can be pulled once it is unmounted"
                                : "; " + packed.left() + " records are not in it");
            }
        }

        private static JsonObject byNode(SortedMap<String, Long> records) {
            JsonObject all = new JsonObject();
            records.forEach(all::put);
            return all;
        }

        /// Whose records they are, where not all are this lane's.
        private static String shares(SortedMap<String, Long> byNode, String own) {
            if (byNode.size() < 2) {
                return "";
            }
            return byNode.entrySet().stream()
                    .map(one ->
                            one.getKey().equals(own)
                                    ? one.getValue() + " of this lane"
                                    : one.getValue() + " kept for " + one.getKey())
                    .collect(Collectors.joining(", ", " (", ")"));
        }
    }

    @Command(
            name = "take",
            mixinStandardHelpOptions = true,
            description = {
                "Takes the hub's answer from a stick: receipts, and releases that are newer than the",
                "lane's. A running lane takes it in at once, another one at its next start. An answer",
                "that came before does no harm."
            })
    static final class Take implements Callable<Integer> {
        private static final long LOOK_MILLIS = 100;
        private static final long PATIENCE_MILLIS = 60_000;

        @Spec private CommandSpec spec;

        @Parameters(paramLabel = "STICK", description = "Where the stick is mounted.")
        private Path stick;

        @Option(
                names = "--config",
                paramLabel = "FILE",
                defaultValue = "edge.toml",
                description = "The lane's configuration (default: ${DEFAULT-VALUE})")
        private Path config;

        @Option(names = "--json", description = "Say what was taken as JSON.")
        private boolean json;

        @Override
        public Integer call()
                throws IOException, BadConfigException, UnfitException, InterruptedException {
            EdgeConfig lane = ConfigFile.read(config);
            Identity identity = LaneNode.identity(lane);
            AnswerFolder.Found found = answer(medium(stick, lane.node(), false), identity);
            if (found == null) {
                throw new UnfitException(
                        stick
                                + ": "
                                + Names.ANSWER
                                + " is not there: the hub has not answered yet");
            }
            boolean runs = DataFolder.inUse(lane.data());
            Path left = AnswerInbox.leave(lane.data().resolve("inbox"), found);
            boolean taken = runs && gone(left);
            say(found, taken, runs);
            return found.faults().isEmpty() && (taken || !runs) ? 0 : 1;
        }

        private static boolean gone(Path left) throws InterruptedException {
            for (long waited = 0; waited < PATIENCE_MILLIS; waited += LOOK_MILLIS) {
                if (!Files.exists(left, LinkOption.NOFOLLOW_LINKS)) {
                    return true;
                }
                Thread.sleep(LOOK_MILLIS);
            }
            return false;
        }

        private void say(AnswerFolder.Found found, boolean taken, boolean runs) {
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(
                        new JsonObject()
                                .put("receipts", found.answer().receipts().size())
                                .put("releases", found.event().releases().size())
                                .put("taken", taken)
                                .put("faults", new JsonArray(found.faults()))
                                .encode());
                return;
            }
            found.faults().forEach(out::println);
            out.printf(
                    "%d receipts and %d releases: %s%n",
                    found.answer().receipts().size(),
                    found.event().releases().size(),
                    taken
                            ? "the lane has taken them in"
                            : runs
                                    ? "the lane has not taken them in yet, see its log"
                                    : "the lane takes them in at its next start");
        }
    }

    private static FileStoreMedium medium(Path stick, String node, boolean create)
            throws IOException {
        if (!Files.isDirectory(stick)) {
            throw new IOException(stick + ": there is no such folder; is the stick mounted?");
        }
        Path folder = stick.resolve(Names.folder(node));
        return create ? FileStoreMedium.create(folder) : FileStoreMedium.open(folder);
    }

    private static AnswerFolder.@Nullable Found answer(FileStoreMedium medium, Identity identity)
            throws UnfitException {
        return AnswerFolder.read(
                medium,
                identity.node(),
                Ed25519.check(identity.hubReceiptKey()),
                Ed25519.check(identity.releaseKey()));
    }

    private static String size(long bytes) {
        List<String> units = List.of("bytes", "kB", "MB", "GB", "TB");
        double size = bytes;
        int unit = 0;
        while (size >= 1000 && unit < units.size() - 1) {
            size /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", size, units.get(unit));
    }
}
