package org.forpost.protocol.world;

/// How bad it is today: drawn from the seed, so that some worlds are nearly calm and some hardly
/// bearable.
///
/// @param posts how many lanes there are
/// @param broker whether a broker stands between post and hub: it acknowledges before the hub has
///   anything, and may forget what it acknowledged
/// @param cutEvery mean time between two ends of a connection, in milliseconds
/// @param crashEvery mean time between two crashes of one program
/// @param loss of every thousand messages, how many are lost (with a broker) or end the connection
/// @param twice of every thousand messages, how many come twice
/// @param overtaken of every thousand messages, how many are late and overtaken by others
/// @param delay of one message, at most, in milliseconds
/// @param copies whether disks of posts are cloned and restored
/// @param flips whether bits flip on disks
/// @param hubLost whether the hub comes back from yesterday's copy
/// @param byzantine whether one more lane lies
/// @param hubJumps whether the hub's clock jumps
/// @param unreadable whether some records are such that the hub fails over their envelopes
/// @param peers whether the lanes are of one post, and carry for each other
/// @param loneLanes how many of them then have no line of their own until faults stop
record Weather(
        int posts,
        boolean broker,
        int cutEvery,
        int crashEvery,
        int loss,
        int twice,
        int overtaken,
        int delay,
        boolean copies,
        boolean flips,
        boolean hubLost,
        boolean byzantine,
        boolean hubJumps,
        boolean unreadable,
        boolean peers,
        int loneLanes) {
    static Weather of(Chance chance) {
        return new Weather(
                2 + chance.below(3),
                chance.oneIn(3),
                3_000 + chance.below(80_000),
                10_000 + chance.below(100_000),
                chance.below(40),
                chance.below(60),
                chance.nextBoolean() ? 0 : chance.below(60),
                20 + chance.below(2_000),
                chance.oneIn(3),
                chance.oneIn(4),
                chance.oneIn(4),
                chance.oneIn(4),
                chance.oneIn(4),
                chance.oneIn(4),
                chance.nextBoolean(),
                chance.below(3));
    }
}
