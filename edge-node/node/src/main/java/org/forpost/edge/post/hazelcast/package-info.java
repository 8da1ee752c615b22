/// The post's cluster, with Hazelcast.
@NullMarked
package org.forpost.edge.post.hazelcast;

import org.jspecify.annotations.NullMarked;
