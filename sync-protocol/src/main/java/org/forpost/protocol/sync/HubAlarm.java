package org.forpost.protocol.sync;

import java.util.List;
import org.forpost.protocol.record.Priority;

/// What the people at the hub must look at.
public sealed interface HubAlarm {
    /// A message was refused: malformed, not authentic, or out of place.
    ///
    /// @param code MQTT 5 reason code that its sender was told
    /// @param field which was not as SPEC.md says, and what was expected
    record Refused(int code, String field) implements HubAlarm {}

    /// A record of a good batch is held in quarantine.
    ///
    /// @param hash SHA-256 of the record
    record Quarantined(
            byte[] incarnation, Priority priority, long number, byte[] hash, String field)
            implements HubAlarm {
        /// Whether the record itself is still at the post: the hub could not take it even alone.
        public boolean withheld() {
            return field.startsWith(HubConversation.WITHHELD);
        }
    }

    /// Two machines write one incarnation: the same number with another hash. All four chains of it
    /// are blocked, both branches are kept.
    ///
    /// @param number where they differ
    /// @param held hash of the head that was counted first
    /// @param other hash of the other branch's head
    /// @param followers incarnations that took over from it so far
    record Forked(
            byte[] incarnation,
            Priority priority,
            long number,
            byte[] held,
            byte[] other,
            List<byte[]> followers)
            implements HubAlarm {}

    /// An incarnation goes on after another took over from it: two machines live, and it is
    /// blocked, what came is kept; or other nodes brought what a dead one had left, and that
    /// counts.
    ///
    /// @param number of the first record that came too late
    /// @param followers which took over
    record Outlived(byte[] incarnation, Priority priority, long number, List<byte[]> followers)
            implements HubAlarm {}

    /// A new incarnation took over from another: a disk was restored, or a clone told from its
    /// twin.
    ///
    /// @param follows the one before
    /// @param siblings all that took over from that one, this one included: two of them after a
    ///   fork are the two machines
    record TookOver(byte[] incarnation, byte[] follows, boolean afterFork, List<byte[]> siblings)
            implements HubAlarm {}

    /// A node begins incarnation after incarnation, and no further one is taken from it.
    record TooManyIncarnations(int most) implements HubAlarm {}
}
