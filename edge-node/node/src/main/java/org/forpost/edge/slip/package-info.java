/// The slip that a traveller takes along: where, when, until when, what was taken and why, whom to
/// ask; in Russian and in English, as PDF.
@NullMarked
package org.forpost.edge.slip;

import org.jspecify.annotations.NullMarked;
