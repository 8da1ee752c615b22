package org.forpost.protocol.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.forpost.protocol.record.Priority;
import org.jspecify.annotations.Nullable;

/// Lets a node forget: the key of a closed segment is destroyed here once the hub's receipts have
/// covered all of it for the retention time (SPEC.md §2.5).
///
/// ```
/// not covered ──(receipts of all chains cover it)──► covered since ──(by both clocks)──► destroyed
///      ▲                                                  │
///      └── a receipt is lower, a new incarnation ─────────┘
/// ```
///
/// The time has to pass by two clocks that nobody sets together: between two signed times of the
/// hub, and while this machine was running. A hub whose clock jumps ahead hurries nothing, nor does
/// this machine's own wall clock; a node without a link forgets nothing.
public final class Retention {
    /// A hub that comes back from a backup finds at its posts what it lost, if the backup is
    /// younger than this: of a daily backup the last seven, for a fault that is found after a
    /// weekend. A longer time leaves more on a disk that may be seized.
    public static final long DEFAULT_MILLIS = TimeUnit.DAYS.toMillis(7);

    private final Journal journal;
    private final long millis;
    private byte[] incarnation;
    private final SortedMap<Long, Moment> coveredSince = new TreeMap<>();
    private final long[] numbers = new long[Priority.COUNT];
    private final @Nullable Moment[] heard = new Moment[Priority.COUNT];

    /// One moment by both clocks.
    ///
    /// @param hubMillis the hub's signed time
    /// @param uptimeMillis how long this machine was running in all, at the least:
    ///   [org.forpost.protocol.record.TrustedTime#uptimeMillis]
    public record Moment(long hubMillis, long uptimeMillis) {
        private Moment earlier(Moment other) {
            return new Moment(
                    Math.min(hubMillis, other.hubMillis),
                    Math.min(uptimeMillis, other.uptimeMillis));
        }

        private Moment later(Moment other) {
            return new Moment(
                    Math.max(hubMillis, other.hubMillis),
                    Math.max(uptimeMillis, other.uptimeMillis));
        }
    }

    /// What a restart must not forget; where it is gone the time begins anew.
    ///
    /// @param incarnation of the journal for which it was found
    /// @param since when each segment was found covered, by its number
    public record Covered(byte[] incarnation, SortedMap<Long, Moment> since) {
        /// Of a node that has found nothing yet.
        public static Covered nothing() {
            return new Covered(new byte[0], new TreeMap<>());
        }
    }

    /// @param millis retention time, above 0
    /// @param kept as [#covered()] gave it before a restart
    public Retention(Journal journal, long millis, Covered kept) {
        if (millis <= 0) {
            throw new IllegalArgumentException("retention above 0 ms expected, got " + millis);
        }
        this.journal = journal;
        this.millis = millis;
        this.incarnation = journal.incarnation();
        if (Arrays.equals(kept.incarnation(), incarnation)) {
            coveredSince.putAll(kept.since());
        }
    }

    /// The hub has said how far it holds a chain.
    ///
    /// @param of the incarnation that it speaks of; of one that is not the present one nothing
    ///   follows
    /// @param at when: its signed time, and this machine's uptime
    /// @return the segments whose keys are destroyed now, durably
    /// @throws IOException when one could not be written over; the next call tries again
    /// @throws DurabilityLostException when the disk does not confirm it: stop the process
    public List<Long> receipted(byte[] of, Priority priority, long number, Moment at)
            throws IOException {
        if (!Arrays.equals(incarnation, journal.incarnation())) {
            // Another history: whether the hub went back is only being found out.
            incarnation = journal.incarnation();
            coveredSince.clear();
            Arrays.fill(heard, null);
        }
        if (!Arrays.equals(incarnation, of)) {
            return List.of();
        }
        numbers[priority.code()] = number;
        heard[priority.code()] = at;
        // What one chain's receipt says now says nothing of the others: a hub that came back from a
        // backup meanwhile may have lost them. So the oldest of the four counts, and where one has
        // not been heard of since the start, none does.
        Moment oldest = at;
        Moment latest = at;
        for (Moment one : heard) {
            if (one == null) {
                return List.of();
            }
            oldest = oldest.earlier(one);
            latest = latest.later(one);
        }
        return destroyed(oldest, latest);
    }

    private List<Long> destroyed(Moment oldest, Moment latest) throws IOException {
        List<Long> covered = journal.coveredSegments(numbers);
        // What is not covered any more (a hub that came back from a backup) begins anew.
        coveredSince.keySet().retainAll(covered);
        List<Long> destroyed = new ArrayList<>();
        for (long segment : covered) {
            // A clock that went back, or an uptime that was not kept, delays it.
            Moment since = latest.earlier(coveredSince.getOrDefault(segment, latest));
            coveredSince.put(segment, since);
            if (oldest.hubMillis() - since.hubMillis() >= millis
                    && oldest.uptimeMillis() - since.uptimeMillis() >= millis) {
                journal.destroyKey(segment);
                coveredSince.remove(segment);
                destroyed.add(segment);
            }
        }
        return destroyed;
    }

    /// What a restart must not forget.
    public Covered covered() {
        return new Covered(incarnation.clone(), new TreeMap<>(coveredSince));
    }
}
