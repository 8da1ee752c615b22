package org.forpost.edge.post;

/// Whether this lane dials the hub, or leaves that to another. Knows no cluster and no network: is
/// asked what to do, and told what came of it.
///
/// ```
///            ┌── another has it, and the hub's word comes ──► WAITS ──┐
/// asks ──────┤                                                        │ it ended
///            └── this lane has it ──► CARRIES ── link down for 15 s ──┴─► RESTS, 20 s ──► asks
///
/// no answer from the cluster, or a holder through whom no word of the hub comes: dials all the same
/// ```
///
/// Two lanes that dial at once do no harm: the hub counts each record once. One thread at a time.
final class CarrierLease {
    /// Another lane may reach the hub where this one does not: its line, its modem.
    static final long GIVE_UP_MILLIS = 15_000;

    static final long REST_MILLIS = 20_000;

    /// The others ask every two seconds: none of them wants what is still free then.
    static final long FREE_MILLIS = 5_000;

    /// The hub's word comes every half minute through a lane that carries. One that holds the lease
    /// and brings none is broken, or means ill.
    static final long WORDLESS_MILLIS = 120_000;

    /// How long a lane goes by itself then.
    static final long DISTRUST_MILLIS = 600_000;

    /// What to ask the cluster.
    enum Wish {
        /// The lease, or more time with it.
        TAKE,
        /// Who has it.
        LOOK,
        /// Nothing: give it back.
        GIVE_BACK
    }

    private final int lane;
    private final boolean dials;
    private int holder;
    private boolean answered;
    private boolean anyAnswer;
    private boolean up;
    private long downSince;
    private long wordAt;
    private long restUntil;
    private long distrustUntil;

    /// @param dials whether this lane has a line to the hub at all
    CarrierLease(int lane, boolean dials, long now) {
        this.lane = lane;
        this.dials = dials;
        this.downSince = now;
        this.wordAt = now;
        this.restUntil = now;
        this.distrustUntil = now;
    }

    /// @param others how many other lanes there are in the cluster
    Wish wish(long now, int others) {
        if (!dials || now < restUntil) {
            return Wish.LOOK;
        }
        if (holder == lane && answered && !up && others > 0 && now - downSince >= GIVE_UP_MILLIS) {
            restUntil = now + REST_MILLIS;
            return Wish.GIVE_BACK;
        }
        return Wish.TAKE;
    }

    /// @param holds number of the lane that holds it; 0 where none does
    void answered(long now, int holds) {
        if (holds != holder || !answered) {
            wordAt = now;
            downSince = now;
        }
        holder = holds;
        if (holder == 0 && now >= restUntil - REST_MILLIS + FREE_MILLIS) {
            restUntil = Math.min(restUntil, now);
        }
        answered = true;
        anyAnswer = true;
        if (holder != 0 && holder != lane && now - wordAt >= WORDLESS_MILLIS) {
            distrustUntil = now + DISTRUST_MILLIS;
            wordAt = now;
        }
    }

    /// The cluster fails or hangs.
    void unanswered() {
        answered = false;
        anyAnswer = true;
    }

    /// This lane's own link to the hub.
    void link(long now, boolean isUp) {
        if (up && !isUp) {
            downSince = now;
        }
        up = isUp;
    }

    /// The hub has signed something later than what was known, whoever brought it.
    void word(long now) {
        wordAt = now;
    }

    boolean mayDial(long now) {
        return dials && anyAnswer && (!answered || holder == lane || now < distrustUntil);
    }

    /// Number of the lane that carries as the cluster has it; 0 where none does, or the cluster
    /// does not say.
    int holder() {
        return answered ? holder : 0;
    }

    /// Why this lane does not dial, in one line.
    String why() {
        if (!dials) {
            return "the configuration names no hub";
        }
        return holder() == 0
                ? "the lanes agree which of them carries"
                : "lane " + holder() + " carries";
    }
}
