/// Reads the chips of passports and cards with JMRTD.
///
/// ```
///   CardReader ──► BoundedCard (bytes, exchanges, time) ──► JMRTD: BAC, PACE, secure messaging, CA
///                         │
///                  ChipFiles: a file at a time, its length checked before it is read
///                         │
///    SecurityObject ◄── EF.SOD ── signature, signer, revocation, hashes (Bouncy Castle)
///    BiometricGroup ◄── DG2, DG3       ActiveAuthentication ◄── DG15
/// ```
///
/// [ChipReader#rehearse] goes through all of it on a chip in memory when a lane starts.
///
/// JMRTD does the protocols and never the reading: it takes a group over 65,535 bytes for a shorter
/// one without a word, verifies no check digit, and allocates what a chip tells it to. Everything
/// that a chip says is taken apart here within bounds; nothing it says is believed before its
/// signed hash fits.
@NullMarked
package org.forpost.edge.document.jmrtd;

import org.jspecify.annotations.NullMarked;
