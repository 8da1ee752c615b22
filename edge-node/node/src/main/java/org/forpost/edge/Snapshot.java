package org.forpost.edge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.forpost.edge.config.EdgeConfig;
import org.forpost.edge.identity.Identity;
import org.forpost.edge.post.Custodian;
import org.forpost.edge.post.CustodyFolder;
import org.forpost.edge.release.InForce;
import org.forpost.edge.uplink.ReceiptShelf;
import org.forpost.protocol.bundle.AnswerFolder;
import org.forpost.protocol.bundle.BundleManifest;
import org.forpost.protocol.bundle.HeldForPeers;
import org.forpost.protocol.bundle.Medium;
import org.forpost.protocol.bundle.Packing;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.journal.FileStoreSnapshot;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.JournalDamagedException;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.receipt.Hello;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.release.Role;
import org.forpost.protocol.sync.EdgeConversation;
import org.forpost.protocol.sync.EdgeKeys;
import org.forpost.protocol.sync.Outbox;
import org.jspecify.annotations.Nullable;

/// A lane's journal, receipts and releases, and what it keeps for its peers, as they stand on the
/// disk now, while the lane may go on writing: enough to pack a bundle. Nothing on the disk is
/// changed.
final class Snapshot implements AutoCloseable {
    private final Identity identity;
    private final EdgeKeys keys;
    private final Journal journal;
    private final List<byte[]> receipts;
    private final Hello standing;
    private final HeldForPeers custody;

    private Snapshot(
            Identity identity,
            EdgeKeys keys,
            Journal journal,
            List<byte[]> receipts,
            Hello standing,
            HeldForPeers custody) {
        this.identity = identity;
        this.keys = keys;
        this.journal = journal;
        this.receipts = receipts;
        this.standing = standing;
        this.custody = custody;
    }

    /// @param answer of the hub that the lane may not have taken in yet; null for none
    /// @param says told in one line what people should know
    static Snapshot of(
            EdgeConfig lane,
            Identity identity,
            AnswerFolder.@Nullable Found answer,
            Consumer<String> says)
            throws IOException, JournalDamagedException {
        Path data = lane.data();
        if (!Files.isDirectory(data.resolve("journal"))) {
            throw new IOException(data + ": there is no journal here; has this lane ever run?");
        }
        Randomness randomness = LaneBox.systemRandomness();
        EdgeKeys keys = LaneBox.keys(identity, randomness);
        SignatureCheck receiptKey = keys.receipts();
        // The receipts first: what they cover is in a journal that is looked at afterwards.
        ReceiptShelf shelf = new ReceiptShelf(data.resolve("receipts"), receiptKey);
        List<byte[]> receipts = new ArrayList<>(shelf.signed(says));
        Journal journal =
                Journal.open(
                        new FileStoreSnapshot(data.resolve("journal")),
                        new SegmentKeys(identity.storageKey(), keys.hub(), randomness),
                        randomness,
                        says);
        EdgeConversation.Standing known = shelf.load(journal.incarnation(), says);
        long[] receipted = new long[Priority.COUNT];
        for (Priority priority : Priority.values()) {
            receipted[priority.code()] = known.receipted()[priority.code()].number();
        }
        if (answer != null) {
            answered(answer, receipts, receiptKey, journal, receipted);
        }
        Hello standing =
                new Hello(
                        identity.node(),
                        journal.incarnation(),
                        recorded(journal),
                        clamped(receipted, journal),
                        releases(data.resolve("releases"), identity),
                        Math.max(0, System.currentTimeMillis()),
                        known.told(),
                        last(journal.formerIncarnations()));
        Custodian custodian =
                new Custodian(
                        CustodyFolder.asItLies(data.resolve("custody")),
                        receiptKey,
                        Custodian.SHARE_BYTES);
        HeldForPeers custody =
                custodian.forBundle(answer == null ? List.of() : answer.answer().receipts());
        receipts.addAll(custodian.receipts());
        return new Snapshot(identity, keys, journal, receipts, standing, custody);
    }

    /// A number that is higher than what is held is news. One that is lower, of a receipt that was
    /// signed later, is so as well: the hub came back from a backup, and what it lost is packed
    /// again as far as it can be read (SPEC.md §8.3).
    private static void answered(
            AnswerFolder.Found answer,
            List<byte[]> held,
            SignatureCheck hub,
            Journal journal,
            long[] receipted)
            throws IOException {
        long[] heldMillis = new long[Priority.COUNT];
        for (Receipt receipt : opened(held, hub, journal)) {
            heldMillis[receipt.priority().code()] = receipt.hubMillis();
        }
        for (Receipt receipt : opened(answer.answer().receipts(), hub, journal)) {
            int place = receipt.priority().code();
            long number = receipt.head().number();
            if (number > receipted[place]
                    || (number < receipted[place] && receipt.hubMillis() > heldMillis[place])) {
                receipted[place] = number;
                heldMillis[place] = Math.max(heldMillis[place], receipt.hubMillis());
            }
        }
    }

    /// Those that are of this journal and of its history.
    private static List<Receipt> opened(List<byte[]> signed, SignatureCheck hub, Journal journal)
            throws IOException {
        List<Receipt> all = new ArrayList<>();
        for (byte[] one : signed) {
            try {
                Receipt receipt = Receipt.open(one, hub);
                Priority priority = receipt.priority();
                long number = receipt.head().number();
                if (Arrays.equals(receipt.incarnation(), journal.incarnation())
                        && number <= journal.recorded(priority).number()
                        && journal.headAt(priority, number).equals(receipt.head())) {
                    all.add(receipt);
                }
            } catch (MalformedException | NotAuthenticException e) {
                throw new IOException("a receipt of the hub: " + e.getMessage(), e);
            }
        }
        return all;
    }

    private static long[] recorded(Journal journal) {
        long[] recorded = new long[Priority.COUNT];
        for (Priority priority : Priority.values()) {
            recorded[priority.code()] = journal.recorded(priority).number();
        }
        return recorded;
    }

    /// A journal that was restored holds less than what it has receipts for; the lane finds that
    /// out itself.
    private static long[] clamped(long[] receipted, Journal journal) {
        long[] clamped = recorded(journal);
        for (int i = 0; i < clamped.length; i++) {
            clamped[i] = Math.min(clamped[i], receipted[i]);
        }
        return clamped;
    }

    private static SortedMap<Role, Long> releases(Path folder, Identity identity)
            throws IOException {
        SortedMap<Role, Long> held = new TreeMap<>();
        for (Role role : Role.values()) {
            held.put(role, InForce.held(folder, role, Ed25519.check(identity.releaseKey())));
        }
        return held;
    }

    private static byte @Nullable [] last(List<byte[]> former) {
        return former.isEmpty() ? null : former.getLast();
    }

    Packing packing(Medium medium) {
        return new Packing(
                keys,
                BundleManifest.hubId(identity.hubSealKey()),
                Outbox.of(journal),
                standing,
                receipts,
                custody,
                System::currentTimeMillis,
                medium);
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}
