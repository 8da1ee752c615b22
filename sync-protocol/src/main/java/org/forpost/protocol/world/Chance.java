package org.forpost.protocol.world;

import java.util.random.RandomGenerator;
import org.forpost.protocol.crypto.Randomness;

/// All chance of one part of the world, from one seed: SplitMix64 (Steele and others, *Fast
/// Splittable Pseudorandom Number Generators*, OOPSLA 2014), written out so that a seed means the
/// same on every JVM.
final class Chance implements RandomGenerator, Randomness {
    private long state;

    Chance(long seed) {
        state = seed;
    }

    /// Chance of its own for one part, so that what one part draws does not change another's luck.
    Chance of(String part) {
        return new Chance(nextLong() ^ (long) part.hashCode() << 17);
    }

    @Override
    public long nextLong() {
        state += 0x9e3779b97f4a7c15L;
        long mixed = (state ^ state >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }

    /// 0 to bound - 1.
    int below(int bound) {
        return (int) ((nextLong() >>> 1) % bound);
    }

    boolean oneIn(int times) {
        return below(times) == 0;
    }

    boolean ofThousand(int times) {
        return below(1000) < times;
    }

    /// 1 to twice as much as the mean.
    long around(int mean) {
        return 1L + below(2 * mean);
    }

    @Override
    public byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i += 8) {
            long more = nextLong();
            for (int j = i; j < Math.min(i + 8, count); j++) {
                bytes[j] = (byte) more;
                more >>>= 8;
            }
        }
        return bytes;
    }
}
