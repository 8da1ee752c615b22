package org.forpost.protocol.crypto;

/// Signs as one party. Ed25519 (RFC 8032): signatures of 64 bytes, deterministic.
public interface Signer {
    byte[] sign(byte[] message);
}
