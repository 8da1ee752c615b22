/// What a traveller shows: the machine readable zone of a document, read and checked here.
///
/// ```
///   text of two or three lines ──► MrzReader ──► Zone: format, fields, what is wrong with each
///                                      │                       │
///                                      └─► NotAZone: why       └─► CyrillicSuggestion for the names
/// ```
///
/// Nothing here decides: a fault is told to the officer beside the field it belongs to.
@NullMarked
package org.forpost.edge.document;

import org.jspecify.annotations.NullMarked;
