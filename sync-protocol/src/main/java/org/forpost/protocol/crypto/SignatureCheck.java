package org.forpost.protocol.crypto;

/// Checks signatures of one party, whose public key it holds.
public interface SignatureCheck {
    boolean verifies(byte[] message, byte[] signature);
}
