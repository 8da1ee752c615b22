package org.forpost.protocol.bundle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.sync.EdgeEvent;
import org.forpost.protocol.sync.HubEvent;
import org.jspecify.annotations.Nullable;

/// An answer with the releases beside it, on a medium (SPEC.md §8.3).
public final class AnswerFolder {
    private AnswerFolder() {}

    /// The contents first, the answer that names them last.
    public static void write(Medium medium, byte[] signed, List<HubEvent.Published> releases)
            throws IOException {
        for (HubEvent.Published release : releases) {
            medium.write(Names.release(release.manifest().role().code()), release.content());
        }
        medium.write(Names.ANSWER, signed);
    }

    /// What a node finds.
    ///
    /// @param signed the answer as it came
    /// @param event for its conversation
    /// @param faults what beside it could not be taken, each in one line
    public record Found(
            byte[] signed, BundleAnswer answer, EdgeEvent.Brought event, List<String> faults) {}

    /// Reads and checks an answer.
    ///
    /// @param node whose it must be
    /// @param hub checks the hub's receipt key
    /// @param releaseKey checks the release key
    /// @return null when there is none
    /// @throws UnfitException when it cannot be believed
    public static @Nullable Found read(
            Medium medium, String node, SignatureCheck hub, SignatureCheck releaseKey)
            throws UnfitException {
        try {
            byte[] signed = medium.read(Names.ANSWER, BundleAnswer.MAX_BYTES);
            if (signed == null) {
                return null;
            }
            BundleAnswer answer = BundleAnswer.open(signed, hub);
            if (!answer.carrier().equals(node)) {
                throw new UnfitException(
                        "answer.carrier: it is for " + answer.carrier() + ", this is " + node);
            }
            List<String> faults = new ArrayList<>();
            List<EdgeEvent.Carried> releases = new ArrayList<>();
            for (byte[] release : answer.releases()) {
                release(medium, release, releaseKey, releases, faults);
            }
            return new Found(
                    signed, answer, new EdgeEvent.Brought(answer.receipts(), releases), faults);
        } catch (IOException e) {
            throw new UnfitException(String.valueOf(e.getMessage()));
        } catch (MalformedException e) {
            throw new UnfitException(Names.ANSWER + ": " + e.getMessage());
        } catch (NotAuthenticException e) {
            throw new UnfitException(Names.ANSWER + " is not what this node's hub signed");
        }
    }

    private static void release(
            Medium medium,
            byte[] signed,
            SignatureCheck key,
            List<EdgeEvent.Carried> releases,
            List<String> faults) {
        try {
            Manifest manifest = Manifest.open(signed, key);
            String name = Names.release(manifest.role().code());
            byte[] content = medium.read(name, manifest.contentBytes());
            if (content == null) {
                faults.add(name + " is not there");
            } else if (!Arrays.equals(Sha256.of(content), manifest.content())) {
                faults.add(name + " is not the content that its manifest names");
            } else {
                releases.add(new EdgeEvent.Carried(signed, content));
            }
        } catch (MalformedException | NotAuthenticException | IOException e) {
            faults.add("a release: " + e.getMessage());
        }
    }
}
