package org.forpost.edge.post;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.release.Role;

/// How this lane stands among its peers, for the page.
///
/// @param lanes numbers of the lanes that are in the cluster, this one among them
/// @param peers the other lanes, and what they have of this one's records
/// @param last the last record of each chain that has any, and on how many peers' disks it is
/// @param carrier the lane that carries the records of all to the hub
/// @param kept what this lane keeps for others, by lane
/// @param releases number of the release in force by role (0 for none), of this lane and of each
///   peer that has said so, by node
public record PostStanding(
        SortedSet<Integer> lanes,
        List<Custody.Holder> peers,
        List<Last> last,
        Carrier carrier,
        List<Kept> kept,
        SortedMap<String, Map<Role, Long>> releases) {
    public PostStanding {
        peers = List.copyOf(peers);
        last = List.copyOf(last);
        kept = List.copyOf(kept);
    }

    /// @param number of the record in its chain
    /// @param heldBy how many peers have it on their disks
    public record Last(Priority priority, long number, int heldBy) {}

    /// @param lane its number; 0 where nobody carries
    /// @param up whether it reaches the hub, as it said last
    public record Carrier(int lane, boolean up) {}

    /// Sealed envelopes of one other lane on this one's disk.
    ///
    /// @param unreceipted how many of them the hub is not known to hold
    /// @param share most bytes of one lane
    public record Kept(String node, int envelopes, int unreceipted, long bytes, long share) {}
}
