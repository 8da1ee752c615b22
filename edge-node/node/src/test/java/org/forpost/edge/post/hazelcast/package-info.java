/// Tests of this part of the post, with real sockets.
@NullMarked
package org.forpost.edge.post.hazelcast;

import org.jspecify.annotations.NullMarked;
