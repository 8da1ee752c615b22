package org.forpost.sim.finger;

/// Numbered people of one seed, one finger each, each pressed any number of times.
///
/// @param seed of all of them
public record Population(long seed) {

    /// The finger of that number; the same again on every call.
    public Finger finger(int number) {
        return SyntheticFinger.of(fingerSeed(number));
    }

    /// How that finger was pressed that time; an ordinary press, other each time.
    public Press press(int number, int impression) {
        return Press.normal(Seeds.mix(fingerSeed(number), Seeds.IMPRESSION + impression));
    }

    private long fingerSeed(int number) {
        return Seeds.mix(Seeds.mix(seed, Seeds.POPULATION), number);
    }
}
