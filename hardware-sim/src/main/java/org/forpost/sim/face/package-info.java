/// Faces that nobody has, drawn, and plainly so.
@NullMarked
package org.forpost.sim.face;

import org.jspecify.annotations.NullMarked;
