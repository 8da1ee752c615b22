package org.forpost.sim.document;

/// What is wrong with a simulated passport, if anything.
public enum Personality {
    /// Nothing.
    HONEST,
    /// Its files are another chip's, to the byte; the keys that cannot be copied are others.
    CLONED,
    /// A copy that leaves out the data groups from which it could be known as one.
    STRIPPED,
    /// The face is another one than the one that was signed.
    ALTERED,
    /// The signer's certificate ended yesterday.
    EXPIRED,
    /// The signer is on the authority's list of revoked ones.
    REVOKED,
    /// Signed by an authority of the same name that nobody knows.
    UNKNOWN_SIGNER,
    /// The same, and it says that it is the known one.
    FORGED,
    /// Answers after a second each.
    SLOW,
    /// Taken away in the middle of the face.
    PULLED_OUT,
    /// Gives its data a byte at a time.
    ENDLESS,
    /// Its face takes more than the 65,535 bytes that a group may have.
    OVERSIZED,
    /// Its face is signed noise.
    GARBAGE
}
