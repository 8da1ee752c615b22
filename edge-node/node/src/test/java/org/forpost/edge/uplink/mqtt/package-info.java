/// The uplink on real sockets: a hub, a broker, and links that fail.
@NullMarked
package org.forpost.edge.uplink.mqtt;

import org.jspecify.annotations.NullMarked;
