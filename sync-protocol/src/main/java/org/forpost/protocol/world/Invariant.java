package org.forpost.protocol.world;

/// One promise, by the name of its class.
abstract class Invariant extends Witness {
    final Truth truth;

    Invariant(Truth truth) {
        this.truth = truth;
    }

    /// @param what is wrong, in one line
    ViolationException broken(String what) {
        return new ViolationException(getClass().getSimpleName(), what);
    }
}
