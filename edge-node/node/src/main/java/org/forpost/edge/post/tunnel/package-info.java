/// The tunnel between the lanes, with Netty.
@NullMarked
package org.forpost.edge.post.tunnel;

import org.jspecify.annotations.NullMarked;
