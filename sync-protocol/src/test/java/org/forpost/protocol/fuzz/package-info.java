/// Hostile bytes against every reader: as regression over the seed corpus in the normal build, and
/// for as long as wanted with `JAZZER_FUZZ=1` set.
@NullMarked
package org.forpost.protocol.fuzz;

import org.jspecify.annotations.NullMarked;
