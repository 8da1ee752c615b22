/// One line between two ends, slow and lossy, as a program of its own: IP packets through two TUN
/// devices where root allows it, TCP bytes through a forwarder elsewhere.
@NullMarked
package org.forpost.sim.link.wire;

import org.jspecify.annotations.NullMarked;
