@NullMarked
package org.forpost.sim.finger;

import org.jspecify.annotations.NullMarked;
