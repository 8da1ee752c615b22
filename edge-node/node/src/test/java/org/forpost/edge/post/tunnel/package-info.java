/// Tests of this part of the post, with real sockets.
@NullMarked
package org.forpost.edge.post.tunnel;

import org.jspecify.annotations.NullMarked;
