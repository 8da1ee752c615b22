/// Fingers that nobody has.
///
/// A [SyntheticFinger] is a seed: from it come a pattern class, an orientation field, a ridge
/// pattern that is *grown*, so that minutiae arise where ridges cannot agree, and any number of
/// impressions of it. A [FolderFinger] serves real images in its place. Both are a [Finger], and a
/// scanner needs no more.
///
/// Coordinates are pixels at 500 dpi, x to the right, y down.
@NullMarked
package org.forpost.sim.finger;

import org.jspecify.annotations.NullMarked;
