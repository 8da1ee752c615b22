/// How good the image of a finger is, before anybody is compared with anybody: a number that
/// foretells comparison scores, on the scale whose order NFIQ 2 uses (ISO/IEC 29794-4: 0 to 100,
/// higher is better), and the measures that it is made of, so that an officer can be told *what* is
/// poor.
///
/// The number is our own and is not NFIQ 2's: the same image gets another figure there. Where the
/// program `nfiq2` is installed it can be asked besides, see `nfiq2` below.
///
/// The image is brought to 500 dpi and looked at in cells of 16 pixels (0.8 mm) through windows of
/// 32 (three to four ridges). Of each window:
///
/// - *certainty* c of the ridge orientation: the coherence of the gradients' structure tensor
///   (Bazen and Gerez 2002), 1 where all gradients are parallel;
/// - *clarity* l: how much of the grey values' variance the mean profile across the ridges
///   explains, 1 where ridges are ridges along their whole length and nothing else.
///
/// A cell is foreground where it has contrast, and usable where c · l is at least 0.25.
/// [FingerQuality#score] says how the measures become one number.
@NullMarked
package org.forpost.matching.quality;

import org.jspecify.annotations.NullMarked;
