@NullMarked
package org.forpost.edge.post.multicast;

import org.jspecify.annotations.NullMarked;
