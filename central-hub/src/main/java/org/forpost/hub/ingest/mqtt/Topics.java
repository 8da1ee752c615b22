package org.forpost.hub.ingest.mqtt;

/// The two topics of a node: it publishes to one and subscribes to the other, and to no more.
final class Topics {
    private Topics() {}

    static String up(String node) {
        return "forpost/v1/up/" + node;
    }

    static String down(String node) {
        return "forpost/v1/down/" + node;
    }
}
