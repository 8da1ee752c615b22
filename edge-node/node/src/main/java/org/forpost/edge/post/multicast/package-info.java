/// Announcements on the post's LAN, by IP multicast.
@NullMarked
package org.forpost.edge.post.multicast;

import org.jspecify.annotations.NullMarked;
