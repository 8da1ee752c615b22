package org.forpost.hub.fleet;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.forpost.protocol.receipt.Hello;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.release.Role;
import org.jspecify.annotations.Nullable;

/// The nodes: who is there, how much waits at each, which release each has. Safe for use by several
/// threads.
///
/// A node's own word (its signed [Hello]) says what it has recorded; what has arrived of that is
/// the hub's to say.
public final class Fleet {
    private final InstantSource clock;
    private final Map<String, Node> nodes = new TreeMap<>();
    private final List<Consumer<NodeStatus>> listeners = new CopyOnWriteArrayList<>();

    public Fleet(InstantSource clock) {
        this.clock = clock;
    }

    private static final class Node {
        private final String name;
        private String post;
        private boolean connected;
        private boolean revoked;
        private @Nullable Instant lastSeen;
        private @Nullable String incarnation;
        private @Nullable SortedMap<Role, Long> releases;
        private long[] recorded = new long[0];

        /// Incarnation → number up to which the hub holds each of its chains.
        private final Map<String, long[]> held = new HashMap<>();

        /// Road → records that counted by it.
        private final SortedMap<String, Long> roads = new TreeMap<>();

        /// Road → the other node that carried them → records.
        private final SortedMap<String, SortedMap<String, Long>> carriers = new TreeMap<>();

        Node(String name, String post) {
            this.name = name;
            this.post = post;
        }

        long[] held(String incarnation) {
            return held.computeIfAbsent(incarnation, unknown -> new long[Priority.COUNT]);
        }

        NodeStatus status() {
            @Nullable String spokenOf = incarnation;
            long[] arrived =
                    spokenOf == null || recorded.length == 0 ? new long[0] : held(spokenOf);
            long[] known = recorded.clone();
            for (int i = 0; i < arrived.length; i++) {
                // It cannot have recorded fewer than have arrived: its word is only older.
                known[i] = Math.max(known[i], arrived[i]);
            }
            return new NodeStatus(
                    name,
                    post,
                    connected,
                    revoked,
                    lastSeen,
                    spokenOf,
                    releases == null ? null : new TreeMap<>(releases),
                    Arrays.stream(known).boxed().toList(),
                    Arrays.stream(arrived).boxed().toList(),
                    new TreeMap<>(roads),
                    carriers.entrySet().stream()
                            .collect(
                                    Collectors.toMap(
                                            Map.Entry::getKey,
                                            one -> new TreeMap<>(one.getValue()),
                                            (one, other) -> one,
                                            TreeMap::new)));
        }
    }

    private interface Change {
        void in(Node node);
    }

    private void change(String name, Change change) {
        NodeStatus status;
        synchronized (nodes) {
            Node node = nodes.computeIfAbsent(name, unknown -> new Node(unknown, ""));
            change.in(node);
            status = node.status();
        }
        listeners.forEach(listener -> listener.accept(status));
    }

    /// The node is enrolled.
    public void enrolled(String name, String post) {
        synchronized (nodes) {
            @Nullable Node known = nodes.get(name);
            if (known != null && known.post.equals(post)) {
                return;
            }
        }
        change(name, node -> node.post = post);
    }

    /// Its certificate was taken back: it may not connect any more.
    public void revoked(String name) {
        change(name, node -> node.revoked = true);
    }

    /// Whether it was told that this node's certificate was taken back.
    public boolean isRevoked(String name) {
        synchronized (nodes) {
            @Nullable Node known = nodes.get(name);
            return known != null && known.revoked;
        }
    }

    public void connected(String name) {
        change(
                name,
                node -> {
                    node.connected = true;
                    node.lastSeen = clock.instant();
                });
    }

    public void disconnected(String name) {
        change(
                name,
                node -> {
                    node.connected = false;
                    node.lastSeen = clock.instant();
                });
    }

    /// The node said where it stands.
    public void said(Hello hello) {
        change(
                hello.node(),
                node -> {
                    node.incarnation = HexFormat.of().formatHex(hello.incarnation());
                    node.lastSeen = clock.instant();
                    node.recorded = hello.recorded().clone();
                    node.releases = new TreeMap<>(hello.releases());
                });
    }

    /// The hub holds a chain of the node durably up to `number`; also said for what it finds in its
    /// ledger at a start.
    public void holds(String name, byte[] incarnation, Priority priority, long number) {
        change(
                name,
                node -> {
                    long[] held = node.held(HexFormat.of().formatHex(incarnation));
                    held[priority.code()] = Math.max(held[priority.code()], number);
                    if (node.connected) {
                        node.lastSeen = clock.instant();
                    }
                });
    }

    /// Records of the node counted, and by which road they came; also said for what is found in the
    /// ledger at a start.
    ///
    /// @param carrier the other node that carried them; null for none
    public void cameBy(String name, String road, @Nullable String carrier, long records) {
        change(
                name,
                node -> {
                    node.roads.merge(road, records, Long::sum);
                    if (carrier != null) {
                        node.carriers
                                .computeIfAbsent(road, unknown -> new TreeMap<>())
                                .merge(carrier, records, Long::sum);
                    }
                });
    }

    /// Whether it was told that a node of that name is enrolled.
    public boolean knows(String name) {
        synchronized (nodes) {
            @Nullable Node known = nodes.get(name);
            return known != null && !known.post.isEmpty();
        }
    }

    /// All nodes, by name.
    public List<NodeStatus> nodes() {
        synchronized (nodes) {
            return nodes.values().stream().map(Node::status).toList();
        }
    }

    /// All posts, by name.
    public List<PostStatus> posts() {
        return PostStatus.of(nodes());
    }

    /// Calls `listener` after every change, on the thread that made it.
    public void onChange(Consumer<NodeStatus> listener) {
        listeners.add(listener);
    }
}
