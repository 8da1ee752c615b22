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

    /// Something threw what nobody had foreseen.
    static final String UNFORESEEN = "NothingFailsUnforeseen";

    private static final long FAULTS_MILLIS = 150_000;

    /// A hub knows what to do with more, and a world of five minutes has seen enough with these.
    private static final int MAX_MACHINES = 7;

    /// How long a post keeps what the hub holds: short, so that a world of minutes sees it.
    static final long RETENTION_MILLIS = 60_000;

    private static final long TURN_MILLIS = 90_000;

    private static final int MANY_ROUNDS = 150;

    private static final long TEN_YEARS_MILLIS = 3_652L * 24 * 3_600_000;

    /// Sticks travel in one world of so many.
    private static final int STICKS_IN = 4;

    private final long seed;
    private final Scheduler scheduler = new Scheduler();
    private final Trace trace;
    private final Faults counts = new Faults();
    private final Invariants invariants = new Invariants(counts, scheduler);
    private final Parts parts;
    private final Chance chance;
    private final Weather weather;
    private final SimHub hub;
    private final List<SimPost> posts = new ArrayList<>();
    private final List<SimLink> links = new ArrayList<>();
    private final @Nullable SimLan lan;
    private final @Nullable SimSticks sticks;
    private @Nullable SimByzantine liar;
    private boolean faults = true;
    private int carried;

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
        this.parts = parts;
        trace = new Trace(scheduler, reader);
        chance = new Chance(seed);
        weather = Weather.of(chance.of("weather"));
        hub =
                new SimHub(
                        scheduler,
                        chance.of("hub"),
                        trace,
                        invariants,
                        counts,
                        parts,
                        weather.unreadable());
        lan =
                weather.peers()
                        ? new SimLan(
                                scheduler,
                                new Chance(seed ^ 0x1a9L),
                                trace,
                                invariants,
                                counts,
                                parts,
                                posts)
                        : null;
        Chance bySticks = new Chance(seed ^ 0x571c_1e5L);
        sticks =
                bySticks.oneIn(STICKS_IN)
                        ? new SimSticks(scheduler, bySticks, trace, counts, hub, posts)
                        : null;
        for (int i = 1; i <= weather.posts(); i++) {
            var _ = post("lane-" + i, "lane-" + i);
        }
        if (lan != null) {
            for (int i = 0; i < Math.min(weather.loneLanes(), posts.size() - 1); i++) {
                counts.count(Fault.LANE_WITHOUT_A_LINE);
                links.get(i).plug(false);
            }
        }
        if (weather.byzantine()) {
            liar = new SimByzantine(scheduler, chance.of("liar"), counts, hub);
            liar.connectBy(line(liar));
        }
    }

    private SimPost post(String name, String label) {
        SimPost post =
                new SimPost(
                        name,
                        label,
                        scheduler,
                        chance.of(label),
                        trace,
                        invariants,
                        counts,
                        parts,
                        weather.unreadable(),
                        lan);
        post.connectBy(line(post));
        posts.add(post);
        return post;
    }

    private SimLink line(Node node) {
        SimLink link = new SimLink(scheduler, chance.of("link"), trace, counts, weather, node, hub);
        hub.serves(link);
        links.add(link);
        return link;
    }

    /// All machines of all lanes, clones included.
    List<SimPost> posts() {
        return posts;
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
            violation = new Violation(UNFORESEEN, what.toString(), trace.end());
        }
        return new Report(seed, scheduler.events(), trace.hash(), counts, violation);
    }

    private void live() {
        hub.start();
        for (SimPost post : List.copyOf(posts)) {
            post.start();
            troubles(post);
        }
        often(weather.crashEvery(), this::crashHub);
        often(60_000, () -> hub.disk().cutPowerIn(1 + chance.below(40)));
        often(100_000, () -> hub.disk().failForces(1));
        often(100_000, () -> hub.disk().failWrites(1));
        often(40_000, hub::publish);
        if (weather.hubLost()) {
            often(15_000, hub::backUp);
            often(100_000, () -> hub.restore("its disk is lost"));
        }
        if (weather.flips()) {
            often(60_000, hub::backUp);
            often(150_000, hub::flipBit);
        }
        if (weather.hubJumps()) {
            often(60_000, this::hubClockJumps);
        }
        SimByzantine lying = liar;
        if (lying != null) {
            often(2_000, lying::lie);
        }
        while (scheduler.now() < FAULTS_MILLIS && scheduler.step()) {}
        rest();
    }

    private void troubles(SimPost post) {
        often(2_000, post::record);
        SimLan neighbours = lan;
        if (neighbours != null) {
            often(4_000, () -> neighbours.carry(post));
        }
        SimSticks travelling = sticks;
        if (travelling != null) {
            often(20_000, () -> travelling.pack(post));
        }
        often(weather.crashEvery(), () -> crash(post));
        often(60_000, () -> post.disk().cutPowerIn(1 + chance.below(40)));
        often(60_000, () -> fillUp(post.disk()));
        often(80_000, () -> post.disk().failForces(1));
        often(80_000, () -> post.disk().failWrites(1));
        often(80_000, () -> post.disk().failReads(1));
        often(100_000, () -> post.jump(chance.nextBoolean() ? jump() : -jump()));
        if (weather.flips()) {
            often(200_000, () -> flip(post));
        }
        if (weather.copies()) {
            often(150_000, () -> restoreLater(post));
            often(250_000, () -> clone(post));
        }
    }

    private void flip(SimPost post) {
        String where = post.disk().flipBit(chance);
        if (where != null) {
            trace.say(post.label() + " a bit flips at " + where);
            invariants.see(one -> one.flipped(post, where));
        }
    }

    /// Somebody takes a copy of the disk, and puts it in its place later.
    private void restoreLater(SimPost post) {
        SimPost.Copy copy = post.copy();
        if (copy != null) {
            scheduler.in(
                    chance.around(20_000),
                    () -> {
                        if (faults) {
                            counts.count(Fault.DISK_RESTORED);
                            post.startFrom(copy);
                        }
                    });
        }
    }

    /// Somebody puts a copy of the disk into a second machine.
    private void clone(SimPost post) {
        SimPost.Copy copy = post.copy();
        if (copy != null && posts.size() < MAX_MACHINES) {
            counts.count(Fault.DISK_CLONED);
            SimPost twin = post(post.name(), post.name() + "'" + posts.size());
            twin.startFrom(copy);
            troubles(twin);
        }
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

    /// Until somebody sees it.
    private void hubClockJumps() {
        hub.jump(chance.nextBoolean() ? jump() : -jump());
        scheduler.in(1_000 + chance.below(20_000), () -> hub.jump(0));
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
        if (liar != null) {
            liar.off();
        }
        posts.forEach(post -> post.disk().heal());
        hub.disk().heal();
        hub.publish();
        // Each machine shows that it lives: else nobody could tell a clone from a disk that moved.
        posts.forEach(SimPost::record);
        takeTurns(0);
        carryOn();
        comeToRest();
        // Until no machine has anything new to learn: a clone is told from a disk that moved when
        // it
        // goes on after its twin did.
        long begun = -1;
        while (begun < counts.of(Fault.INCARNATION_BEGUN)) {
            begun = counts.of(Fault.INCARNATION_BEGUN);
            posts.forEach(SimPost::record);
            comeToRest();
        }
        invariants.see(one -> one.rest(this));
    }

    private void comeToRest() {
        long until = scheduler.now() + BacklogAlwaysDrains.REST_MILLIS;
        while (!atRest()) {
            if (scheduler.now() > until || !scheduler.step()) {
                posts.forEach(post -> trace.say(post.standing()));
                StringBuilder standing = new StringBuilder();
                if (posts.stream().allMatch(post -> post.backlog() == 0)) {
                    invariants.see(one -> one.rest(this));
                }
                posts.forEach(post -> standing.append(post.standing()).append("; "));
                throw invariants.drains.stuck(standing.append(hub.published()).toString());
            }
        }
    }

    /// What lanes keep of others goes on its way.
    private void carryOn() {
        SimLan neighbours = lan;
        if (neighbours != null) {
            posts.forEach(neighbours::carry);
            // A world that does not come to rest is left alone for most of its two hours.
            scheduler.in(++carried < MANY_ROUNDS ? 5_000 : 60_000, this::carryOn);
        }
    }

    /// Two machines of one name push each other off the hub: people plug in one at a time.
    private void takeTurns(int round) {
        for (SimLink link : links) {
            List<SimLink> sameName =
                    links.stream()
                            .filter(one -> one.post().name().equals(link.post().name()))
                            .toList();
            link.plug(sameName.get(round % sameName.size()) == link);
        }
        scheduler.in(TURN_MILLIS, () -> takeTurns(round + 1));
    }

    private boolean atRest() {
        return posts.stream()
                        .allMatch(post ->
                                post.backlog() == 0
                                        && post.heldRelease() == hub.published()
                                        && post.knowsWhatWasRefused())
                && (lan == null || !lan.hasSomethingDue());
    }
}
