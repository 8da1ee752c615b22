package org.forpost.hub.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.forpost.hub.identity.EnrolledNode;
import org.forpost.hub.identity.HubIdentity;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.journal.Entry;
import org.forpost.protocol.journal.FileStoreReader;
import org.forpost.protocol.journal.Finding;
import org.forpost.protocol.journal.JournalCheck;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.sync.LedgerCheck;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "fsck",
        mixinStandardHelpOptions = true,
        description = {
            "Checks a hub's ledger from its first byte to its last and repairs nothing. The hub may",
            "run meanwhile. With --journal the journal of a lane instead, by the hub's key: that of a",
            "disk that was seized, or whose own keys are destroyed. Ends with 0 if everything was",
            "verified, with 3 if something is wrong, with 4 if nothing is wrong and some signatures",
            "could not be checked, of nodes that were struck off."
        })
final class Fsck implements Callable<Integer> {
    private static final int DAMAGED = 3;
    private static final int NOT_ALL_VERIFIED = 4;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The hub's directory.")
    private Path directory;

    @Option(
            names = "--journal",
            paramLabel = "PATH",
            description = "A lane's 'data' or 'journal' folder, or a copy of it.")
    private @Nullable Path journal;

    @Option(names = "--json", description = "Say what was found as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        HubIdentity identity = HubIdentity.open(directory);
        if (journal != null) {
            return journal(identity, journal);
        }
        var ledger = new LedgerCheck(Hpke.unsealer(identity.sealKey()), new Registered(identity));
        JournalCheck.Report report =
                JournalCheck.check(
                        new FileStoreReader(identity.ledgerDirectory()),
                        SegmentKeys.toRead(identity.ledgerKey()),
                        ledger);
        List<Finding> findings = new ArrayList<>(report.findings());
        findings.addAll(ledger.findings());
        boolean clean = findings.stream().noneMatch(Finding::damage);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(asJson(report, ledger, findings, clean));
        } else {
            findings.forEach(out::println);
            out.printf(
                    "%s: %d segments, %d bytes, %d ledger entries; %d envelopes opened, %d records"
                            + " of %d chains counted, %d forks kept, %d signatures of nodes that"
                            + " were struck off not checked%n",
                    clean ? "clean" : "DAMAGED",
                    report.segments(),
                    report.bytes(),
                    report.entries(),
                    ledger.envelopes(),
                    ledger.records(),
                    ledger.chains(),
                    ledger.forks(),
                    ledger.unsigned());
        }
        return !clean ? DAMAGED : ledger.unsigned() == 0 ? 0 : NOT_ALL_VERIFIED;
    }

    private int journal(HubIdentity identity, Path path) throws IOException {
        List<Finding> findings = new ArrayList<>();
        Path inside = path.resolve("journal");
        JournalCheck.Report report =
                JournalCheck.check(
                        new FileStoreReader(Files.isDirectory(inside) ? inside : path),
                        SegmentKeys.ofHub(Hpke.unsealer(identity.sealKey())),
                        (segment, offset, entry) -> record(findings, segment, offset, entry));
        findings.addAll(0, report.findings());
        boolean clean = findings.stream().noneMatch(Finding::damage);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            var answer = new ObjectMapper().createObjectNode();
            answer.put("kind", "journal")
                    .put("clean", clean)
                    .put("verified", clean && report.complete())
                    .put("segments", report.segments())
                    .put("entries", report.entries())
                    .put("bytes", report.bytes());
            list(answer, report, findings);
            out.println(answer);
        } else {
            findings.forEach(out::println);
            out.printf(
                    "%s: %d segments, %d bytes, %d incarnations; %d records opened by the hub's key"
                            + " and in their place%n",
                    clean ? "clean" : "DAMAGED",
                    report.segments(),
                    report.bytes(),
                    report.incarnations().size(),
                    report.entries());
        }
        return !clean ? DAMAGED : report.complete() ? 0 : NOT_ALL_VERIFIED;
    }

    private static void record(List<Finding> findings, String segment, long offset, Entry entry) {
        try {
            RecordCodec.decode(entry.payload());
        } catch (MalformedException e) {
            findings.add(
                    new Finding(
                            true,
                            segment,
                            offset,
                            entry.sequence(),
                            "entry " + entry.sequence() + " is no record: " + e.getMessage()));
        }
    }

    private static String asJson(
            JournalCheck.Report report, LedgerCheck ledger, List<Finding> all, boolean clean) {
        var answer = new ObjectMapper().createObjectNode();
        answer.put("kind", "ledger")
                .put("clean", clean)
                .put("verified", clean && ledger.unsigned() == 0)
                .put("segments", report.segments())
                .put("entries", report.entries())
                .put("bytes", report.bytes())
                .put("envelopes", ledger.envelopes())
                .put("records", ledger.records())
                .put("chains", ledger.chains())
                .put("forks", ledger.forks())
                .put("signatures_not_checked", ledger.unsigned());
        list(answer, report, all);
        return answer.toString();
    }

    private static void list(ObjectNode answer, JournalCheck.Report report, List<Finding> all) {
        var incarnations = answer.putArray("incarnations");
        report.incarnations().forEach(one -> incarnations.add(HexFormat.of().formatHex(one)));
        var findings = answer.putArray("findings");
        for (Finding one : all) {
            findings.addObject()
                    .put("damage", one.damage())
                    .put("segment", one.segment())
                    .put("offset", one.offset())
                    .put("entry", one.entry())
                    .put("what", one.what());
        }
    }

    /// Keys of the nodes that are registered now, each read once.
    private static final class Registered implements org.forpost.protocol.sync.HubKeys.Nodes {
        private final HubIdentity identity;
        private final Map<String, Optional<SignatureCheck>> checks = new HashMap<>();

        Registered(HubIdentity identity) {
            this.identity = identity;
        }

        @Override
        public @Nullable SignatureCheck signatures(String node) {
            return checks.computeIfAbsent(node, this::read).orElse(null);
        }

        private Optional<SignatureCheck> read(String node) {
            try {
                return identity.node(node).map(EnrolledNode::signingKey).map(Ed25519::check);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
