/// What a traveller shows: the machine readable zone of a document, read and checked here, and its
/// chip, read by a [DocumentReader] (the adapter `jmrtd` stands one level below).
///
/// ```
///   text of two or three lines ──► MrzReader ──► Zone: format, fields, what is wrong with each
///                                      │                       │
///                                      └─► NotAZone: why       └─► CyrillicSuggestion for the names
/// ```
///
/// ```
///   zone or CAN ──► DocumentReader ──► ChipReading: a ChipStep for each ChipCheck, zone, face
///   TrustAnchors (the trust release) ──┘        and a ChipVerdict of all steps together
/// ```
///
/// Nothing here decides: a fault is told to the officer beside the field it belongs to.
@NullMarked
package org.forpost.edge.document;

import org.jspecify.annotations.NullMarked;
