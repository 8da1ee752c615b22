/// The devices and lines of a whole post in one process, steered over a small JSON interface on
/// loopback that asks for a token, so that no web page open on the same machine can use it.
@NullMarked
package org.forpost.sim.cluster;

import org.jspecify.annotations.NullMarked;
