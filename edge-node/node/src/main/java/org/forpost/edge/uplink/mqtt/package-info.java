/// The MQTT route, by Eclipse Paho. MQTT carries, it does not remember: one client object per
/// connection, nothing kept in it from one to the next.
@NullMarked
package org.forpost.edge.uplink.mqtt;

import org.jspecify.annotations.NullMarked;
