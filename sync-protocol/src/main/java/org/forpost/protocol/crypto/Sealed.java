package org.forpost.protocol.crypto;

/// @param encapsulated the encapsulated key, 32 bytes in suite 1
/// @param ciphertext the plaintext's length and 16 bytes of tag
public record Sealed(byte[] encapsulated, byte[] ciphertext) {}
