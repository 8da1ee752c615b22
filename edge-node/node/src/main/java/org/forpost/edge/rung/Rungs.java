package org.forpost.edge.rung;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.forpost.edge.rules.Conditions;
import org.forpost.edge.rules.Ladder;
import org.forpost.edge.rules.Rung;
import org.jspecify.annotations.Nullable;

/// On which rungs the lane stands. Safe for several threads.
///
/// ```
///          begin (a rung of the rules in force)
///   real ──────────────────────────────────────► drill: the rung counts as reached
///     ▲     end, its time is over, a new rule set       │
///     └─────────────────────────────────────────────────┘
/// ```
///
/// A drill only adds to what is so: a rung that is really reached stays. It is forgotten by a
/// restart, which the audit shows.
public final class Rungs {
    /// A drill that is forgotten must not be the next shift's surprise.
    public static final Duration LONGEST_DRILL = Duration.ofMinutes(60);

    private final Supplier<Ladder> ladder;
    private final Supplier<Conditions> conditions;
    private final InstantSource clock;
    private final LongSupplier monotonicMillis;
    private final BiConsumer<String, String> note;
    private @Nullable Drill drill;
    private long drillEndsAt;

    /// @param ladder of the rules in force
    /// @param note writes an audit record: event and detail
    public Rungs(
            Supplier<Ladder> ladder,
            Supplier<Conditions> conditions,
            InstantSource clock,
            LongSupplier monotonicMillis,
            BiConsumer<String, String> note) {
        this.ladder = ladder;
        this.conditions = conditions;
        this.clock = clock;
        this.monotonicMillis = monotonicMillis;
        this.note = note;
    }

    /// How it is now.
    ///
    /// @param ladder all rungs there are
    /// @param drill empty when nothing is played
    public record Now(Ladder ladder, Ladder.Standing standing, Optional<Drill> drill) {
        /// What a record names: the worst rung, with `drill:` before it while one is played; empty
        /// in full operation.
        public Optional<String> code() {
            Optional<String> worst = standing.worst().map(Rung::code);
            return drill.isPresent()
                    ? Optional.of("drill:" + worst.orElse(drill.get().rung()))
                    : worst;
        }
    }

    public synchronized Now now() {
        Ladder rungs = ladder.get();
        Drill played = drill;
        if (played != null
                && (monotonicMillis.getAsLong() >= drillEndsAt
                        || rungs.named(played.rung()).isEmpty())) {
            drill = null;
            note.accept("drill-ended", played.rung() + ", by itself");
        }
        Optional<Drill> now = Optional.ofNullable(drill);
        return new Now(
                rungs,
                rungs.standing(conditions.get(), now.flatMap(it -> rungs.named(it.rung()))),
                now);
    }

    /// Begins to play a rung, in the place of one that was played.
    ///
    /// @param by login
    /// @param lasts at most [#LONGEST_DRILL]
    /// @return empty where the rules in force have no such rung
    public synchronized Optional<Drill> begin(String code, String by, Duration lasts) {
        if (lasts.isNegative() || lasts.compareTo(LONGEST_DRILL) > 0) {
            throw new IllegalArgumentException("at most " + LONGEST_DRILL + ", got " + lasts);
        }
        if (ladder.get().named(code).isEmpty()) {
            return Optional.empty();
        }
        drillEndsAt = monotonicMillis.getAsLong() + lasts.toMillis();
        drill = new Drill(code, by, clock.instant().plus(lasts));
        note.accept("drill-begun", code + " by " + by + " for " + lasts.toMinutes() + " min");
        return Optional.of(drill);
    }

    /// @return whether one was played
    public synchronized boolean end(String by) {
        Drill played = drill;
        drill = null;
        if (played != null) {
            note.accept("drill-ended", played.rung() + " by " + by);
        }
        return played != null;
    }
}
