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

/// Members on 127.0.0.1 without a tunnel, and a map whose backups a write waits for: in the others'
/// memory, on nobody's disk.
public final class PlainCluster implements AutoCloseable {
    /// Writes that are not waited for one by one.
    private static final int WINDOW = 256;

    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final List<HazelcastInstance> members = new ArrayList<>();

    /// @param copies in other members' memories
    /// @param ports one for each member, all free
    public PlainCluster(int copies, int... ports) throws InterruptedException {
        for (int port : ports) {
            members.add(Hazelcast.newHazelcastInstance(config(copies, port, ports)));
        }
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (members.stream()
                .anyMatch(one -> one.getCluster().getMembers().size() != ports.length)) {
            if (System.nanoTime() > end) {
                close();
                throw new IllegalStateException(
                        ports.length + " members of Hazelcast did not find each other");
            }
            Thread.sleep(20);
        }
    }

    private static Config config(int copies, int port, int... ports) {
        Config config =
                new Config()
                        .setClusterName("bench-" + ports[0])
                        .setInstanceName("bench-" + port)
                        .addMapConfig(new MapConfig("records").setBackupCount(copies));
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

    private IMap<Long, byte[]> map(int member) {
        return members.get(member).getMap("records");
    }

    /// The first member writes one and waits for it.
    public void put(long number, byte[] record) {
        map(0).set(number, record);
    }

    /// A member writes as many, with some at a time under way, and waits for them all.
    public void putAll(int member, int count, byte[] record)
            throws InterruptedException, ExecutionException {
        IMap<Long, byte[]> map = map(member);
        long from = (long) member * count;
        List<CompletionStage<Void>> underway = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            underway.add(map.setAsync(from + i, record));
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
        members.forEach(one -> one.getLifecycleService().terminate());
    }
}
