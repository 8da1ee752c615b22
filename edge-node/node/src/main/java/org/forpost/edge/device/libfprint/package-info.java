/// Single-finger scanners that libfprint 2 drives (Debian `libfprint-2-2`), through the foreign
/// function API: no code of ours in C, and one device in the process of the lane.
///
/// What differs from a scanner behind SBI, and what a post must know before it uses one:
///
/// - One finger at a time.
/// - Nothing is signed. An image is as trustworthy as the computer and the cable; the chain of
///   hashes of a crossing is continued here, by the lane itself.
/// - libfprint knows no quality. The quality handed out is our own measure.
/// - Many drivers do not know their resolution; then the configured one counts.
/// - libfprint chooses among its devices by its environment and may have one device open in a
///   process, so there is one [LibfprintScanner] in a process.
@NullMarked
package org.forpost.edge.device.libfprint;

import org.jspecify.annotations.NullMarked;
