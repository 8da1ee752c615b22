package org.forpost.protocol.world;

import java.util.HashMap;
import java.util.Map;

/// The number of the release in force at a post never falls, whatever crashed and whatever the hub
/// or anybody in its place offers. (On a copy of its disk it begins with the one that this held, on
/// an empty disk with none.)
final class ReleaseNeverGoesBack extends Invariant {
    private final Map<SimPost, Long> inForce = new HashMap<>();

    ReleaseNeverGoesBack(Truth truth) {
        super(truth);
    }

    @Override
    void release(SimPost post, long number) {
        long before = inForce.getOrDefault(post, 0L);
        if (number < before) {
            throw broken(post.label() + " went from release " + before + " to " + number);
        }
        inForce.put(post, number);
    }

    @Override
    void copied(SimPost post, SimPost.Copy copy) {
        inForce.put(post, copy.release());
    }

    @Override
    void replaced(SimPost post) {
        inForce.remove(post);
    }
}
