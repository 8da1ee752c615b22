package org.forpost.protocol.crypto;

/// Where keys, nonces and ids come from: `SecureRandom` at a post, one seed in a simulated world.
@FunctionalInterface
public interface Randomness {
    byte[] bytes(int count);
}
