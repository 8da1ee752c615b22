package org.forpost.edge.bench.hazelcast;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.spi.properties.ClusterProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/// Two members on 127.0.0.1 without a tunnel, and a map with one backup that a write waits for: in
/// the other's memory, on nobody's disk.
public final class PlainPair implements AutoCloseable {
    /// Writes that are not waited for one by one.
    private static final int WINDOW = 256;

    private final HazelcastInstance first;
    private final HazelcastInstance second;
    private final IMap<Long, byte[]> map;

    /// @param ports two that are free
    public PlainPair(int... ports) {
        first = Hazelcast.newHazelcastInstance(config(ports[0], ports));
        second = Hazelcast.newHazelcastInstance(config(ports[1], ports));
        if (second.getCluster().getMembers().size() != 2) {
            close();
            throw new IllegalStateException("two members of Hazelcast did not find each other");
        }
        map = first.getMap("records");
    }

    private static Config config(int port, int... ports) {
        Config config =
                new Config()
                        .setClusterName("bench-" + ports[0])
                        .setInstanceName("bench-" + port)
                        .addMapConfig(new MapConfig("records").setBackupCount(1));
        config.setProperty(ClusterProperty.PHONE_HOME_ENABLED.getName(), "false");
        config.setProperty(ClusterProperty.LOGGING_TYPE.getName(), "slf4j");
        config.setProperty(ClusterProperty.SOCKET_SERVER_BIND_ANY.getName(), "false");
        config.getNetworkConfig().setPort(port).setPortAutoIncrement(false);
        config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        JoinConfig join = config.getNetworkConfig().getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true);
        for (int one : ports) {
            join.getTcpIpConfig().addMember("127.0.0.1:" + one);
        }
        return config;
    }

    /// Writes one and waits for it.
    public void put(long number, byte[] record) {
        map.set(number, record);
    }

    /// Writes as many with some at a time under way, and waits for them all.
    public void putAll(int count, byte[] record) throws InterruptedException, ExecutionException {
        List<CompletionStage<Void>> underway = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            underway.add(map.setAsync((long) i, record));
            if (underway.size() == WINDOW) {
                await(underway);
            }
        }
        await(underway);
    }

    private static void await(List<CompletionStage<Void>> underway)
            throws InterruptedException, ExecutionException {
        for (CompletionStage<Void> one : underway) {
            one.toCompletableFuture().get();
        }
        underway.clear();
    }

    @Override
    public void close() {
        first.getLifecycleService().terminate();
        second.getLifecycleService().terminate();
    }
}
