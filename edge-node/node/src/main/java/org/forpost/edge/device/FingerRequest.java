package org.forpost.edge.device;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/// Asks a scanner for the fingers of one placement (four fingers of a hand, two thumbs, or one).
///
/// @param transactionId names this capture and no other; the device signs it into its answer
/// @param positions the fingers wanted, each once, none of them [FingerPosition#UNKNOWN] unless a
///   single finger of whatever position is wanted
/// @param exceptions fingers of the same placement that the traveller does not have or cannot give;
///   none of them in `positions`
/// @param quality the least quality that will do for each finger, 0 to 100
/// @param timeout how long the device may wait for the fingers, more than zero, at most
///   [#LONGEST_TIMEOUT]
/// @param previousHash where this capture joins the chain of the crossing: [#FIRST_HASH], or the
///   `lastHash` of the capture before
public record FingerRequest(
        String transactionId,
        List<FingerPosition> positions,
        List<FingerPosition> exceptions,
        int quality,
        Duration timeout,
        String previousHash) {

    /// SHA-256 of nothing, the beginning of every chain of captures.
    public static final String FIRST_HASH =
            "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855";

    /// Two minutes: nobody holds fingers on a scanner for longer, and a lane must come free again.
    public static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(2);

    public FingerRequest {
        positions = List.copyOf(positions);
        exceptions = List.copyOf(exceptions);
        CaptureTerms.check(transactionId, quality, timeout, previousHash);
        if (positions.isEmpty() || positions.size() > 10) {
            throw new IllegalArgumentException(
                    positions.size() + " positions asked, expected 1 to 10");
        }
        var all = new HashSet<>(positions);
        all.addAll(exceptions);
        if (all.size() != positions.size() + exceptions.size()) {
            throw new IllegalArgumentException(
                    "a finger is named twice: asked "
                            + positions
                            + ", exceptions "
                            + exceptions
                            + "; each finger may be named once");
        }
    }

    /// The first capture of a crossing, with no exceptions.
    public static FingerRequest of(
            String transactionId, List<FingerPosition> positions, int quality, Duration timeout) {
        return new FingerRequest(transactionId, positions, List.of(), quality, timeout, FIRST_HASH);
    }
}
