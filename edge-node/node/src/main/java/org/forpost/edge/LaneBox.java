package org.forpost.edge;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.Consumer;
import org.forpost.edge.config.EdgeConfig;
import org.forpost.edge.identity.Identity;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.sync.EdgeKeys;

/// The box that a lane runs on: what is there before anything runs.
///
/// @param identity fits the configuration
/// @param data held by this lane
/// @param says told in one line what happened that people should know
/// @param fatal told in one line why the process must stop at once
record LaneBox(
        EdgeConfig config,
        Identity identity,
        DataFolder data,
        Clock clock,
        Randomness randomness,
        Consumer<String> says,
        Consumer<String> fatal) {

    static long monotonicMillis() {
        return System.nanoTime() / 1_000_000;
    }

    SignatureCheck releaseKey() {
        return Ed25519.check(identity.releaseKey());
    }

    SignatureCheck receiptKey() {
        return Ed25519.check(identity.hubReceiptKey());
    }

    EdgeKeys keys() {
        return keys(identity, randomness);
    }

    /// With which a node signs, and seals to the hub.
    static EdgeKeys keys(Identity identity, Randomness randomness) {
        return new EdgeKeys(
                identity.node(),
                Sign1.keyId(Ed25519.publicKey(identity.signingKey())),
                Ed25519.signer(identity.signingKey()),
                Hpke.sealer(identity.hubSealKey(), randomness),
                Ed25519.check(identity.hubReceiptKey()));
    }

    /// The operating system's, for whatever runs in earnest.
    static Randomness systemRandomness() {
        SecureRandom random = new SecureRandom();
        return count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        };
    }
}
