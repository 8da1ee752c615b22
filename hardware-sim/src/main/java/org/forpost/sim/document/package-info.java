/// Electronic passports: who is in them, what is written on their chips, and how a chip answers.
///
/// ```
///   PassportZone ─┐
///   face, fingers ─┼─► Passport (files, keys) ──► Chip: command ─► answer ──► reader package
///   DocumentAuthority (CSCA, signer, CRL) ─┘        │
///                                                   └─ BAC, PACE, secure messaging,
///                                                      chip and active authentication
/// ```
///
/// Written from ICAO Doc 9303, 8th edition, parts 4, 10, 11 and 12, and BSI TR-03110; shares no
/// code with whoever reads it. [Personality] says what is wrong with one.
@NullMarked
package org.forpost.sim.document;

import org.jspecify.annotations.NullMarked;
