@NullMarked
package org.forpost.sim.face;

import org.jspecify.annotations.NullMarked;
