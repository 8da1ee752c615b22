/// Serves the control interface.
@NullMarked
package org.forpost.sim.cluster.netty;

import org.jspecify.annotations.NullMarked;
