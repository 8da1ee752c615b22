/// Hazelcast by itself, measured beside the post's own custody.
@NullMarked
package org.forpost.edge.bench.hazelcast;

import org.jspecify.annotations.NullMarked;
