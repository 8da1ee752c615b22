package org.forpost.protocol.world;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Some posts and a hub for a few minutes of faults, and then for as long as they need to come to
/// rest. Everything follows from the seed.
public final class World {
    /// What clocks that are right show when the world begins.
    static final long BEGINNING_MILLIS = 1_795_000_000_000L;

    private static final long FAULTS_MILLIS = 150_000;

    private static final long TEN_YEARS_MILLIS = 3_652L * 24 * 3_600_000;

    private final long seed;
    private final Scheduler scheduler = new Scheduler();
    private final Trace trace;
    private final Faults counts = new Faults();
    private final Invariants invariants = new Invariants();
    private final Chance chance;
    private final Weather weather;
    private final SimHub hub;
    private final List<SimPost> posts = new ArrayList<>();
    private final List<SimLink> links = new ArrayList<>();
    private boolean faults = true;

    /// What became of one world.
    ///
    /// @param events how much happened in it; all promises were looked at after each
    /// @param trace hash over everything that happened, for comparing two runs
    /// @param violation null when every promise held
    public record Report(
            long seed, long events, String trace, Faults faults, @Nullable Violation violation) {}

    /// @param invariant name of the promise that was broken
    /// @param what is wrong, in one line
    /// @param trace the last lines of what happened before
    public record Violation(String invariant, String what, String trace) {}

    private World(long seed, Parts parts, Consumer<String> reader) {
        this.seed = seed;
        trace = new Trace(scheduler, reader);
        chance = new Chance(seed);
        weather = Weather.of(chance.of("weather"));
        hub = new SimHub(scheduler, chance.of("hub"), trace, invariants, counts, parts);
        for (int i = 1; i <= weather.posts(); i++) {
            String name = "lane-" + i;
            SimPost post =
                    new SimPost(name, scheduler, chance.of(name), trace, invariants, counts, parts);
            SimLink link =
                    new SimLink(scheduler, chance.of("link"), trace, counts, weather, post, hub);
            post.connectBy(link);
            hub.serves(link);
            posts.add(post);
            links.add(link);
        }
    }

    /// Lives the world of one seed through.
    public static Report run(long seed) {
        return run(seed, Parts.HONEST, line -> {});
    }

    /// @param reader is told every line of the trace
    public static Report run(long seed, Consumer<String> reader) {
        return run(seed, Parts.HONEST, reader);
    }

    static Report run(long seed, Parts parts, Consumer<String> reader) {
        return new World(seed, parts, reader).report();
    }

    private Report report() {
        Violation violation = null;
        try {
            trace.say("seed " + seed + ", " + weather);
            live();
        } catch (ViolationException e) {
            violation = new Violation(e.invariant(), String.valueOf(e.getMessage()), trace.end());
        } catch (RuntimeException e) {
            StringBuilder what = new StringBuilder(e.toString());
            for (int i = 0; i < Math.min(6, e.getStackTrace().length); i++) {
                what.append(" at ").append(e.getStackTrace()[i]);
            }
            violation = new Violation("NothingFailsUnforeseen", what.toString(), trace.end());
        }
        return new Report(seed, scheduler.events(), trace.hash(), counts, violation);
    }

    private void live() {
        hub.start();
        for (SimPost post : posts) {
            post.start();
            often(2_000, post::record);
            often(weather.crashEvery(), () -> crash(post));
            often(60_000, () -> post.disk().cutPowerIn(1 + chance.below(40)));
            often(60_000, () -> fillUp(post.disk()));
            often(80_000, () -> post.disk().failForces(1));
            often(80_000, () -> post.disk().failWrites(1));
            often(80_000, () -> post.disk().failReads(1));
            often(100_000, () -> post.jump(chance.nextBoolean() ? jump() : -jump()));
        }
        often(weather.crashEvery(), this::crashHub);
        often(60_000, () -> hub.disk().cutPowerIn(1 + chance.below(40)));
        often(100_000, () -> hub.disk().failForces(1));
        often(100_000, () -> hub.disk().failWrites(1));
        often(40_000, hub::publish);
        while (scheduler.now() < FAULTS_MILLIS && scheduler.step()) {}
        rest();
    }

    /// Again and again until faults stop, at random times of this mean distance.
    private void often(int meanMillis, Runnable what) {
        scheduler.in(
                chance.around(meanMillis),
                () -> {
                    if (faults) {
                        what.run();
                        often(meanMillis, what);
                    }
                });
    }

    private long jump() {
        return chance.nextLong(TEN_YEARS_MILLIS);
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
        disk.room(chance.below(400));
        scheduler.in(1_000 + chance.below(20_000), () -> disk.room(Long.MAX_VALUE));
    }

    private void rest() {
        trace.say("faults stop");
        faults = false;
        links.forEach(SimLink::faultsStop);
        posts.forEach(post -> post.disk().heal());
        hub.disk().heal();
        long until = scheduler.now() + BacklogAlwaysDrains.REST_MILLIS;
        while (!atRest()) {
            if (scheduler.now() > until || !scheduler.step()) {
                StringBuilder standing = new StringBuilder();
                posts.forEach(post -> standing.append(post.standing()).append("; "));
                throw invariants.drains.stuck(standing.append(hub.published()).toString());
            }
        }
        invariants.see(one -> one.rest(this));
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
