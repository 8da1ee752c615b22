package org.forpost.protocol.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// Lets a node forget: the key of a closed segment is destroyed here once the hub's receipts have
/// covered all of it for the retention time (SPEC.md §2.5).
///
/// The time is counted between two signed times of the hub, never by this machine's clock; a node
/// without a link forgets nothing.
public final class Retention {
    /// A hub that comes back from a backup finds at its posts what it lost, if the backup is
    /// younger than this: of a daily backup the last seven, for a fault that is found after a
    /// weekend. A longer time leaves more on a disk that may be seized.
    public static final long DEFAULT_MILLIS = TimeUnit.DAYS.toMillis(7);

    private final Journal journal;
    private final long millis;
    private final SortedMap<Long, Long> coveredSince;

    /// @param millis retention time, above 0
    /// @param coveredSince the hub's time at which each segment was found covered, as
    ///   [#coveredSince()] gave it before a restart; what is missing begins to count anew
    public Retention(Journal journal, long millis, SortedMap<Long, Long> coveredSince) {
        if (millis <= 0) {
            throw new IllegalArgumentException("retention above 0 ms expected, got " + millis);
        }
        this.journal = journal;
        this.millis = millis;
        this.coveredSince = new TreeMap<>(coveredSince);
    }

    /// The hub has said how far it holds the present incarnation.
    ///
    /// @param numbers of each chain, by priority
    /// @param hubMillis its signed time
    /// @return the segments whose keys are destroyed now, durably
    /// @throws IOException when one could not be written over; the next call tries again
    /// @throws DurabilityLostException when the disk does not confirm it: stop the process
    public List<Long> receipted(long[] numbers, long hubMillis) throws IOException {
        List<Long> covered = journal.coveredSegments(numbers);
        // What is not covered any more (a hub that came back from a backup) begins anew.
        coveredSince.keySet().retainAll(covered);
        List<Long> destroyed = new ArrayList<>();
        for (long segment : covered) {
            long since = Math.min(hubMillis, coveredSince.getOrDefault(segment, hubMillis));
            coveredSince.put(segment, since);
            if (hubMillis - since >= millis) {
                journal.destroyKey(segment);
                coveredSince.remove(segment);
                destroyed.add(segment);
            }
        }
        return destroyed;
    }

    /// What a restart must not forget: segment to the hub's time.
    public SortedMap<Long, Long> coveredSince() {
        return new TreeMap<>(coveredSince);
    }
}
