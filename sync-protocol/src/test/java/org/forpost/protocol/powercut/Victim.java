package org.forpost.protocol.powercut;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.envelope.Chunk;
import org.forpost.protocol.envelope.Message;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.journal.Entry;
import org.forpost.protocol.journal.FileStore;
import org.forpost.protocol.journal.FileStoreReader;
import org.forpost.protocol.journal.Finding;
import org.forpost.protocol.journal.GroupCommit;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.JournalCheck;
import org.forpost.protocol.journal.JournalDamagedException;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.receipt.Hello;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.sync.HubAction;
import org.forpost.protocol.sync.HubConversation;
import org.forpost.protocol.sync.HubEvent;
import org.forpost.protocol.sync.HubKeys;
import org.forpost.protocol.sync.LedgerCheck;
import org.forpost.protocol.sync.LedgerEntry;
import org.forpost.protocol.synthetic.SyntheticCrossings;

/// `Victim journal|ledger FOLDER ACKNOWLEDGED`: compares what FOLDER holds with everything that it
/// acknowledged before, says `found N`, and goes on writing and acknowledging.
///
/// ACKNOWLEDGED lies outside of what loses power: a line for each number, once it was promised. It
/// ends with 1 if something that was acknowledged is missing or another, with 74 if the disk did
/// not confirm a write.
public final class Victim {
    private static final int LOST = 1;
    private static final int DISK = 74;
    private static final int WRITERS = 8;
    private static final byte[] KEY = new byte[32];
    private static final byte[] NODE_SEED = seed(1);
    private static final byte[] HUB_SEAL = seed(2);
    private static final byte[] RECEIPT_SEED = seed(3);
    private static final String NODE = "lane-1";

    private final Path folder;
    private final Path acknowledged;
    private final SecureRandom random = new SecureRandom();
    private final Randomness randomness =
            count -> {
                byte[] bytes = new byte[count];
                random.nextBytes(bytes);
                return bytes;
            };

    private Victim(Path folder, Path acknowledged) {
        this.folder = folder;
        this.acknowledged = acknowledged;
    }

    public static void main(String[] args) throws Exception {
        Victim victim = new Victim(Path.of(args[1]), Path.of(args[2]));
        try {
            if (args[0].equals("ledger")) {
                victim.ledger();
            } else {
                victim.journal();
            }
        } catch (LostException e) {
            System.out.println("LOST: " + e.getMessage());
            System.exit(LOST);
        } catch (IOException | RuntimeException e) {
            // The disk has gone: what it holds is looked at by the next start.
            System.out.println("stopped: " + e);
            Runtime.getRuntime().halt(DISK);
        }
    }

    private static final class LostException extends Exception {
        private static final long serialVersionUID = 1L;

        LostException(String what) {
            super(what);
        }
    }

    private static byte[] seed(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    /// Number to hexadecimal hash, as acknowledged before. A last line that was cut in the middle
    /// was not acknowledged.
    private Map<Long, String> promised() throws IOException {
        Map<Long, String> promised = new HashMap<>();
        if (Files.exists(acknowledged)) {
            String all = Files.readString(acknowledged, StandardCharsets.US_ASCII);
            for (String line : all.substring(0, all.lastIndexOf('\n') + 1).lines().toList()) {
                int space = line.indexOf(' ');
                promised.put(Long.parseLong(line.substring(0, space)), line.substring(space + 1));
            }
        }
        return promised;
    }

    private OutputStream acknowledging() throws IOException {
        return new BufferedOutputStream(
                Files.newOutputStream(
                        acknowledged, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    /// Only with the power still there. A file system that is shut down drops its log while
    /// somebody may still wait in `fsync`, and such an `fsync` has been seen to return as if all
    /// were well; where the power really goes nobody is there to hear it. A force that begins after
    /// the shutdown always fails.
    private void acknowledge(OutputStream out, long number, byte[] hash) throws IOException {
        try (FileChannel probe =
                FileChannel.open(
                        folder.resolveSibling("power"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE)) {
            probe.force(true);
        } catch (IOException e) {
            Files.writeString(
                    acknowledged.resolveSibling("after-the-cut"),
                    number + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            throw e;
        }
        synchronized (out) {
            out.write(
                    (number + " " + HexFormat.of().formatHex(hash) + "\n")
                            .getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
    }

    private void compare(Map<Long, String> promised, Map<Long, byte[]> found) throws LostException {
        for (Map.Entry<Long, String> one : promised.entrySet()) {
            byte[] there = found.get(one.getKey());
            if (there == null) {
                throw new LostException(
                        one.getKey()
                                + " was acknowledged and is not there; "
                                + found.size()
                                + " are");
            }
            if (!HexFormat.of().formatHex(there).equals(one.getValue())) {
                throw new LostException(one.getKey() + " is another than was acknowledged");
            }
        }
        System.out.println("found " + found.size() + ", acknowledged " + promised.size());
    }

    private SegmentKeys keys() {
        return new SegmentKeys(KEY, Hpke.sealer(Hpke.publicKey(HUB_SEAL), randomness), randomness);
    }

    /// The checker and the recovery must both find it whole.
    private JournalCheck.Report whole(JournalCheck.Visitor visitor)
            throws IOException, LostException {
        Files.createDirectories(folder);
        JournalCheck.Report report =
                JournalCheck.check(new FileStoreReader(folder), SegmentKeys.toRead(KEY), visitor);
        for (Finding finding : report.findings()) {
            if (finding.damage()) {
                throw new LostException(finding.toString());
            }
        }
        return report;
    }

    private Journal open() throws IOException, LostException {
        try {
            return Journal.open(new FileStore(folder), keys(), randomness, System.out::println);
        } catch (JournalDamagedException e) {
            throw new LostException(String.valueOf(e.getMessage()));
        }
    }

    private void journal() throws IOException, LostException, InterruptedException {
        Map<Long, byte[]> found = new HashMap<>();
        whole((segment, offset, entry) -> found.put(entry.sequence(), Sha256.of(entry.payload())));
        compare(promised(), found);
        try (Journal journal = open();
                OutputStream out = acknowledging()) {
            if (journal.recordedSequence() != found.size()) {
                throw new LostException(
                        "recovery finds "
                                + journal.recordedSequence()
                                + " entries, the checker "
                                + found.size());
            }
            GroupCommit commit = new GroupCommit(journal);
            System.out.println("writing");
            List<Thread> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int seed = i;
                writers.add(Thread.ofPlatform().start(() -> write(commit, out, seed)));
            }
            for (Thread writer : writers) {
                writer.join();
            }
        }
    }

    private void write(GroupCommit commit, OutputStream out, int seed) {
        var people = new SyntheticCrossings(seed, NODE, 1_795_000_000_000L);
        try {
            while (true) {
                byte[] record = RecordCodec.encode(people.withoutTemplates());
                Entry entry =
                        commit.record(List.of(new GroupCommit.Draft(Priority.CROSSING, record)))
                                .getFirst();
                acknowledge(out, entry.sequence(), Sha256.of(record));
            }
        } catch (IOException | RuntimeException e) {
            System.out.println("stopped: " + e);
            Runtime.getRuntime().halt(DISK);
        }
    }

    /// The hub's own state machine, with its ledger in FOLDER, and one node that it converses with.
    private void ledger()
            throws IOException, LostException, MalformedException, NotAuthenticException {
        Map<Long, byte[]> found = new HashMap<>();
        HubKeys.Nodes nodes = node -> Ed25519.check(Ed25519.publicKey(NODE_SEED));
        LedgerCheck check = new LedgerCheck(Hpke.unsealer(HUB_SEAL), nodes);
        List<LedgerEntry> entries = new ArrayList<>();
        whole((segment, offset, entry) -> {
            check.entry(segment, offset, entry);
            entries.add(decode(entry));
            if (entries.getLast() instanceof LedgerEntry.Accepted accepted) {
                found.put(accepted.head().number(), accepted.head().hash());
            }
        });
        if (!check.findings().isEmpty()) {
            throw new LostException(check.findings().getFirst().toString());
        }
        compare(promised(), found);
        HubConversation hub =
                new HubConversation(
                        new HubKeys(
                                Sign1.keyId(Ed25519.publicKey(RECEIPT_SEED)),
                                Ed25519.signer(RECEIPT_SEED),
                                Hpke.unsealer(HUB_SEAL),
                                nodes),
                        () -> 1_795_000_000_000L);
        entries.forEach(hub::restore);
        try (Journal journal = open();
                OutputStream out = acknowledging()) {
            System.out.println("writing");
            converse(hub, journal, out, found);
        }
    }

    private static LedgerEntry decode(Entry entry) {
        try {
            return LedgerEntry.decode(entry.payload());
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void converse(
            HubConversation hub, Journal ledger, OutputStream out, Map<Long, byte[]> held)
            throws IOException, MalformedException, NotAuthenticException {
        byte[] incarnation = Arrays.copyOf(KEY, 16);
        byte[] keyId = Sign1.keyId(Ed25519.publicKey(NODE_SEED));
        var people = new SyntheticCrossings(held.size(), NODE, 1_795_000_000_000L);
        tell(hub, ledger, out, new HubEvent.Joined(NODE));
        Hello hello = new Hello(NODE, incarnation, new long[4], new long[4], new TreeMap<>(), 0);
        long ticket = 1;
        arrive(
                hub,
                ledger,
                out,
                ticket,
                new Message.Hello(hello.sign(keyId, Ed25519.signer(NODE_SEED))));
        Head head =
                held.entrySet().stream()
                        .max(Map.Entry.comparingByKey())
                        .map(last -> new Head(last.getKey(), last.getValue()))
                        .orElse(Head.START);
        var sealer = Hpke.sealer(Hpke.publicKey(HUB_SEAL), randomness);
        while (true) {
            Head before = head;
            List<byte[]> records = new ArrayList<>();
            while (records.size() < 20) {
                var record = people.withoutTemplates();
                if (record.priority() == Priority.CROSSING) {
                    byte[] bytes = RecordCodec.encode(record);
                    records.add(bytes);
                    head = head.next(incarnation, Priority.CROSSING, bytes);
                }
            }
            byte[] envelope =
                    BatchCodec.seal(
                            Batch.of(NODE, incarnation, Priority.CROSSING, before, records),
                            sealer,
                            keyId,
                            Ed25519.signer(NODE_SEED));
            for (Chunk chunk : Chunk.cut(envelope)) {
                arrive(hub, ledger, out, ++ticket, new Message.Piece(chunk));
            }
        }
    }

    private void arrive(
            HubConversation hub, Journal ledger, OutputStream out, long ticket, Message message)
            throws IOException, MalformedException, NotAuthenticException {
        tell(hub, ledger, out, new HubEvent.Arrived(NODE, ticket, message.encode()));
    }

    /// Does what the hub says: appends and forces first, and writes down every receipt that leaves.
    private void tell(HubConversation hub, Journal ledger, OutputStream out, HubEvent event)
            throws IOException, MalformedException, NotAuthenticException {
        long appended = 0;
        for (HubAction action : hub.on(event)) {
            switch (action) {
                case HubAction.Append(long ticket, LedgerEntry entry) -> {
                    ledger.append(Priority.CROSSING, entry.encode());
                    appended = ticket;
                }
                case HubAction.Publish publish -> {
                    noteReceipt(out, publish.message());
                    tell(hub, ledger, out, new HubEvent.Delivered(NODE, publish.ticket()));
                }
                case HubAction.Reject reject ->
                        throw new IllegalStateException("refused with " + reject.code());
                default -> {}
            }
        }
        if (appended > 0) {
            ledger.force();
            tell(hub, ledger, out, new HubEvent.Forced(appended));
        }
    }

    private void noteReceipt(OutputStream out, byte[] message)
            throws IOException, MalformedException, NotAuthenticException {
        if (Message.decode(message, Manifest.MAX_CONTENT_BYTES)
                instanceof Message.Receipt(byte[] signed)) {
            Receipt receipt = Receipt.open(signed, Ed25519.check(Ed25519.publicKey(RECEIPT_SEED)));
            if (receipt.priority() == Priority.CROSSING && receipt.head().number() > 0) {
                acknowledge(out, receipt.head().number(), receipt.head().hash());
            }
        }
    }
}
