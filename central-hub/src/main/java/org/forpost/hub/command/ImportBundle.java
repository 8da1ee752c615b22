package org.forpost.hub.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.forpost.hub.Hub;
import org.forpost.hub.identity.HubIdentity;
import org.forpost.hub.ingest.bundle.BundleInbox;
import org.forpost.hub.ingest.bundle.BundleShelf;
import org.forpost.protocol.bundle.BundleAnswer;
import org.forpost.protocol.bundle.BundleManifest;
import org.forpost.protocol.bundle.FileStoreMedium;
import org.forpost.protocol.bundle.Names;
import org.forpost.protocol.bundle.UnfitException;
import org.forpost.protocol.bundle.Unpacking;
import org.forpost.protocol.release.Manifest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Takes in the records on a stick and writes the hub's answer (receipts, releases) beside",
            "them, for the way back. The hub may run meanwhile; where it does not, it is started for",
            "as long as this takes. Nothing on the stick is changed but the answer. The same bundle",
            "again does no harm. Ends with 0 if all of it is at the hub, with 1 if anything is not."
        })
final class ImportBundle implements Callable<Integer> {
    /// Posts that one stick may carry; what is more is imported with another run.
    private static final int MAX_BUNDLES = 256;

    private static final int MAX_RESULT_BYTES = 1 << 20;
    private static final String IN_THE_LEDGER = "files are in the ledger";
    private static final long LOOK_MILLIS = 100;

    /// A hub that is stopped while this waits would be waited for for ever.
    private static final long ASK_MILLIS = 5_000;

    @Spec private CommandSpec spec;
    @Mixin private HubDirectory directory;

    @Parameters(
            paramLabel = "STICK",
            description = "Where the stick is mounted, or one bundle's own folder on it.")
    private Path stick;

    @Option(names = "--json", description = "Say what was taken in as JSON.")
    private boolean json;

    /// What became of one bundle.
    private record Outcome(
            Path folder,
            String carrier,
            long envelopes,
            long taken,
            boolean answered,
            List<String> faults) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        HubIdentity identity = HubIdentity.open(directory.path);
        List<Path> bundles = bundles();
        Hub own =
                Hub.runs(directory.path)
                        ? null
                        : Hub.start(new Hub.Settings(directory.path, "127.0.0.1", 0, 0), Run::halt);
        List<Outcome> outcomes = new ArrayList<>();
        try {
            for (Path bundle : bundles) {
                outcomes.add(take(identity, bundle, own == null));
            }
        } finally {
            if (own != null) {
                own.close();
            }
        }
        say(outcomes);
        return outcomes.stream().allMatch(one -> one.faults().isEmpty()) ? 0 : 1;
    }

    private List<Path> bundles() throws IOException {
        if (Files.exists(stick.resolve(Names.MANIFEST), LinkOption.NOFOLLOW_LINKS)) {
            return List.of(stick);
        }
        if (!Files.isDirectory(stick)) {
            throw new IOException(stick + ": there is no such folder; is the stick mounted?");
        }
        List<Path> found;
        try (Stream<Path> folders = Files.list(stick)) {
            found =
                    folders.filter(one -> Names.isFolder(String.valueOf(one.getFileName())))
                            .sorted()
                            .limit(MAX_BUNDLES + 1L)
                            .toList();
        }
        if (found.isEmpty()) {
            throw new IOException(
                    stick + ": there is no bundle here, expected a folder " + Names.folder("NODE"));
        }
        if (found.size() > MAX_BUNDLES) {
            throw new IOException(stick + ": more than " + MAX_BUNDLES + " bundles");
        }
        return found;
    }

    private Outcome take(HubIdentity identity, Path folder, boolean elsewhere)
            throws InterruptedException {
        List<String> faults = new ArrayList<>();
        String carrier = "";
        long envelopes = 0;
        long taken = 0;
        boolean answered = false;
        try {
            FileStoreMedium medium = FileStoreMedium.open(folder);
            Unpacking bundle =
                    Unpacking.open(
                            medium, BundleInbox.hubId(identity), BundleInbox.nodes(identity));
            carrier = bundle.manifest().carrier();
            envelopes = bundle.manifest().envelopes();
            requireRoom(identity, bundle);
            BundleShelf shelf = new BundleShelf(identity.bundleDirectory());
            String name = BundleShelf.name(bundle.id());
            shelf.fetched(name); // of an import that was cut short
            shelf.putIn(name, into -> copy(bundle, into, faults));
            Path answer = await(shelf, name, elsewhere, bundle.manifest());
            JsonNode result = result(answer);
            taken = result.path("taken").asLong();
            List<String> refusedHere = List.copyOf(faults);
            for (JsonNode fault : result.path("faults")) {
                // A file that was refused here is missing there.
                String file = fault.asText().split(" ", 2)[0];
                if (refusedHere.stream().noneMatch(one -> one.startsWith(file))) {
                    faults.add(fault.asText());
                }
            }
            answered = answer(FileStoreMedium.open(answer), medium, faults);
            shelf.fetched(name);
        } catch (UnfitException | IOException e) {
            faults.add(
                    e instanceof IOException
                            ? Failure.describe(e)
                            : String.valueOf(e.getMessage()));
        }
        return new Outcome(folder, carrier, envelopes, taken, answered, faults);
    }

    /// The hub's disk holds the bundle twice for a while: as it came, and in the ledger.
    private static void requireRoom(HubIdentity identity, Unpacking bundle) throws IOException {
        long needed = 2 * bundle.manifest().recordBytes() + (64L << 20);
        long free = Files.getFileStore(identity.ledgerDirectory()).getUsableSpace();
        if (free < needed) {
            throw new IOException(
                    "the hub's disk has "
                            + free
                            + " bytes free, and this bundle needs "
                            + needed
                            + ": nothing of it was taken in");
        }
    }

    /// Only what the manifest names, and only what is as it says.
    private void copy(Unpacking bundle, Path into, List<String> faults) throws IOException {
        FileStoreMedium inbox = FileStoreMedium.open(into);
        for (int i = 0; i < bundle.manifest().files().size(); i++) {
            try {
                inbox.write(Names.records(i), bundle.bytes(i));
            } catch (UnfitException e) {
                faults.add(String.valueOf(e.getMessage()));
            }
            progress(bundle.manifest(), i + 1, "files are copied");
        }
        inbox.write(Names.MANIFEST, bundle.signed());
    }

    private void progress(BundleManifest bundle, int done, String what) {
        boolean watched =
                Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
        int files = bundle.files().size();
        if (json || !watched || files == 0) {
            return;
        }
        int width = 30 * done / files;
        PrintWriter err = spec.commandLine().getErr();
        err.printf(
                "\r%s [%s%s] %d of %d %s%s",
                bundle.carrier(),
                "#".repeat(width),
                ".".repeat(30 - width),
                done,
                files,
                what,
                done == files ? "\n" : "");
        err.flush();
    }

    private Path await(BundleShelf shelf, String name, boolean elsewhere, BundleManifest bundle)
            throws IOException, InterruptedException {
        Path answer = shelf.answer(name);
        int done = 0;
        for (long waited = 0; !Files.isDirectory(answer); waited += LOOK_MILLIS) {
            Thread.sleep(LOOK_MILLIS);
            int files = shelf.filesDone(name);
            if (files > done && files < bundle.files().size()) {
                done = files;
                progress(bundle, done, IN_THE_LEDGER);
            }
            if (elsewhere && waited % ASK_MILLIS == 0 && !Hub.runs(directory.path)) {
                throw new IOException(
                        "the hub stopped: the bundle waits in its directory, import it again once"
                                + " the hub runs");
            }
        }
        progress(bundle, bundle.files().size(), IN_THE_LEDGER);
        return answer;
    }

    private static JsonNode result(Path answer) throws IOException {
        byte[] bytes = FileStoreMedium.open(answer).read(BundleInbox.RESULT, MAX_RESULT_BYTES);
        if (bytes == null) {
            throw new IOException(answer + ": " + BundleInbox.RESULT + " is missing");
        }
        return new ObjectMapper().readTree(bytes);
    }

    /// Releases first, the answer last; none where the hub refused the bundle. What was taken in is
    /// at the hub whether or not the stick takes the answer.
    ///
    /// @return whether there is one on the stick
    private static boolean answer(
            FileStoreMedium from, FileStoreMedium stick, List<String> faults) {
        try {
            for (int role = 1; role <= 4; role++) {
                var _ = copy(Names.release(role), Manifest.MAX_CONTENT_BYTES, from, stick);
            }
            return copy(Names.ANSWER, BundleAnswer.MAX_BYTES, from, stick);
        } catch (IOException e) {
            faults.add(
                    "the answer is not on the stick ("
                            + Failure.describe(e)
                            + "): make room, or let it be written to, and import it again");
            return false;
        }
    }

    private static boolean copy(String name, int most, FileStoreMedium from, FileStoreMedium to)
            throws IOException {
        byte @Nullable [] bytes = from.read(name, most);
        if (bytes != null) {
            to.write(name, bytes);
        }
        return bytes != null;
    }

    private void say(List<Outcome> outcomes) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode all = new ObjectMapper().createObjectNode();
            ArrayNode list = all.putArray("bundles");
            for (Outcome one : outcomes) {
                ObjectNode bundle =
                        list.addObject()
                                .put("folder", one.folder().toString())
                                .put("carrier", one.carrier())
                                .put("envelopes", one.envelopes())
                                .put("taken", one.taken())
                                .put("answered", one.answered());
                ArrayNode faults = bundle.putArray("faults");
                one.faults().forEach(faults::add);
            }
            out.println(all);
            return;
        }
        for (Outcome one : outcomes) {
            one.faults().forEach(fault -> out.println(one.folder() + ": " + fault));
            if (!one.carrier().isEmpty()) {
                out.println(
                        one.carrier()
                                + ": "
                                + one.taken()
                                + " of "
                                + one.envelopes()
                                + " envelopes are at the hub"
                                + (one.answered()
                                        ? "; carry the stick back, the receipts are on it"
                                        : ""));
            }
        }
    }
}
