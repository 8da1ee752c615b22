/// The line between a post and the hub, and what befalls it: `.netty` forwards the bytes, each
/// impairment is a small file of its own.
@NullMarked
package org.forpost.sim.link;

import org.jspecify.annotations.NullMarked;
