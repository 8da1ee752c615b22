package org.forpost.hub.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the hub knows of a post: of all its nodes together.
///
/// @param nodes of it, by name
/// @param roads how many records of theirs counted by each road (`mqtt`, `peer`, `bundle`)
/// @param carriers of those that another node carried, how many each did, by road
public record PostStatus(
        String post,
        List<NodeStatus> nodes,
        SortedMap<String, Long> roads,
        SortedMap<String, SortedMap<String, Long>> carriers) {

    /// @param nodes of any posts, by name
    static List<PostStatus> of(List<NodeStatus> nodes) {
        SortedMap<String, PostStatus> posts = new TreeMap<>();
        for (NodeStatus node : nodes) {
            PostStatus post =
                    posts.computeIfAbsent(
                            node.post(),
                            name ->
                                    new PostStatus(
                                            name,
                                            new ArrayList<>(),
                                            new TreeMap<>(),
                                            new TreeMap<>()));
            post.nodes.add(node);
            add(node.roads(), post.roads);
            node.carriers()
                    .forEach((road, counts) ->
                            add(counts, post.carriers.computeIfAbsent(road, _ -> new TreeMap<>())));
        }
        return List.copyOf(posts.values());
    }

    private static void add(Map<String, Long> counts, Map<String, Long> to) {
        counts.forEach((what, count) -> to.merge(what, count, Long::sum));
    }
}
