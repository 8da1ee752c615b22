@NullMarked
package org.forpost.sim.cluster;

import org.jspecify.annotations.NullMarked;
