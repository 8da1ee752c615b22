package org.forpost.protocol.record;

/// Whether something with an expiry still holds: [TrustedTime#until].
public enum Validity {
    /// Neither what is proved nor the wall clock says that it has expired.
    HOLDS,
    /// Only the wall clock says that it has expired. Either the machine was off for that long, or
    /// the clock was set forward: nothing may be destroyed or locked out for good by this alone,
    /// and people are told.
    DOUBTFUL,
    /// It has expired, whatever the wall clock shows: by a signed time, and the time that this
    /// machine was running since.
    EXPIRED
}
