package org.forpost.sim.sbi;

import java.util.function.IntFunction;

/// How an answer goes out. An honest device gives [Whole] or [Frames]; the others are what broken
/// ones do to a connection.
public sealed interface Reply {
    /// A complete HTTP response.
    record Whole(int status, String contentType, byte[] body) implements Reply {}

    /// Preview pictures (JPEG), numbered from 0, until the host hangs up.
    record Frames(IntFunction<byte[]> picture) implements Reply {}

    /// Nothing, while the connection stays open.
    record Silence() implements Reply {}

    /// The headers of `whole` and the first `bytes` of its body, then the connection closes.
    record Torn(Whole whole, int bytes) implements Reply {}

    /// A body of `bytes` bytes that repeats `piece`; a negative length stands for one without end.
    record Flood(String contentType, byte[] piece, long bytes) implements Reply {}
}
