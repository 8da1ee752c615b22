package org.forpost.protocol.world;

import java.util.HashMap;
import java.util.Map;

/// The number of the release in force at a post never falls, whatever crashed and whatever the hub
/// or anybody in its place offers.
final class ReleaseNeverGoesBack extends Invariant {
    private final Map<SimPost, Long> inForce = new HashMap<>();

    @Override
    void release(SimPost post, long number) {
        long before = inForce.getOrDefault(post, 0L);
        if (number < before) {
            throw broken(post.name() + " went from release " + before + " to " + number);
        }
        inForce.put(post, number);
    }
}
