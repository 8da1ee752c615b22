package org.forpost.hub.ingest.mqtt;

import java.time.Duration;

/// What one node, and all of them together, can make the endpoint hold.
///
/// @param connections at one time; each costs a TLS session and its buffers
/// @param packetBytes largest MQTT control packet in either direction: a node's messages are at
///   most 8 KiB, so that an urgent one never waits long behind another, and this leaves room for
///   the header and for a later version
/// @param unacknowledged a node's messages that may be on their way to the ledger (MQTT 5
///   §3.1.2.11.3, receive maximum); a node keeps 16 KiB in flight, so that 64 of its smallest
///   messages fit. Below 32,768, since Paho reads more as a negative number
/// @param window messages to a node that may be on their way to it
/// @param queuedBytes for a node that does not take what is sent to it: some hundred receipts,
///   since the conversation itself hands out no more than two pieces of a release at a time
/// @param handshake for TLS, and then again for the CONNECT packet
/// @param silence after which a connection is given up when it asked for no keep-alive, or for a
///   longer one
public record MqttLimits(
        int connections,
        int packetBytes,
        int unacknowledged,
        int window,
        int queuedBytes,
        Duration handshake,
        Duration silence) {

    public static final MqttLimits DEFAULT =
            new MqttLimits(
                    512,
                    32 * 1024,
                    64,
                    8,
                    256 * 1024,
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(10));

    public MqttLimits {
        if (unacknowledged < 1 || unacknowledged >= 32_768) {
            throw new IllegalArgumentException(
                    "unacknowledged must be 1 to 32767, but was " + unacknowledged);
        }
    }
}
