package org.forpost.protocol.record;

/// When something was recorded, and how far to believe it.
///
/// @param wallMillis milliseconds since 1970-01-01T00:00Z by the hybrid logical clock (Kulkarni and
///   others 2014): never less than that of any record or receipt that this node knew of
/// @param counter orders what shares a millisecond
/// @param trust what the wall clock rests on
/// @param trustAgeSeconds seconds since the hub last set or confirmed the clock; 0 when never
public record Stamp(long wallMillis, int counter, ClockTrust trust, long trustAgeSeconds) {
    public static final int MAX_COUNTER = 0xffff;

    public Stamp {
        if (wallMillis < 0 || counter < 0 || counter > MAX_COUNTER || trustAgeSeconds < 0) {
            throw new IllegalArgumentException(
                    "stamp out of range: " + wallMillis + "/" + counter + "/" + trustAgeSeconds);
        }
    }
}
