/// Forwards TCP connections and lets impairments act on them.
@NullMarked
package org.forpost.sim.link.netty;

import org.jspecify.annotations.NullMarked;
