package org.forpost.protocol.crypto;

/// Seals to one recipient, whose public key it holds, so that nobody else can read (RFC 9180, mode
/// base, single shot).
public interface Sealer {
    /// Number of the suite in SPEC.md §3; 1 is X25519, HKDF-SHA256, AES-256-GCM.
    int suite();

    Sealed seal(byte[] info, byte[] associated, byte[] plaintext);

    /// The same recipient, with another source of randomness: one that gives the same bytes again
    /// makes the same seal again.
    Sealer drawing(Randomness randomness);
}
