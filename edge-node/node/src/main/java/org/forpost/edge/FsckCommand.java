package org.forpost.edge;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import org.forpost.edge.config.BadConfigException;
import org.forpost.edge.config.ConfigFile;
import org.forpost.edge.config.EdgeConfig;
import org.forpost.edge.identity.Identity;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.journal.Entry;
import org.forpost.protocol.journal.FileStoreReader;
import org.forpost.protocol.journal.Finding;
import org.forpost.protocol.journal.JournalCheck;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.record.RecordCodec;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `forpost fsck` of a lane's journal.
@Command(
        name = "fsck",
        mixinStandardHelpOptions = true,
        description = {
            "Checks a lane's journal from its first byte to its last and repairs nothing. The lane",
            "may run meanwhile. Ends with 0 if everything was verified, with 3 if something is wrong,",
            "with 4 if nothing is wrong and some segments can be verified by the hub only: their keys",
            "were destroyed here (on the hub: forpost hub fsck --journal)."
        })
final class FsckCommand implements Callable<Integer> {
    private static final int DAMAGED = 3;
    private static final int NOT_ALL_VERIFIED = 4;

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "PATH",
            description =
                    "The lane's edge.toml; or its 'data' or 'journal' folder, or a copy of it.")
    private Path path;

    @Option(
            names = "--identity",
            paramLabel = "DIR",
            description = "The lane's identity, where PATH is a folder.")
    private @Nullable Path identity;

    @Option(names = "--json", description = "Say what was found as JSON.")
    private boolean json;

    private final List<Finding> records = new ArrayList<>();

    @Override
    public Integer call() throws IOException, BadConfigException {
        Path folder = path;
        Path keys = identity;
        if (Files.isRegularFile(path)) {
            EdgeConfig config = ConfigFile.read(path);
            folder = config.data();
            keys = keys == null ? config.identity() : keys;
        }
        if (keys == null) {
            throw new ParameterException(
                    spec.commandLine(), "--identity DIR: whose journal " + path + " is");
        }
        Path inside = folder.resolve("journal");
        JournalCheck.Report report =
                JournalCheck.check(
                        new FileStoreReader(Files.isDirectory(inside) ? inside : folder),
                        SegmentKeys.toRead(Identity.read(keys).storageKey()),
                        this::record);
        List<Finding> findings = new ArrayList<>(report.findings());
        findings.addAll(records);
        boolean clean = findings.stream().noneMatch(Finding::damage);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(asJson(report, findings, clean));
        } else {
            findings.forEach(out::println);
            out.printf(
                    "%s: %d segments, %d bytes, %d incarnations; %d records opened and in their"
                            + " place, %d in %d segments that only the hub can read%n",
                    !clean
                            ? "DAMAGED"
                            : report.complete() ? "clean" : "clean as far as it was read",
                    report.segments(),
                    report.bytes(),
                    report.incarnations().size(),
                    report.entries(),
                    report.entriesUnreadable(),
                    report.keysDestroyed());
        }
        return !clean ? DAMAGED : report.complete() ? 0 : NOT_ALL_VERIFIED;
    }

    private void record(String segment, long offset, Entry entry) {
        try {
            RecordCodec.decode(entry.payload());
        } catch (MalformedException e) {
            records.add(
                    new Finding(
                            true,
                            segment,
                            offset,
                            entry.sequence(),
                            "entry " + entry.sequence() + " is no record: " + e.getMessage()));
        }
    }

    private static String asJson(
            JournalCheck.Report report, List<Finding> findings, boolean clean) {
        JsonArray incarnations = new JsonArray();
        report.incarnations().forEach(one -> incarnations.add(HexFormat.of().formatHex(one)));
        JsonArray heads = new JsonArray();
        for (var head : report.heads()) {
            heads.add(head.number());
        }
        JsonArray all = new JsonArray();
        for (Finding one : findings) {
            all.add(
                    new JsonObject()
                            .put("damage", one.damage())
                            .put("segment", one.segment())
                            .put("offset", one.offset())
                            .put("entry", one.entry())
                            .put("what", one.what()));
        }
        return new JsonObject()
                .put("kind", "journal")
                .put("clean", clean)
                .put("verified", clean && report.complete())
                .put("segments", report.segments())
                .put("entries", report.entries())
                .put("bytes", report.bytes())
                .put("keys_destroyed", report.keysDestroyed())
                .put("entries_only_for_the_hub", report.entriesUnreadable())
                .put("incarnations", incarnations)
                .put("chains", heads)
                .put("findings", all)
                .encode();
    }
}
