@NullMarked
package org.forpost.sim.scenario;

import org.jspecify.annotations.NullMarked;
