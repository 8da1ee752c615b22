package org.forpost.protocol.bundle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.release.Role;
import org.forpost.protocol.sync.EdgeAction;
import org.forpost.protocol.sync.HubAlarm;
import org.forpost.protocol.sync.LedgerEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A week without an uplink: records go to the hub on a stick, and receipts and releases come back
/// on it.
class BundleTest {
    @TempDir Path stick;
    @TempDir Path other;

    private final BundleHub hub = new BundleHub(1);
    private BundlePost post;

    @BeforeEach
    void aPost() throws Exception {
        post = new BundlePost(hub, "lane-1");
    }

    private Path folder() {
        return stick.resolve(Names.folder("lane-1"));
    }

    private Path records(int place) {
        return folder().resolve(Names.records(place));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void whatWaitsGoesToTheHubAndItsReceiptsComeBack() throws Exception {
        hub.publish(7);
        post.crossings(450);
        post.audit("lane-started");
        post.images(3, 30_000);
        Packing.Packed packed = post.pack(stick);
        assertEquals(454, packed.records());
        assertEquals(0, packed.left());
        assertEquals(List.of("manifest.fpb", "records-0001.fpb"), names(folder()));
        assertEquals(List.of(), hub.take(folder()));
        assertEquals(454, hub.counted().size());
        assertTrue(
                hub.ledger.stream()
                        .filter(LedgerEntry.Accepted.class::isInstance)
                        .allMatch(one -> ((LedgerEntry.Accepted) one).road().equals("bundle")));
        assertFalse(post.drained());
        var _ = post.take(stick);
        assertTrue(post.drained());
        assertEquals(7, post.releases.get(Role.WATCHLIST));
        assertEquals(0, post.packing(post.medium(stick)).need().records());
    }

    @Test
    void carriedAThousandTimesItCountsOnce() throws Exception {
        post.crossings(20);
        post.pack(stick);
        hub.take(folder());
        int entries = hub.ledger.size();
        for (int i = 0; i < 1000; i++) {
            assertEquals(List.of(), hub.take(folder(), i == 500));
            var _ = post.take(stick);
        }
        assertEquals(entries, hub.ledger.size());
        assertEquals(20, hub.counted().size());
        assertTrue(post.drained());
        assertEquals(List.of(), post.complaints);
    }

    @Test
    void anOldAnswerTakesNothingBack() throws Exception {
        post.crossings(5);
        post.pack(stick);
        hub.take(folder());
        BundleHub.copy(stick, other);
        var _ = post.take(stick);
        post.crossings(5);
        post.pack(stick);
        assertFalse(Files.exists(folder().resolve(Names.ANSWER)), "the old answer is gone");
        hub.take(folder());
        var _ = post.take(stick);
        assertTrue(post.drained());
        List<EdgeAction> again = post.take(other);
        assertTrue(again.stream().noneMatch(EdgeAction.Receipted.class::isInstance));
        assertTrue(post.drained());
        assertEquals(10, hub.counted().size());
    }

    @Test
    void aBundleForAnotherHubIsRefusedByName() throws Exception {
        post.crossings(5);
        post.pack(stick);
        BundleHub another = new BundleHub(2);
        another.enrol("lane-1", Ed25519.publicKey(post.seed));
        List<String> faults = another.take(folder());
        assertEquals(1, faults.size());
        assertTrue(
                faults.getFirst().startsWith("bundle.hub: it is sealed to hub "), faults::toString);
        assertEquals(0, another.ledger.size());
        assertFalse(Files.exists(folder().resolve(Names.ANSWER)));
    }

    @Test
    void aBundleOfNobodyIsRefused() throws Exception {
        post.crossings(5);
        post.pack(stick);
        hub.enrolled.clear();
        assertEquals(List.of("bundle.carrier: no node lane-1 is enrolled"), hub.take(folder()));
        hub.enrol("lane-1", Ed25519.publicKey(new byte[32]));
        assertEquals(List.of("manifest.fpb is not what its carrier signed"), hub.take(folder()));
        assertEquals(0, hub.ledger.size());
    }

    @Test
    void withoutItsManifestNothingIsTaken() throws Exception {
        post.crossings(5);
        post.pack(stick);
        Files.delete(folder().resolve(Names.MANIFEST));
        assertTrue(hub.take(folder()).getFirst().startsWith("manifest.fpb is not there"));
        Files.write(folder().resolve(Names.MANIFEST), new byte[600_000]);
        assertTrue(hub.take(folder()).getFirst().contains("at most 524288 bytes"));
        Files.write(folder().resolve(Names.MANIFEST), new byte[] {1, (byte) 0x84, 0});
        assertTrue(hub.take(folder()).getFirst().startsWith("manifest.fpb: sign1"));
        assertEquals(0, hub.ledger.size());
    }

    @Test
    void aFileThatIsNotTheManifestsIsRefusedAndTheOthersAreTaken() throws Exception {
        post.images(14, 400_000);
        Packing.Packed packed = post.pack(stick);
        assertEquals(2, packed.files());
        byte[] good = Files.readAllBytes(records(1));
        for (byte[] spoilt :
                List.of(
                        Arrays.copyOf(good, good.length - 1),
                        Arrays.copyOf(good, good.length + 1),
                        changed(good, 5_000),
                        new byte[5 << 20])) {
            Files.write(records(1), spoilt);
            List<String> faults = hub.take(folder());
            assertEquals(1, faults.size(), faults::toString);
            assertTrue(faults.getFirst().startsWith("records-0002.fpb"), faults::toString);
        }
        Files.delete(records(1));
        assertEquals(List.of("records-0002.fpb is not there"), hub.take(folder()));
        assertEquals(10, hub.counted().size());
        var _ = post.take(stick);
        assertEquals(10, post.receipted[Priority.IMAGE.code()].number());
        Files.write(records(1), good);
        assertEquals(List.of(), hub.take(folder()));
        assertEquals(14, hub.counted().size());
    }

    private static byte[] changed(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        changed[at] ^= 1;
        return changed;
    }

    @Test
    void linksFoldersAndDevicesAreNotOpened() throws Exception {
        post.crossings(5);
        post.pack(stick);
        byte[] good = Files.readAllBytes(records(0));
        Files.write(other.resolve("elsewhere"), good);
        Files.delete(records(0));
        Files.createSymbolicLink(records(0), other.resolve("elsewhere"));
        assertEquals(
                List.of("records-0001.fpb: expected a file, found a link"), hub.take(folder()));
        Files.delete(records(0));
        Files.createDirectory(records(0));
        assertEquals(
                List.of("records-0001.fpb: expected a file, found a folder"), hub.take(folder()));
        Files.delete(records(0));
        Process pipe = new ProcessBuilder("mkfifo", records(0).toString()).start();
        if (pipe.waitFor() == 0) {
            assertEquals(
                    List.of("records-0001.fpb: expected a file, found a device"),
                    hub.take(folder()));
            Files.delete(records(0));
        }
        Files.createSymbolicLink(other.resolve("link"), folder());
        assertThrows(IOException.class, () -> hub.take(other.resolve("link")));
        Files.delete(folder().resolve(Names.MANIFEST));
        Files.createSymbolicLink(folder().resolve(Names.MANIFEST), Path.of("/dev/zero"));
        assertTrue(hub.take(folder()).getFirst().contains("found a link"));
        assertEquals(0, hub.counted().size());
    }

    @Test
    void anAnswerNeverWritesThroughALink() throws Exception {
        post.crossings(5);
        post.pack(stick);
        Path victim = other.resolve("victim");
        Files.writeString(victim, "mine");
        Files.createSymbolicLink(folder().resolve(Names.ANSWER), victim);
        Files.createSymbolicLink(folder().resolve(Names.ANSWER + ".part"), victim);
        assertEquals(List.of(), hub.take(folder()));
        assertEquals("mine", Files.readString(victim));
        var _ = post.take(stick);
        assertTrue(post.drained());
    }

    @Test
    void envelopesThatAreNotThePostsAreRefused() throws Exception {
        try (BundlePost stranger = new BundlePost(hub, "lane-2")) {
            stranger.crossings(3);
            stranger.pack(stick);
            byte[] theirs =
                    Files.readAllBytes(
                            stick.resolve(Names.folder("lane-2")).resolve(Names.records(0)));
            EnvelopeFile file = new EnvelopeFile();
            file.add(EnvelopeFile.read(theirs).getFirst());
            post.crossings(1);
            post.pack(stick);
            byte[] own = EnvelopeFile.read(Files.readAllBytes(records(0))).getFirst();
            byte[] altered = own.clone();
            altered[altered.length - 1] ^= 1;
            file.add(altered);
            file.add(new byte[200]);
            sign(file);
            List<String> faults = hub.take(folder());
            assertEquals(3, faults.size(), faults::toString);
            assertTrue(
                    faults.stream().anyMatch(one -> one.contains("is of lane-2")),
                    faults::toString);
            assertTrue(faults.stream().anyMatch(one -> one.contains("0x99")), faults::toString);
            assertTrue(
                    faults.stream()
                            .anyMatch(
                                    one -> one.contains("envelope 3 of records-0001.fpb is none")),
                    faults::toString);
            assertEquals(0, hub.counted().size());
            assertTrue(hub.alarms.stream().anyMatch(one -> one.what() instanceof HubAlarm.Refused));
        }
    }

    @Test
    void whatAPeerHoldsInCustodyIsTakenByItsOwnNodesSignature() throws Exception {
        try (BundlePost neighbour = new BundlePost(hub, "lane-2")) {
            neighbour.crossings(3);
            neighbour.pack(stick);
            Path theirs = stick.resolve(Names.folder("lane-2"));
            EnvelopeFile file = new EnvelopeFile();
            EnvelopeFile.read(Files.readAllBytes(theirs.resolve(Names.records(0))))
                    .forEach(file::add);
            post.crossings(1);
            post.pack(stick);
            EnvelopeFile.read(Files.readAllBytes(records(0))).forEach(file::add);
            byte[] hello =
                    neighbour.standing().sign(neighbour.keys.keyId(), neighbour.keys.signer());
            sign(file, hello);
            assertEquals(List.of(), hub.take(folder()));
            assertEquals(4, hub.counted().size());
            BundleAnswer answer =
                    BundleAnswer.open(
                            Files.readAllBytes(folder().resolve(Names.ANSWER)), hub.receiptCheck());
            assertEquals(8, answer.receipts().size());
            var _ = post.take(stick);
            assertTrue(post.drained());
            assertEquals(List.of(), post.complaints, "receipts of others are not its business");
        }
    }

    @Test
    void recordsThatDoNotFollowWhatTheHubHoldsAreNamed() throws Exception {
        post.crossings(5);
        post.pack(stick);
        assertEquals(List.of(), hub.take(folder()));
        var _ = post.take(stick);
        post.crossings(3);
        post.pack(stick);
        BundleHub restored = new BundleHub(1);
        restored.enrol("lane-1", Ed25519.publicKey(post.seed));
        List<String> faults = restored.take(folder());
        assertEquals(1, faults.size(), faults::toString);
        assertTrue(
                faults.getFirst().contains("of chain 1 of lane-1 are not at the hub, which holds"),
                faults::toString);
        assertEquals(0, restored.counted().size());
    }

    @Test
    void ofVeryManyFaultsTheFirstAreToldAndTheOthersCounted() throws Exception {
        post.pack(stick);
        EnvelopeFile file = new EnvelopeFile();
        for (int i = 0; i < Intake.MOST_FAULTS + 500; i++) {
            file.add(new byte[128]);
        }
        sign(file);
        List<String> faults = hub.take(folder());
        assertEquals(Intake.MOST_FAULTS + 1, faults.size());
        assertEquals("and 500 more that are like these", faults.getLast());
    }

    @Test
    void aJournalThatIsNamedTwiceIsNamed() throws Exception {
        try (BundlePost neighbour = new BundlePost(hub, "lane-2")) {
            post.crossings(1);
            post.pack(stick);
            EnvelopeFile file = new EnvelopeFile();
            EnvelopeFile.read(Files.readAllBytes(records(0))).forEach(file::add);
            byte[] hello =
                    neighbour.standing().sign(neighbour.keys.keyId(), neighbour.keys.signer());
            sign(file, hello, hello);
            assertEquals(
                    List.of("bundle.hellos[1]: lane-2 is there twice with the same journal"),
                    hub.take(folder()));
            assertEquals(1, hub.counted().size());
        }
    }

    @Test
    void whatAHostileStickSaysDoesNotDriveTheTerminal() throws Exception {
        post.crossings(1);
        post.pack(stick);
        BundleManifest manifest =
                new BundleManifest(
                        "lane\u001b[2J\n",
                        BundleManifest.hubId(hub.sealPublic()),
                        0,
                        List.of(post.standing().sign(post.keys.keyId(), post.keys.signer())),
                        List.of(),
                        List.of());
        Files.write(
                folder().resolve(Names.MANIFEST),
                manifest.sign(post.keys.keyId(), post.keys.signer()));
        assertEquals(List.of("bundle.carrier: no node lane?[2J? is enrolled"), hub.take(folder()));
        assertFalse(Names.isFolder("forpost-bundle-\u001b[2J"));
        assertFalse(Names.isFolder("forpost-bundle-.."));
        assertFalse(Names.isFolder("forpost-bundle-"));
        assertTrue(Names.isFolder("forpost-bundle-lane-1"));
    }

    /// The carrier itself is hostile: it signs whatever it likes.
    private void sign(EnvelopeFile file, byte[]... more) throws IOException {
        List<byte[]> hellos = new ArrayList<>(List.of(more));
        hellos.add(post.standing().sign(post.keys.keyId(), post.keys.signer()));
        byte[] bytes = file.toByteArray();
        Files.write(records(0), bytes);
        BundleManifest manifest =
                new BundleManifest(
                        "lane-1",
                        BundleManifest.hubId(hub.sealPublic()),
                        0,
                        hellos,
                        List.of(
                                new BundleManifest.RecordsFile(
                                        file.envelopes(),
                                        bytes.length,
                                        org.forpost.protocol.crypto.Sha256.of(bytes))),
                        List.of());
        Files.write(
                folder().resolve(Names.MANIFEST),
                manifest.sign(post.keys.keyId(), post.keys.signer()));
    }

    @Test
    void aStickThatWasPulledIsGoneOnWith() throws Exception {
        post.images(14, 400_000);
        Packing cut = post.packing(post.medium(stick));
        assertFalse(cut.begin(Long.MAX_VALUE));
        assertEquals(null, cut.step());
        assertEquals(List.of("plan.fpb", "records-0001.fpb"), names(folder()));
        assertTrue(hub.take(folder()).getFirst().startsWith("manifest.fpb is not there"));
        Files.write(folder().resolve("records-0002.fpb.part"), new byte[77]);
        post.crossings(3);
        post.images(1, 400_000);
        var written = Files.getLastModifiedTime(records(0));
        Packing again = post.packing(post.medium(stick));
        assertTrue(again.begin(Long.MAX_VALUE), "goes on with the plan of before");
        Packing.@Nullable Packed packed = null;
        while (packed == null) {
            packed = again.step();
        }
        assertEquals(14, packed.records());
        assertTrue(packed.keptBytes() > 3_000_000, "the first file was not written again");
        assertEquals(written, Files.getLastModifiedTime(records(0)));
        assertEquals(List.of(), hub.take(folder()));
        var _ = post.take(stick);
        Packing.Packed rest = post.pack(stick);
        assertEquals(4, rest.records(), "what came meanwhile");
        assertFalse(Files.exists(records(1)), "files of the bundle before are gone");
        assertEquals(List.of(), hub.take(folder()));
        assertEquals(18, hub.counted().size());
    }

    private static Plan plan(String incarnation, long crossings) {
        return new Plan(
                Stream.of(Priority.values())
                        .map(one ->
                                new Plan.Stretch(
                                        "lane-1",
                                        incarnation,
                                        one,
                                        1,
                                        one == Priority.CROSSING ? crossings : 0))
                        .toList());
    }

    @Test
    void aPlanThatDoesNotFitIsNotFollowed() throws Exception {
        post.crossings(5);
        String incarnation = HexFormat.of().formatHex(post.journal.incarnation());
        for (byte[] plan :
                List.of(
                        new byte[] {1, 2, 3},
                        new byte[0],
                        new Plan(List.of()).encode(),
                        plan("00".repeat(16), 5).encode(),
                        plan(incarnation, Long.MAX_VALUE - 1).encode(),
                        new Plan(plan(incarnation, 5).stretches().subList(0, 3)).encode())) {
            Packing packing = post.packing(post.medium(stick));
            Files.write(folder().resolve("plan.fpb"), plan);
            assertFalse(packing.begin(Long.MAX_VALUE));
            assertNotNull(packing.step());
        }
        assertEquals(List.of(), hub.take(folder()));
        assertEquals(5, hub.counted().size());
    }

    @Test
    void itSaysBeforehandWhetherItFits() throws Exception {
        post.crossings(300);
        post.images(25, 400_000);
        Packing.Need need = post.packing(post.medium(stick)).need();
        assertEquals(325, need.records());
        Packing.Packed all = post.pack(stick);
        long manifest = Files.size(folder().resolve(Names.MANIFEST));
        assertTrue(need.bytes() >= all.bytes() + manifest, need + " and " + all);
        assertTrue(need.bytes() < all.bytes() * 1.2, need + " and " + all);
    }

    @Test
    void ofATooSmallStickTheMostUrgentRecordsAreTheFirst() throws Exception {
        post.images(25, 400_000);
        post.crossings(300);
        Packing.Packed packed = post.pack(stick, 5_000_000);
        assertEquals(1, packed.files());
        assertTrue(packed.left() > 0);
        assertEquals(325, packed.records() + packed.left());
        assertEquals(List.of(), hub.take(folder()));
        var _ = post.take(stick);
        assertEquals(
                300,
                post.receipted[Priority.ALERT.code()].number()
                        + post.receipted[Priority.CROSSING.code()].number());
        assertEquals(packed.records() - 300, post.receipted[Priority.IMAGE.code()].number());
        post.pack(stick);
        assertEquals(List.of(), hub.take(folder()));
        assertEquals(325, hub.counted().size());
    }

    @Test
    void anAnswerOfAnotherHubOrForAnotherNodeIsRefused() throws Exception {
        post.crossings(5);
        post.pack(stick);
        hub.take(folder());
        byte[] answer = Files.readAllBytes(folder().resolve(Names.ANSWER));
        answer[answer.length - 1] ^= 1;
        Files.write(folder().resolve(Names.ANSWER), answer);
        UnfitException why = assertThrows(UnfitException.class, () -> post.take(stick));
        assertEquals("answer.fpb is not what this node's hub signed", why.getMessage());
        assertFalse(post.drained());
        try (BundlePost neighbour = new BundlePost(hub, "lane-2")) {
            neighbour.crossings(1);
            neighbour.pack(stick);
            hub.take(stick.resolve(Names.folder("lane-2")));
            Files.copy(
                    stick.resolve(Names.folder("lane-2")).resolve(Names.ANSWER),
                    folder().resolve(Names.ANSWER),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            why = assertThrows(UnfitException.class, () -> post.take(stick));
            assertEquals("answer.carrier: it is for lane-2, this is lane-1", why.getMessage());
        }
    }

    @Test
    void aReleaseThatWasSpoiltOnTheWayIsLeftAndTheReceiptsAreTaken() throws Exception {
        hub.publish(3);
        post.crossings(5);
        post.pack(stick);
        hub.take(folder());
        Files.write(folder().resolve(Names.release(1)), new byte[] {1, 2});
        var _ = post.take(stick);
        assertTrue(post.drained());
        assertEquals(0, post.releases.get(Role.WATCHLIST));
        assertEquals(
                List.of("release-1.fpb is not the content that its manifest names"),
                post.complaints);
    }

    /// The disk of the post is restored from an old image, and only sticks ever come: the hub's
    /// answer shows it, and nothing that either branch recorded is lost.
    @Test
    void anAnswerShowsThatADiskWasClonedAndTheJournalBeginsAnew() throws Exception {
        post.crossings(3);
        try (BundlePost clone = twin()) {
            clone.crossings(3);
            assertArrayEquals(post.journal.incarnation(), clone.journal.incarnation());
            post.audit("only-there");
            clone.audit("only-here");
            clone.crossings(4);
            post.pack(stick);
            hub.take(folder());
            clone.pack(other);
            assertEquals(List.of(), hub.take(other.resolve(Names.folder("lane-1"))));
            var _ = clone.take(other);
            byte[] before = post.journal.incarnation();
            assertFalse(Arrays.equals(before, clone.journal.incarnation()), "begins anew");
            clone.pack(other);
            assertEquals(List.of(), hub.take(other.resolve(Names.folder("lane-1"))));
            var _ = clone.take(other);
            assertTrue(clone.drained());
        }
    }

    private BundlePost twin() throws Exception {
        return new BundlePost(hub, "lane-1");
    }
}
