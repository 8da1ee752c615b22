package org.forpost.protocol.crypto;

/// Opens what was sealed to one recipient, whose private key it holds.
public interface Unsealer {
    /// @throws NotAuthenticException when the bytes were changed or sealed to somebody else
    byte[] open(byte[] info, byte[] associated, Sealed sealed) throws NotAuthenticException;
}
