/// The people of the simulation: bodies grown from a seed, or fingers from a folder of real images.
@NullMarked
package org.forpost.sim.traveller;

import org.jspecify.annotations.NullMarked;
