/// The way to the hub. What is sent is the journal; what lets a record go is the hub's signed
/// receipt. [Uplink] is what the lane sees of it, [Downstream] what it brings; the routes stand one
/// level below.
@NullMarked
package org.forpost.edge.uplink;

import org.jspecify.annotations.NullMarked;
