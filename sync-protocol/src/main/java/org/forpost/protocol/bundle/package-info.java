/// Records that travel by hand: a folder of sealed envelopes with a signed manifest, and the hub's
/// answer in the same folder for the way back (SPEC.md §8). What is written and believed is settled
/// here; the folder itself is a [org.forpost.protocol.bundle.Medium], which knows files.
@NullMarked
package org.forpost.protocol.bundle;

import org.jspecify.annotations.NullMarked;
