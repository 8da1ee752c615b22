package org.forpost.edge.uplink.mqtt;

import java.security.SecureRandom;
import org.forpost.protocol.crypto.Randomness;

/// What a node and its hub sign and seal with, all of it fresh.
///
/// @param node Ed25519 seed of the node
/// @param receipts Ed25519 seed of the hub's receipt key
/// @param releases Ed25519 seed of the release key
/// @param seal X25519 private key of the hub
record TestKeys(byte[] node, byte[] receipts, byte[] releases, byte[] seal) {
    private static final SecureRandom RANDOM = new SecureRandom();

    static final Randomness RANDOMNESS =
            count -> {
                byte[] bytes = new byte[count];
                RANDOM.nextBytes(bytes);
                return bytes;
            };

    static TestKeys fresh() {
        return new TestKeys(key(), key(), key(), key());
    }

    static byte[] key() {
        return RANDOMNESS.bytes(32);
    }
}
