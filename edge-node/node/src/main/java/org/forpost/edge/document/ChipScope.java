package org.forpost.edge.document;

/// Which groups of a chip may be read. Whoever is exempt from biometrics gives none by the chip
/// either, and who is exempt is known for certain only when a crossing is open.
public enum ChipScope {
    /// The zone, what is signed and the proofs of not being a copy; neither face nor fingers.
    DOCUMENT,
    /// The same, of a traveller who is exempt.
    EXEMPT,
    /// Face and fingers too, where the chip gives them.
    BIOMETRICS
}
