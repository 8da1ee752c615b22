/// Finds whom SourceAFIS should be asked about: one finger against a million.
///
/// The idea. Each minutia and its neighbourhood make a *cylinder* (Cappelli, Ferrara, Maltoni,
/// "Minutia Cylinder-Code", PAMI 2010): where, seen from the minutia, other minutiae lie and where
/// they point. A learned linear projection turns it into a 16-bit key and a 256-bit code. A
/// [Segment] keeps, for every key and direction, a list of the gallery's minutiae with half of
/// their codes beside them, so that a search reads a fraction of a percent of the gallery, in
/// sequence. What is near enough is grouped by finger ([Grouping]), fingers whose hits agree about
/// one movement are aligned ([Alignment]), and the best go to SourceAFIS.
@NullMarked
package org.forpost.matching.cylinder;

import org.jspecify.annotations.NullMarked;
