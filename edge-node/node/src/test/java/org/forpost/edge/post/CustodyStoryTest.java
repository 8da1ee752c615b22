package org.forpost.edge.post;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.envelope.Chunk;
import org.forpost.protocol.envelope.Message;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Audit;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.sync.HubAction;
import org.forpost.protocol.sync.HubConversation;
import org.forpost.protocol.sync.HubEvent;
import org.forpost.protocol.sync.HubKeys;
import org.forpost.protocol.sync.LedgerEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What one lane has recorded lies on another's disk, through real sockets onto real files.
class CustodyStoryTest {
    private static final String TOLD_TO_NOBODY = "a word that no peer may read";
    private static final int AUDITS = 40;

    @TempDir private Path folder;
    private final TwoLanes post = new TwoLanes();

    @Test
    void aBoxThatIsSmashedLosesNothingThatAPeerHolds() throws Exception {
        byte[] incarnation;
        try (LaneInPost second = new LaneInPost(post, 2, folder.resolve("2"))) {
            try (LaneInPost first = new LaneInPost(post, 1, folder.resolve("1"))) {
                for (int i = 1; i <= AUDITS; i++) {
                    first.audit(TOLD_TO_NOBODY + " " + i);
                }
                first.image(200_000);
                first.awaitHeld(Priority.AUDIT, AUDITS);
                first.awaitHeld(Priority.IMAGE, 1);
                incarnation = first.journal.incarnation();
            }
            assertTrue(second.custodian.unreceipted().size() >= 2);
        }
        smash(folder.resolve("1"));

        // What lane 2 finds on its disk after a restart is all that there is.
        Custodian left = LaneInPost.custodian(folder.resolve("2"), Custodian.SHARE_BYTES);
        assertFalse(contains(folder.resolve("2"), TOLD_TO_NOBODY), "a peer can read it");
        Hub hub = new Hub();
        hub.bring(left);
        assertEquals(AUDITS, hub.audits.size());
        assertEquals(TOLD_TO_NOBODY + " 1", hub.audits.getFirst());
        assertEquals(TOLD_TO_NOBODY + " " + AUDITS, hub.audits.getLast());
        assertEquals(1, hub.images);
        hub.bring(left);
        assertEquals(AUDITS, hub.audits.size(), "counted once");
        assertEquals(1, hub.images, "counted once");

        hub.receipts.forEach(left::word);
        assertEquals(List.of(), left.unreceipted(), "the hub's receipts cover it");
        assertArrayEquals(
                incarnation, Receipt.open(hub.receipts.getFirst(), hub.check()).incarnation());
    }

    @Test
    void aPeerThatComesBackGoesOnFromWhereItStood() throws Exception {
        try (LaneInPost first = new LaneInPost(post, 1, folder.resolve("1"))) {
            try (LaneInPost second = new LaneInPost(post, 2, folder.resolve("2"))) {
                first.audit("one");
                first.awaitHeld(Priority.AUDIT, 1);
                assertEquals(1, second.custodian.unreceipted().size());
            }
            TwoLanes.await("the peer is missed", () -> !first.custody.holders().get(0).connected());
            first.audit("two");
            first.audit("three");
            assertEquals(0, first.custody.holders(Priority.AUDIT, 3));
            try (LaneInPost second = new LaneInPost(post, 2, folder.resolve("2"))) {
                first.awaitHeld(Priority.AUDIT, 3);
                assertEquals(
                        List.of(1L, 2L),
                        second.custodian.unreceipted().stream()
                                .map(CustodyShelf.Kept::first)
                                .toList(),
                        "the first was not sent again");
            }
        }
    }

    @Test
    void theHubsReceiptIsHandedOnAndLetsGo() throws Exception {
        try (LaneInPost first = new LaneInPost(post, 1, folder.resolve("1"));
                LaneInPost second = new LaneInPost(post, 2, folder.resolve("2"))) {
            first.audit("one");
            first.awaitHeld(Priority.AUDIT, 1);
            Head head = first.journal.recorded(Priority.AUDIT);
            byte[] signed =
                    LaneInPost.receipt(
                            first.node,
                            first.journal.incarnation(),
                            Priority.AUDIT,
                            head,
                            Receipt.Verdict.COUNTED);
            first.custody.receipted(
                    Receipt.open(signed, Ed25519.check(Ed25519.publicKey(LaneInPost.HUB_RECEIPTS))),
                    signed);
            TwoLanes.await(
                    "the peer knows that the hub has it",
                    () -> second.custodian.unreceipted().isEmpty());
        }
    }

    private static void smash(Path disk) throws IOException {
        try (Stream<Path> files = Files.walk(disk)) {
            for (Path one : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }

    private static boolean contains(Path disk, String word) throws IOException {
        try (Stream<Path> files = Files.walk(disk)) {
            for (Path one : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(one), StandardCharsets.ISO_8859_1)
                        .contains(word)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// The hub's own end of the protocol; its disk is good at once.
    private static final class Hub {
        final List<String> audits = new ArrayList<>();
        final List<byte[]> receipts = new ArrayList<>();
        int images;
        private long ticket;
        private final HubConversation conversation =
                new HubConversation(
                        new HubKeys(
                                Sign1.keyId(Ed25519.publicKey(LaneInPost.HUB_RECEIPTS)),
                                Ed25519.signer(LaneInPost.HUB_RECEIPTS),
                                Hpke.unsealer(LaneInPost.HUB_SEAL),
                                node ->
                                        node.equals("tikhaya-1")
                                                ? Ed25519.check(LaneInPost.signingKey(1))
                                                : null),
                        System::currentTimeMillis);

        org.forpost.protocol.crypto.SignatureCheck check() {
            return Ed25519.check(Ed25519.publicKey(LaneInPost.HUB_RECEIPTS));
        }

        void bring(Custodian custodian) throws Exception {
            tell(new HubEvent.Joined("tikhaya-1"));
            for (byte[] hello : custodian.hellos()) {
                arrived(new Message.Hello(hello));
            }
            for (CustodyShelf.Kept one : custodian.unreceipted()) {
                for (Chunk chunk : Chunk.cut(custodian.envelope(one))) {
                    arrived(new Message.Piece(chunk));
                }
            }
            tell(new HubEvent.Left("tikhaya-1"));
        }

        private void arrived(Message message) throws Exception {
            tell(new HubEvent.Arrived("tikhaya-1", ++ticket, message.encode()));
        }

        private void tell(HubEvent event) throws Exception {
            Deque<HubAction> actions = new ArrayDeque<>(conversation.on(event));
            while (!actions.isEmpty()) {
                switch (actions.poll()) {
                    case HubAction.Append append -> {
                        if (append.entry() instanceof LedgerEntry.Accepted accepted) {
                            count(accepted);
                        }
                        actions.addAll(conversation.on(new HubEvent.Forced(append.ticket())));
                    }
                    case HubAction.Publish publish -> {
                        if (Message.decode(publish.message(), 1 << 24)
                                instanceof Message.Receipt(byte[] signed)) {
                            receipts.add(signed);
                        }
                    }
                    case HubAction.Reject reject ->
                            throw new AssertionError("refused with " + reject.code());
                    default -> {}
                }
            }
        }

        private void count(LedgerEntry.Accepted accepted) throws Exception {
            assertEquals(List.of(), accepted.refused());
            Batch batch =
                    BatchCodec.open(
                            accepted.envelope(),
                            Ed25519.check(LaneInPost.signingKey(1)),
                            Hpke.unsealer(LaneInPost.HUB_SEAL));
            for (Batch.Item item : batch.items()) {
                if (item instanceof Batch.Item.Whole(byte[] record)) {
                    switch (RecordCodec.decode(record).body()) {
                        case Audit audit -> audits.add(audit.detail());
                        default -> images++;
                    }
                }
            }
        }
    }
}
