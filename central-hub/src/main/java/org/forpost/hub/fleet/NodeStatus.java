package org.forpost.hub.fleet;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.forpost.protocol.release.Role;
import org.jspecify.annotations.Nullable;

/// What the hub knows of a node.
///
/// @param node its name
/// @param post the border crossing point it stands at
/// @param connected whether it is connected now
/// @param revoked whether its certificate was taken back, so that it may not connect
/// @param lastSeen when the hub heard from it last; null: not since the hub was started
/// @param incarnation 32 hexadecimal digits, of the journal that it spoke of last
/// @param releases number of the release in force there, by role, as it said last; a role that is
///   absent has none; null when it never said
/// @param recorded how many records its journal holds durably, by priority, as it said last; empty
///   when it never did
/// @param receipted how many of them the hub holds, by priority; what is missing is the backlog
/// @param roads how many counted by each road (`mqtt`, `peer`, `bundle`), in all its incarnations
/// @param carriers of those that another node carried, how many each did, by road
public record NodeStatus(
        String node,
        String post,
        boolean connected,
        boolean revoked,
        @Nullable Instant lastSeen,
        @Nullable String incarnation,
        @Nullable SortedMap<Role, Long> releases,
        List<Long> recorded,
        List<Long> receipted,
        SortedMap<String, Long> roads,
        SortedMap<String, SortedMap<String, Long>> carriers) {

    /// Number of the release of a role in force there; 0 for none, null when it never said.
    public @Nullable Long release(Role role) {
        return releases == null ? null : releases.getOrDefault(role, 0L);
    }

    /// Records that wait at the node, by priority.
    public List<Long> backlogByPriority() {
        return IntStream.range(0, recorded.size())
                .mapToObj(i -> Math.max(0, recorded.get(i) - receipted.get(i)))
                .toList();
    }

    /// Records that wait at the node.
    public long backlog() {
        return backlogByPriority().stream().mapToLong(Long::longValue).sum();
    }
}
