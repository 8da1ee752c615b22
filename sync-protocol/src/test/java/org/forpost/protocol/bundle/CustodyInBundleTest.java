package org.forpost.protocol.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.forpost.protocol.bundle.HeldForPeers.Held;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.sync.EdgeAction;
import org.forpost.protocol.sync.LedgerEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One lane packs for its whole post: its own records and what it keeps for its peers, whose boxes
/// may be gone.
class CustodyInBundleTest {
    @TempDir Path stick;

    private final BundleHub hub = new BundleHub(1);
    private BundlePost post;
    private BundlePost neighbour;

    @BeforeEach
    void twoLanes() throws Exception {
        post = new BundlePost(hub, "lane-1");
        neighbour = new BundlePost(hub, "lane-2");
    }

    @AfterEach
    void close() throws Exception {
        post.close();
        neighbour.close();
    }

    private Path folder() {
        return stick.resolve(Names.folder("lane-1"));
    }

    @Test
    void recordsOfALaneThatIsGoneReachTheHubOnItsPeersStick() throws Exception {
        post.crossings(30);
        neighbour.crossings(50);
        neighbour.audit("lane-started");
        neighbour.images(3, 30_000);
        KeptForPeers custody = new KeptForPeers().of(neighbour, 7);
        Packing packing = post.packing(post.medium(stick), custody);
        assertEquals(Map.of("lane-1", 30L, "lane-2", 54L), packing.need().byNode());
        Packing.Packed packed = BundlePost.pack(packing, Long.MAX_VALUE);
        assertEquals(84, packed.records());
        assertEquals(Map.of("lane-1", 30L, "lane-2", 54L), packed.byNode());
        assertEquals(0, packed.left());

        assertEquals(List.of(), hub.take(folder()));
        assertEquals(84, hub.counted().size());
        for (LedgerEntry entry : hub.ledger) {
            if (entry instanceof LedgerEntry.Accepted one) {
                assertEquals("bundle", one.road());
                assertEquals(one.node().equals("lane-2") ? "lane-1" : null, one.carrier());
            }
        }
        // The receipts of both come back: the packer's own, and its peer's to hand on.
        List<Receipt> handedOn =
                post.take(stick).stream()
                        .filter(EdgeAction.PeerReceipt.class::isInstance)
                        .map(one -> ((EdgeAction.PeerReceipt) one).receipt())
                        .toList();
        assertTrue(post.drained());
        for (Priority priority : Priority.values()) {
            assertTrue(
                    handedOn.stream()
                            .anyMatch(one ->
                                    one.node().equals("lane-2")
                                            && one.head()
                                                    .equals(neighbour.journal.recorded(priority))),
                    priority.toString());
        }
        assertEquals(0, post.packing(post.medium(stick), custody.receipted()).need().records());
    }

    @Test
    void thePeersOwnStickBringsTheSameAgainAndNothingCountsTwice() throws Exception {
        neighbour.crossings(50);
        post.pack(stick, new KeptForPeers().of(neighbour, 3));
        neighbour.pack(stick);
        assertEquals(List.of(), hub.take(folder()));
        assertEquals(List.of(), hub.take(stick.resolve(Names.folder("lane-2"))));
        assertEquals(50, hub.counted().size());
        var _ = neighbour.take(stick);
        assertTrue(neighbour.drained());
    }

    /// Its owner cut the same records anew, so that two envelopes hold some of them.
    @Test
    void envelopesThatOverlapAreCountedByTheirRecords() throws Exception {
        neighbour.crossings(20);
        KeptForPeers custody = new KeptForPeers().of(neighbour, 6).of(neighbour, 20);
        assertEquals(20, post.packing(post.medium(stick), custody).need().records());
        assertEquals(20, post.pack(stick, custody).records());
        assertEquals(List.of(), hub.take(folder()));
        assertEquals(20, hub.counted().size());
    }

    @Test
    void theMostUrgentOfAllLanesIsTheFirst() throws Exception {
        post.images(12, 400_000);
        neighbour.crossings(40);
        neighbour.images(12, 400_000);
        Packing.Packed packed =
                BundlePost.pack(
                        post.packing(post.medium(stick), new KeptForPeers().of(neighbour, 7)),
                        6_000_000);
        assertEquals(40 + 24, packed.records() + packed.left());
        assertTrue(packed.left() > 0);
        assertEquals(List.of(), hub.take(folder()));
        assertEquals(
                40,
                hub.ledger.stream()
                        .filter(LedgerEntry.Accepted.class::isInstance)
                        .map(LedgerEntry.Accepted.class::cast)
                        .filter(one -> one.priority() == Priority.CROSSING)
                        .mapToLong(one -> one.head().number() - one.first() + 1)
                        .sum());
    }

    @Test
    void aStickOfLessThanOneFileTakesWhatFits() throws Exception {
        neighbour.crossings(10);
        neighbour.images(12, 400_000);
        Packing.Packed packed =
                BundlePost.pack(
                        post.packing(post.medium(stick), new KeptForPeers().of(neighbour, 7)),
                        2_000_000);
        assertEquals(13, packed.records(), "ten crossings and three images");
        assertEquals(9, packed.left());
        assertTrue(packed.bytes() < 1_500_000);
    }

    @Test
    void aStickThatWasPulledIsGoneOnWithAlthoughTheHubReceiptedSomeOfIt() throws Exception {
        neighbour.crossings(10);
        neighbour.images(24, 400_000);
        KeptForPeers custody = new KeptForPeers().of(neighbour, 7);
        Packing cut = post.packing(post.medium(stick), custody);
        assertFalse(cut.begin(Long.MAX_VALUE));
        assertNull(cut.step());
        post.crossings(5);
        Packing again = post.packing(post.medium(stick), custody);
        assertTrue(again.begin(Long.MAX_VALUE), "goes on with the plan of before");
        Packing.@Nullable Packed packed = null;
        while (packed == null) {
            packed = again.step();
        }
        assertEquals(34, packed.records());
        assertTrue(packed.keptBytes() > 3_000_000, "the first file was not written again");

        // Receipted over a line meanwhile, and let go: it is not missed.
        for (Held one : custody.all()) {
            if (one.priority() == Priority.IMAGE && one.first() <= 4) {
                custody.drop(one);
            }
        }
        packed = post.pack(stick, custody);
        assertEquals(35, packed.records(), "20 images of the peer, 10 crossings, 5 of its own");
        assertEquals(0, packed.left());
        assertEquals(List.of(), packed.faults());
    }

    @Test
    void whatGoesWhileItIsPackedIsNotMissed() throws Exception {
        neighbour.images(2, 1_000);
        KeptForPeers custody = new KeptForPeers().of(neighbour, 1);
        Packing packing = post.packing(post.medium(stick), custody);
        var _ = packing.begin(Long.MAX_VALUE);
        custody.drop(custody.all().getFirst());
        Packing.Packed packed = packing.step();
        assertNotNull(packed);
        assertEquals(1, packed.records());
        assertEquals(0, packed.left());
    }

    @Test
    void anEnvelopeThatCannotBeReadStaysAndTheOthersGo() throws Exception {
        post.crossings(2);
        neighbour.crossings(9);
        KeptForPeers custody = new KeptForPeers().of(neighbour, 3);
        custody.spoil(custody.all().get(2));
        Packing.Packed packed = post.pack(stick, custody);
        assertEquals(8, packed.records());
        assertEquals(3, packed.left());
        assertEquals(
                List.of("records 7 to 9 of chain 1 of lane-2 stay here: a bad sector"),
                packed.faults());
        assertEquals(List.of(), hub.take(folder()));
        assertEquals(8, hub.counted().size());
    }

    @Test
    void twoJournalsOfOneLaneBothGo() throws Exception {
        neighbour.crossings(5);
        try (BundlePost replaced = new BundlePost(hub, "lane-2", 9)) {
            replaced.crossings(4);
            assertFalse(
                    Arrays.equals(replaced.journal.incarnation(), neighbour.journal.incarnation()));
            post.pack(stick, new KeptForPeers().of(neighbour, 2).of(replaced, 2));
            assertEquals(List.of(), hub.take(folder()));
            assertEquals(9, hub.counted().size());
        }
    }

    @Test
    void ofTooManyJournalsTheOthersGoWithTheNext() throws Exception {
        KeptForPeers custody = new KeptForPeers();
        for (int i = 0; i < 20; i++) {
            try (BundlePost box = new BundlePost(hub, "lane-2", 10 + i)) {
                box.audit("lane-started");
                custody.of(box, 1);
            }
        }
        Packing.Packed packed = post.pack(stick, custody);
        assertEquals(15, packed.records());
        assertEquals(5, packed.left());
        assertEquals(List.of(), hub.take(folder()));
        assertTrue(Files.size(folder().resolve(Names.MANIFEST)) <= BundleManifest.MAX_BYTES);
        assertEquals(15, hub.counted().size());
    }
}
