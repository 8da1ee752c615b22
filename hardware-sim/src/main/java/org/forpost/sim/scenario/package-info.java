/// Travellers who cross the border, played as they and the officer would do it: fingers through the
/// simulated devices, everything else through the lane's own web interface. What was seen is kept
/// in a story file of this side's own, so that it can be held against what the hub counted.
@NullMarked
package org.forpost.sim.scenario;

import org.jspecify.annotations.NullMarked;
