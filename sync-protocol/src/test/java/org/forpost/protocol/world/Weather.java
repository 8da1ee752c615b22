package org.forpost.protocol.world;

import java.util.Random;

/// How bad it is today: drawn from the seed, so that some worlds are nearly calm and some hardly
/// bearable.
///
/// @param broker whether a broker stands between post and hub: it acknowledges before the hub has
///   anything, and may forget what it acknowledged
/// @param cutEvery mean time between two ends of a connection, in milliseconds
/// @param crashEvery mean time between two crashes of one program
/// @param loss of every thousand messages, how many are lost (with a broker) or end the connection
/// @param twice of every thousand messages, how many come twice
/// @param delay of one message, at most, in milliseconds
record Weather(boolean broker, int cutEvery, int crashEvery, int loss, int twice, int delay) {
    static Weather of(Random random) {
        return new Weather(
                random.nextInt(3) == 0,
                3_000 + random.nextInt(80_000),
                10_000 + random.nextInt(100_000),
                random.nextInt(40),
                random.nextInt(60),
                20 + random.nextInt(2_000));
    }
}
