package org.forpost.sim.finger;

/// Independent streams of randomness from one seed: each purpose has a number of its own, so that a
/// change in how much randomness one purpose consumes leaves the others as they were.
final class Seeds {
    static final long NORMAL_PRESS = 1;
    static final long BAD_PRESS = 2;
    static final long PATTERN = 3;
    static final long FIELD_NOISE = 4;
    static final long PERIOD_NOISE = 5;
    static final long RIDGES = 6;
    static final long DISTORTION = 7;
    static final long CONTACT = 8;
    static final long MOISTURE = 9;
    static final long GRAIN = 10;
    static final long SCRATCHES = 11;
    static final long PORES = 12;
    static final long SENSOR = 13;
    static final long CREASES = 14;
    static final long POPULATION = 15;
    static final long GROWTH = 16;
    static final long SHORT_RIDGES = 17;

    /// The first of as many streams as a finger has impressions.
    static final long IMPRESSION = 1_000;

    private Seeds() {}

    /// The finaliser of SplitMix64 (Steele, Lea, Flood, 2014) over both numbers.
    static long mix(long seed, long purpose) {
        long z = seed * 0x9e3779b97f4a7c15L + (purpose + 1) * 0xd1342543de82ef95L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
