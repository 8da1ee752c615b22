/// The MQTT 5 route from a node to the hub (Vert.x `MqttServer`, TLS 1.3).
@NullMarked
package org.forpost.hub.ingest.mqtt;

import org.jspecify.annotations.NullMarked;
