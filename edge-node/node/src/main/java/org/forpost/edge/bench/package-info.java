/// What this program measures of itself and of the hub, with the real parts: journal files, MQTT
/// over TLS, other programs started as processes. Commands stand one level above, the peer that
/// needs a library one level below.
@NullMarked
package org.forpost.edge.bench;

import org.jspecify.annotations.NullMarked;
