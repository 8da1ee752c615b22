package org.forpost.protocol.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Two posts and a hub for five minutes of faults, and then for as long as they need to come to
/// rest. Everything follows from the seed.
final class World {
    private static final long FAULTS_MILLIS = 5 * 60_000;

    /// Longest time to rest once faults have stopped: a rewind after 60 s for each of a few losses
    /// in a row, dialling, and the slowest link's time for what has piled up.
    private static final long REST_MILLIS = 2 * 3_600_000;

    private final Scheduler scheduler = new Scheduler();
    private final Trace trace = new Trace(scheduler);
    private final Invariants invariants = new Invariants();
    private final Random random;
    private final Weather weather;
    private final SimHub hub;
    private final List<SimPost> posts = new ArrayList<>();
    private final List<SimLink> links = new ArrayList<>();
    private boolean faults = true;

    /// @param trace hash over everything that happened, for comparing two runs
    record Report(long seed, long events, String trace) {}

    private World(long seed, PlantedBug bug) {
        random = new Random(seed);
        weather = Weather.of(random);
        hub = new SimHub(scheduler, random, trace, invariants, bug);
        for (int i = 1; i <= 2; i++) {
            SimPost post = new SimPost("lane-" + i, scheduler, random, trace, invariants, bug);
            SimLink link = new SimLink(scheduler, random, trace, weather, post, hub);
            post.connectBy(link);
            hub.serves(post.name(), link);
            posts.add(post);
            links.add(link);
        }
    }

    /// @throws ViolationException naming the invariant, the seed and the end of the trace
    static Report run(long seed) {
        return run(seed, PlantedBug.NONE);
    }

    static Report run(long seed, PlantedBug bug) {
        World world = new World(seed, bug);
        try {
            world.live();
            return new Report(seed, world.trace.events(), world.trace.hash());
        } catch (ViolationException e) {
            throw new ViolationException(
                    e.invariant(),
                    e.getMessage()
                            + "\nseed "
                            + seed
                            + ", "
                            + world.weather
                            + "; run again with -Dforpost.seed="
                            + seed
                            + "\n"
                            + world.trace.end());
        }
    }

    private void live() {
        hub.start();
        for (SimPost post : posts) {
            post.start();
            often(3_000, post::record);
            often(weather.crashEvery(), () -> crash(post));
            often(40_000, () -> fillUp(post.disk()));
            often(80_000, () -> post.disk().failForces(1));
        }
        often(weather.crashEvery(), this::crashHub);
        often(100_000, () -> hub.disk().failForces(1));
        often(40_000, hub::publish);
        while (scheduler.now() < FAULTS_MILLIS && scheduler.step()) {}
        rest();
    }

    /// Again and again until faults stop, at random times of this mean distance.
    private void often(int meanMillis, Runnable what) {
        scheduler.in(
                1 + (long) (random.nextDouble() * 2 * meanMillis),
                () -> {
                    if (faults) {
                        what.run();
                        often(meanMillis, what);
                    }
                });
    }

    private void crash(SimPost post) {
        if (post.runs()) {
            post.crash("power");
        }
    }

    private void crashHub() {
        if (hub.runs()) {
            hub.crash("power");
        }
    }

    private void fillUp(FaultyDisk disk) {
        disk.room(random.nextInt(400));
        scheduler.in(1_000 + random.nextInt(20_000), () -> disk.room(Long.MAX_VALUE));
    }

    private void rest() {
        trace.say("faults stop");
        faults = false;
        links.forEach(SimLink::faultsStop);
        posts.forEach(post -> post.disk().failForces(0));
        posts.forEach(post -> post.disk().room(Long.MAX_VALUE));
        hub.disk().failForces(0);
        long until = scheduler.now() + REST_MILLIS;
        while (!atRest()) {
            if (scheduler.now() > until || !scheduler.step()) {
                StringBuilder standing = new StringBuilder("after two hours of calm");
                posts.forEach(post -> standing.append("; ").append(post.standing()));
                throw new ViolationException("BacklogAlwaysDrains", standing.toString());
            }
        }
    }

    private boolean atRest() {
        for (SimPost post : posts) {
            if (post.backlog() != 0 || post.heldRelease() != hub.published()) {
                return false;
            }
        }
        return true;
    }
}
