/// A world of one seed: posts, a hub, their disks and the links between them, all simulated; only
/// the protocol is real. The same seed gives the same trace.
@NullMarked
package org.forpost.protocol.world;

import org.jspecify.annotations.NullMarked;
