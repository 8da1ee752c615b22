package org.forpost.protocol.world;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Sticks on their way between posts and the hub, while the same records go by wire and by peers.
/// Nobody guards them: they are pulled, full and damaged, copied and brought again, and the answers
/// on them come late, twice, to a machine that has another disk by now, or never.
final class SimSticks {
    /// A bundle needs room for the longest manifest, and then whole blocks of 128 KiB.
    private static final int FULL_BYTES = 512 * 1024;

    private static final int BLOCK_BYTES = 128 * 1024;
    private static final int MOST_TRIES = 20;

    private final Scheduler scheduler;
    private final Chance chance;
    private final Trace trace;
    private final Faults faults;
    private final SimHub hub;
    private final List<SimPost> posts;
    private final Map<SimPost, SimStick> last = new HashMap<>();

    SimSticks(
            Scheduler scheduler,
            Chance chance,
            Trace trace,
            Faults faults,
            SimHub hub,
            List<SimPost> posts) {
        this.scheduler = scheduler;
        this.chance = chance;
        this.trace = trace;
        this.faults = faults;
        this.hub = hub;
        this.posts = posts;
    }

    /// Somebody packs at a post, on a new stick or on the one that was there last.
    void pack(SimPost post) {
        SimStick before = last.get(post);
        SimStick stick = before != null && chance.oneIn(3) ? before : fresh();
        last.put(post, stick);
        pack(post, stick);
    }

    private SimStick fresh() {
        boolean full = chance.oneIn(4);
        return new SimStick(
                full ? FULL_BYTES + (long) BLOCK_BYTES * chance.below(3) : Long.MAX_VALUE / 2);
    }

    private void pack(SimPost post, SimStick stick) {
        if (!post.runs()) {
            return;
        }
        boolean pulled = chance.oneIn(4);
        if (pulled) {
            stick.pullAfter(chance.below(5));
        }
        boolean packed = post.pack(stick);
        stick.plugIn();
        if (packed) {
            faults.count(Fault.BUNDLE_PACKED);
            for (int i = chance.below(3); i >= 0; i--) {
                SimStick travels = i > 0 ? stick.copy() : stick;
                if (i > 0) {
                    faults.count(Fault.STICK_COPIED);
                }
                scheduler.in(journey(), () -> bring(travels, 0));
            }
        } else if (pulled) {
            faults.count(Fault.STICK_PULLED);
            if (chance.nextBoolean()) {
                scheduler.in(chance.around(8_000), () -> pack(post, stick));
            } else {
                scheduler.in(journey(), () -> bring(stick, 0));
            }
        }
    }

    private long journey() {
        return chance.oneIn(4) ? chance.around(100_000) : chance.around(8_000);
    }

    private void bring(SimStick stick, int tries) {
        if (!hub.runs()) {
            if (tries < MOST_TRIES) {
                scheduler.in(5_000, () -> bring(stick, tries + 1));
            }
            return;
        }
        damage(stick);
        faults.count(Fault.STICK_BROUGHT);
        hub.takeIn(stick, carrier -> answered(stick, carrier));
        if (chance.oneIn(4)) {
            faults.count(Fault.STICK_REPLAYED);
            SimStick again = stick.copy();
            scheduler.in(journey(), () -> bring(again, MOST_TRIES));
        }
    }

    private void damage(SimStick stick) {
        if (chance.oneIn(8)) {
            faults.count(Fault.STICK_DAMAGED);
            stick.flipBit(chance);
        }
        if (chance.oneIn(10)) {
            faults.count(Fault.STICK_LOST_A_FILE);
            stick.loseFile(chance);
        }
    }

    private void answered(SimStick stick, String carrier) {
        trace.say("a stick of " + carrier + " is answered");
        for (int i = chance.below(4); i > 0; i--) {
            SimStick back = stick.copy();
            scheduler.in(journey(), () -> takeBack(back, carrier));
        }
    }

    /// To any machine of that name.
    private void takeBack(SimStick stick, String carrier) {
        damage(stick);
        List<SimPost> there = posts.stream().filter(post -> post.name().equals(carrier)).toList();
        if (!there.isEmpty()) {
            there.get(chance.below(there.size())).takeAnswer(stick);
        }
    }
}
