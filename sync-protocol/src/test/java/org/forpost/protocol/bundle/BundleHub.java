package org.forpost.protocol.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.Role;
import org.forpost.protocol.release.Watchlist;
import org.forpost.protocol.sync.HubAction;
import org.forpost.protocol.sync.HubConversation;
import org.forpost.protocol.sync.HubEvent;
import org.forpost.protocol.sync.HubKeys;
import org.forpost.protocol.sync.LedgerEntry;
import org.jspecify.annotations.Nullable;

/// A hub with its ledger in memory, that takes bundles in.
final class BundleHub {
    final Map<String, SignatureCheck> enrolled = new HashMap<>();
    final List<LedgerEntry> ledger = new ArrayList<>();
    final List<HubAction.Alarm> alarms = new ArrayList<>();
    final HubConversation conversation;
    private final byte[] receiptSeed;
    private final byte[] releaseSeed = new byte[32];
    private final byte[] seal;
    private long ticket;
    private long now = 1_795_000_000_000L;

    BundleHub(int seed) {
        receiptSeed = new byte[32];
        receiptSeed[0] = (byte) seed;
        seal = new byte[32];
        seal[1] = (byte) seed;
        conversation =
                new HubConversation(
                        new HubKeys(
                                keyId(),
                                Ed25519.signer(receiptSeed),
                                Hpke.unsealer(seal),
                                this::signatures),
                        () -> ++now);
    }

    private byte[] keyId() {
        return Sign1.keyId(Ed25519.publicKey(receiptSeed));
    }

    void enrol(String node, byte[] key) {
        enrolled.put(node, Ed25519.check(key));
    }

    @Nullable SignatureCheck signatures(String node) {
        return enrolled.get(node);
    }

    byte[] sealPublic() {
        return Hpke.publicKey(seal);
    }

    SignatureCheck receiptCheck() {
        return Ed25519.check(Ed25519.publicKey(receiptSeed));
    }

    SignatureCheck releaseCheck() {
        return Ed25519.check(Ed25519.publicKey(releaseSeed));
    }

    void publish(long number) {
        byte[] content = new Watchlist(List.of()).encode();
        Manifest manifest =
                new Manifest(Role.WATCHLIST, number, 1, 2, Sha256.of(content), content.length);
        byte[] signed =
                manifest.sign(
                        Sign1.keyId(Ed25519.publicKey(releaseSeed)), Ed25519.signer(releaseSeed));
        var _ = conversation.on(new HubEvent.Published(manifest, signed, content));
    }

    /// Takes a bundle in and writes the answer beside it.
    ///
    /// @return what was wrong with it
    List<String> take(Path folder) throws IOException {
        return take(folder, true);
    }

    /// @param answers whether the answer is written
    List<String> take(Path folder, boolean answers) throws IOException {
        Intake intake;
        FileStoreMedium medium = FileStoreMedium.open(folder);
        try {
            Unpacking bundle =
                    Unpacking.open(medium, BundleManifest.hubId(sealPublic()), this::signatures);
            intake = new Intake(bundle, this::signatures, () -> --ticket);
        } catch (UnfitException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
        while (!intake.done()) {
            for (HubEvent event : intake.step()) {
                tell(event, intake);
            }
        }
        if (answers) {
            AnswerFolder.write(
                    medium,
                    intake.answer(++now).sign(keyId(), Ed25519.signer(receiptSeed)),
                    intake.releases());
        }
        return intake.faults();
    }

    void tell(HubEvent event, Intake intake) {
        Deque<HubAction> actions = new ArrayDeque<>(conversation.on(event));
        while (!actions.isEmpty()) {
            switch (actions.remove()) {
                case HubAction.Append(long append, LedgerEntry entry) -> {
                    ledger.add(entry);
                    actions.addAll(conversation.on(new HubEvent.Forced(append)));
                }
                case HubAction.Acknowledge done -> intake.acknowledged(done.ticket());
                case HubAction.Reject no -> intake.rejected(no.ticket(), no.code());
                case HubAction.Stands stands -> intake.stands(stands);
                case HubAction.Told told -> intake.told(told);
                case HubAction.Alarm alarm -> alarms.add(alarm);
                case HubAction.Publish _, HubAction.Heard _, HubAction.HeardOf _ -> {}
            }
        }
    }

    /// Hash of each record that counted; fails where one counted twice.
    Set<String> counted() throws Exception {
        Set<String> counted = new HashSet<>();
        for (LedgerEntry entry : ledger) {
            if (entry instanceof LedgerEntry.Accepted accepted) {
                Batch batch =
                        BatchCodec.open(
                                accepted.envelope(),
                                (message, signature) -> true,
                                Hpke.unsealer(seal));
                for (int i = 0; i < batch.items().size(); i++) {
                    long number = batch.first() + i;
                    if (number >= accepted.first()
                            && !counted.add(
                                    java.util.HexFormat.of()
                                            .formatHex(batch.items().get(i).hash()))) {
                        throw new AssertionError("counted twice: record " + number);
                    }
                }
            }
        }
        return counted;
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.write(target, Files.readAllBytes(file));
                }
            }
        }
    }
}
