package org.forpost.sim.link;

/// Something that a line does to bytes on their way in one direction, short of cutting them off.
/// Impairments are put behind one another: the departure from one is the arrival at the next.
public interface Impairment {
    /// When a piece may go on.
    ///
    /// @param bytes its length
    /// @param arrivedNanos when it came, on a clock that only runs forward
    /// @return not before `arrivedNanos`, and not before the departure of an earlier piece
    long departure(int bytes, long arrivedNanos);
}
