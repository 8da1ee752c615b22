package org.forpost.edge.post;

import java.util.List;
import java.util.SortedSet;
import org.forpost.protocol.record.Priority;

/// How this lane stands among its peers, for the page.
///
/// @param lanes numbers of the lanes that are in the cluster, this one among them
/// @param peers the other lanes, and what they have of this one's records
/// @param last the last record of each chain that has any, and on how many peers' disks it is
public record PostStanding(SortedSet<Integer> lanes, List<Custody.Holder> peers, List<Last> last) {
    public PostStanding {
        peers = List.copyOf(peers);
        last = List.copyOf(last);
    }

    /// @param number of the record in its chain
    /// @param heldBy how many peers have it on their disks
    public record Last(Priority priority, long number, int heldBy) {}
}
