package org.forpost.protocol.release;

import java.util.Arrays;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.crypto.SignatureCheck;

/// Lets releases of one role in: signed, newer than the one in force, and whole.
///
/// ```
/// held n ── offer(manifest > n) ──► wanted ── content(its bytes) ──► held manifest.number
///    ▲ refused: signature, number ≤ n, role, form       │ refused: other bytes
///    └──────────────────────────────────────────────────┘
/// ```
public final class ReleaseGate {
    private final Role role;
    private final SignatureCheck releases;
    private long held;

    /// @param held number of the release in force; 0 when there is none
    public ReleaseGate(Role role, SignatureCheck releases, long held) {
        this.role = role;
        this.releases = releases;
        this.held = held;
    }

    /// What became of an offer.
    public sealed interface Answer {
        /// Signed and newer: fetch its content.
        record Wanted(Manifest manifest) implements Answer {}

        /// The one in force already.
        record Held(long number) implements Answer {}

        /// @param why one line for people
        /// @param anotherRole whether it was good, but for the gate of another role
        record Refused(String why, boolean anotherRole) implements Answer {
            Refused(String why) {
                this(why, false);
            }
        }
    }

    public Answer offer(byte[] signedManifest) {
        Manifest manifest;
        try {
            manifest = Manifest.open(signedManifest, releases);
        } catch (MalformedException e) {
            return new Answer.Refused("release refused: " + e.getMessage());
        } catch (NotAuthenticException e) {
            return new Answer.Refused(
                    "release refused: it is not signed by the key that this node trusts");
        }
        if (manifest.role() != role) {
            return new Answer.Refused(
                    "release refused: " + role + " expected, found " + manifest.role(), true);
        }
        if (manifest.number() == held) {
            return new Answer.Held(held);
        }
        if (manifest.number() < held) {
            return new Answer.Refused(
                    "release refused: number "
                            + manifest.number()
                            + " is lower than "
                            + held
                            + ", which is in force");
        }
        return new Answer.Wanted(manifest);
    }

    /// Whether these bytes are the content of a wanted release.
    public boolean fits(Manifest manifest, byte[] content) {
        return content.length == manifest.contentBytes()
                && Arrays.equals(Sha256.of(content), manifest.content());
    }

    /// The release is in force now.
    public void install(Manifest manifest) {
        if (manifest.number() <= held) {
            throw new IllegalStateException(
                    "release " + manifest.number() + " does not follow " + held);
        }
        held = manifest.number();
    }

    /// Number of the release in force; 0 when there is none.
    public long held() {
        return held;
    }
}
