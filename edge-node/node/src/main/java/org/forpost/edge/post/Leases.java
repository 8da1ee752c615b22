package org.forpost.edge.post;

/// What only one lane of the post holds at a time, as far as its cluster can tell. Every call may
/// block for seconds, or for good in a cluster that hangs.
public interface Leases {
    /// Takes or keeps a lease, unless another lane of this part of the cluster has it. A cluster
    /// that is split has a holder in each part; whatever a lease is for must bear that.
    ///
    /// @param seconds until it ends by itself
    /// @return number of the lane that holds it now
    int lease(String name, int seconds);

    /// @return number of the lane that holds a lease now; 0 where none does
    int holder(String name);

    /// Gives a lease back, if it is this lane's.
    void release(String name);
}
