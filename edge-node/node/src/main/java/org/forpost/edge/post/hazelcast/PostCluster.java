package org.forpost.edge.post.hazelcast;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.DiscoveryStrategyConfig;
import com.hazelcast.config.InterfacesConfig;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.ManagementCenterConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.SerializationConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.map.IMap;
import com.hazelcast.spi.properties.ClusterProperty;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.forpost.edge.post.Leases;
import org.forpost.edge.post.Neighbours;

/// This lane's member of the post's cluster: which lanes there are, who holds which lease.
///
/// Open-source Hazelcast has neither TLS nor authentication, so the member listens on 127.0.0.1
/// only and is known to the others under an address of the tunnel's. What Hazelcast's own hardened
/// example (`hazelcast-security-hardened.yaml` of 5.7.0) turns off is off here too; besides, there
/// is no endpoint for clients at all, the Java serialization filter lets nothing in, and nothing is
/// told to Hazelcast's makers.
public final class PostCluster implements Leases, AutoCloseable {
    private static final String LEASES = "leases";

    /// For some hundred entries; with 271, the default, a member of a small box spends more on
    /// partitions than on what is in them.
    private static final String PARTITIONS = "31";

    private final HazelcastInstance member;
    private final Neighbours neighbours;
    private final int lane;

    private PostCluster(HazelcastInstance member, Neighbours neighbours) {
        this.member = member;
        this.neighbours = neighbours;
        this.lane = neighbours.lane();
    }

    /// Starts the member; it finds the others by itself, now or when they come.
    public static PostCluster join(Neighbours neighbours) {
        return new PostCluster(Hazelcast.newHazelcastInstance(config(neighbours)), neighbours);
    }

    /// All that is turned on, and off.
    static Config config(Neighbours neighbours) {
        Config config =
                new Config()
                        .setClusterName("forpost-" + neighbours.post())
                        .setInstanceName(neighbours.node() + "-" + neighbours.memberPort())
                        .setAdvancedNetworkConfig(network(neighbours))
                        .setSerializationConfig(serialization())
                        .setManagementCenterConfig(
                                new ManagementCenterConfig()
                                        .setScriptingEnabled(false)
                                        .setConsoleEnabled(false)
                                        .setDataAccessEnabled(false));
        config.getJetConfig().setEnabled(false).setResourceUploadEnabled(false);
        config.getIntegrityCheckerConfig().setEnabled(false);
        config.addMapConfig(new MapConfig(LEASES).setBackupCount(1));
        Map.of(
                        ClusterProperty.SOCKET_SERVER_BIND_ANY, "false",
                        ClusterProperty.PHONE_HOME_ENABLED, "false",
                        ClusterProperty.SHUTDOWNHOOK_ENABLED, "false",
                        ClusterProperty.LOGGING_TYPE, "slf4j",
                        ClusterProperty.PARTITION_COUNT, PARTITIONS,
                        ClusterProperty.IO_THREAD_COUNT, "1",
                        ClusterProperty.PARTITION_OPERATION_THREAD_COUNT, "2",
                        ClusterProperty.GENERIC_OPERATION_THREAD_COUNT, "2",
                        ClusterProperty.EVENT_THREAD_COUNT, "1")
                .forEach((property, value) -> config.setProperty(property.getName(), value));
        // A box that was smashed is missed after ten seconds, and a LAN that heals is whole again
        // after twenty; the defaults (60, 300) are those of a data centre.
        Map.of(
                        ClusterProperty.HEARTBEAT_INTERVAL_SECONDS, "2",
                        ClusterProperty.MAX_NO_HEARTBEAT_SECONDS, "10",
                        ClusterProperty.MERGE_FIRST_RUN_DELAY_SECONDS, "10",
                        ClusterProperty.MERGE_NEXT_RUN_DELAY_SECONDS, "10",
                        ClusterProperty.MAX_JOIN_SECONDS, "20",
                        ClusterProperty.TCP_JOIN_PORT_TRY_COUNT, "1",
                        // Ours, KnownLanes; none is looked for on the class path.
                        ClusterProperty.DISCOVERY_SPI_ENABLED, "true",
                        ClusterProperty.OPERATION_CALL_TIMEOUT_MILLIS, "5000")
                .forEach((property, value) -> config.setProperty(property.getName(), value));
        return config;
    }

    private static AdvancedNetworkConfig network(Neighbours neighbours) {
        JoinConfig join = new JoinConfig();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(false).setConnectionTimeoutSeconds(5);
        join.getDiscoveryConfig()
                .addDiscoveryStrategyConfig(
                        new DiscoveryStrategyConfig(new KnownLanes(neighbours)));
        AdvancedNetworkConfig network = new AdvancedNetworkConfig();
        network.setEnabled(true);
        network.setJoin(join);
        network.setMemberEndpointConfig(
                new ServerSocketEndpointConfig()
                        .setPort(neighbours.memberPort())
                        .setPortAutoIncrement(false)
                        .setPublicAddress(advertised(neighbours, neighbours.lane()))
                        .setInterfaces(
                                new InterfacesConfig().setEnabled(true).addInterface("127.0.0.1")));
        // Not merely unused: the map holds an endpoint for clients unless it is taken out.
        network.getEndpointConfigs()
                .keySet()
                .removeIf(endpoint -> !endpoint.equals(EndpointQualifier.MEMBER));
        return network;
    }

    static String advertised(Neighbours neighbours, int lane) {
        return neighbours.advertised(lane) + ":" + Neighbours.ADVERTISED_PORT;
    }

    /// Strings, numbers and bytes need no Java serialization. Members tell each other of their
    /// failures by it, though, and one that can't read that a partition is on its way asks until
    /// its time is up: so exceptions come in, and what they are made of, and nothing else.
    private static SerializationConfig serialization() {
        JavaSerializationFilterConfig failures = new JavaSerializationFilterConfig();
        failures.setDefaultsDisabled(true);
        failures.getWhitelist()
                .addPrefixes("com.hazelcast.core.", "com.hazelcast.spi.exception.")
                .addClasses(
                        "java.lang.Throwable",
                        "java.lang.Exception",
                        "java.lang.RuntimeException",
                        "java.lang.IllegalArgumentException",
                        "java.lang.IllegalStateException",
                        "java.lang.UnsupportedOperationException",
                        "java.lang.StackTraceElement",
                        "[Ljava.lang.StackTraceElement;",
                        "java.util.Collections$EmptyList",
                        "java.util.concurrent.CancellationException",
                        "java.util.concurrent.TimeoutException");
        return new SerializationConfig()
                .setJavaSerializationFilterConfig(failures)
                .setAllowUnsafe(false)
                .setEnableSharedObject(false)
                .setCheckClassDefErrors(true);
    }

    /// Numbers of the lanes that are in the cluster as this one sees it, its own among them.
    public SortedSet<Integer> lanes() {
        TreeSet<Integer> lanes = new TreeSet<>();
        for (Member one : member.getCluster().getMembers()) {
            lane(neighbours, one.getAddress().getHost()).ifPresent(lanes::add);
        }
        return lanes;
    }

    /// Number of the lane that has this address; empty for one that no lane has. A member says by
    /// itself which is its own.
    static OptionalInt lane(Neighbours neighbours, String host) {
        String network = neighbours.network() + ".";
        String number = host.startsWith(network) ? host.substring(network.length()) : "";
        return number.matches("[1-9][0-9]?")
                ? OptionalInt.of(Integer.parseInt(number))
                : OptionalInt.empty();
    }

    /// Whether the member has not ended by itself.
    boolean isRunning() {
        return member.getLifecycleService().isRunning();
    }

    @Override
    public int lease(String name, int seconds) {
        IMap<String, Integer> leases = member.getMap(LEASES);
        Integer holder = leases.putIfAbsent(name, lane, seconds, TimeUnit.SECONDS);
        // A lane that is gone need not be waited for.
        if (holder == null
                || holder == lane
                || (!lanes().contains(holder) && leases.replace(name, holder, lane))) {
            leases.set(name, lane, seconds, TimeUnit.SECONDS);
            return lane;
        }
        return holder;
    }

    @Override
    public int holder(String name) {
        IMap<String, Integer> leases = member.getMap(LEASES);
        Integer holder = leases.get(name);
        return holder == null ? 0 : holder;
    }

    @Override
    public void release(String name) {
        IMap<String, Integer> leases = member.getMap(LEASES);
        var _ = leases.remove(name, lane);
    }

    /// Leaves at once: nothing that lies in the cluster is the only copy of anything.
    @Override
    public void close() {
        member.getLifecycleService().terminate();
    }
}
