package org.forpost.edge.post.hazelcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.internal.serialization.Data;
import com.hazelcast.internal.serialization.InternalSerializationService;
import com.hazelcast.internal.serialization.impl.DefaultSerializationServiceBuilder;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import com.hazelcast.spi.exception.PartitionMigratingException;
import com.hazelcast.spi.properties.ClusterProperty;
import com.hazelcast.spi.properties.HazelcastProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.forpost.edge.post.Streams;
import org.forpost.edge.post.TwoLanes;
import org.forpost.edge.post.tunnel.Tunnel;
import org.junit.jupiter.api.Test;

/// What Hazelcast does by itself, and must not do here.
class HardenedTest {
    private final TwoLanes post = new TwoLanes();
    private final Config config = PostCluster.config(post.neighbours(1));

    @Test
    void ourLanesAreItsOnlyWayToFindMembers() {
        JoinConfig join = config.getAdvancedNetworkConfig().getJoin();
        assertFalse(join.getMulticastConfig().isEnabled());
        assertFalse(join.getAutoDetectionConfig().isEnabled());
        assertFalse(join.isAutoDetectionEnabled());
        assertFalse(join.getTcpIpConfig().isEnabled());
        assertFalse(join.getAwsConfig().isEnabled());
        assertFalse(join.getGcpConfig().isEnabled());
        assertFalse(join.getAzureConfig().isEnabled());
        assertFalse(join.getKubernetesConfig().isEnabled());
        assertFalse(join.getEurekaConfig().isEnabled());
        var strategies = List.copyOf(join.getDiscoveryConfig().getDiscoveryStrategyConfigs());
        assertEquals(1, strategies.size());
        assertEquals(
                KnownLanes.class, strategies.getFirst().getDiscoveryStrategyFactory().getClass());
    }

    @Test
    void itListensForMembersOnLoopbackAndForNobodyElse() {
        var network = config.getAdvancedNetworkConfig();
        assertTrue(network.isEnabled());
        assertEquals(Set.of(EndpointQualifier.MEMBER), network.getEndpointConfigs().keySet());
        var member =
                (ServerSocketEndpointConfig)
                        Objects.requireNonNull(
                                network.getEndpointConfigs().get(EndpointQualifier.MEMBER));
        assertEquals(post.neighbours(1).memberPort(), member.getPort());
        assertFalse(member.isPortAutoIncrement());
        assertEquals(Set.of("127.0.0.1"), Set.copyOf(member.getInterfaces().getInterfaces()));
        assertTrue(member.getInterfaces().isEnabled());
        HazelcastProperties properties = new HazelcastProperties(config);
        assertFalse(properties.getBoolean(ClusterProperty.SOCKET_SERVER_BIND_ANY));
        assertFalse(properties.getBoolean(ClusterProperty.PHONE_HOME_ENABLED));
        assertEquals(1, properties.getInteger(ClusterProperty.TCP_JOIN_PORT_TRY_COUNT));
        assertFalse(config.getManagementCenterConfig().isScriptingEnabled());
        assertFalse(config.getManagementCenterConfig().isConsoleEnabled());
        assertFalse(config.getManagementCenterConfig().isDataAccessEnabled());
        assertFalse(config.getJetConfig().isEnabled());
        assertFalse(config.getJetConfig().isResourceUploadEnabled());
    }

    @Test
    void noObjectOfJavaComesInButHazelcastsOwnFailures() {
        InternalSerializationService writer = new DefaultSerializationServiceBuilder().build();
        InternalSerializationService reader =
                new DefaultSerializationServiceBuilder()
                        .setConfig(config.getSerializationConfig())
                        .build();
        try {
            Data anObject = writer.toData(new Unwanted("anything"));
            assertEquals(new Unwanted("anything"), writer.toObject(anObject), "it is one");
            assertThrows(HazelcastSerializationException.class, () -> reader.toObject(anObject));
            Data failure = writer.toData(new PartitionMigratingException("a member's failure"));
            assertEquals(PartitionMigratingException.class, reader.toObject(failure).getClass());
            Data words = writer.toData("words");
            assertEquals("words", reader.toObject(words));
        } finally {
            writer.dispose();
            reader.dispose();
        }
    }

    record Unwanted(String what) implements java.io.Serializable {}

    @Test
    void nothingListensButWhatIsExpected() throws Exception {
        assumeTrue(Files.isReadable(Path.of("/proc/self/net/tcp")), "/proc is needed");
        Set<String> before = listening();
        try (Tunnel tunnel = post.tunnel(1, new Nobody());
                PostCluster cluster = PostCluster.join(post.neighbours(1))) {
            assertEquals(Set.of(1), cluster.lanes());
            tunnel.recheck();
            Set<String> now = new TreeSet<>(listening());
            now.removeAll(before);
            var own = post.neighbours(1);
            assertEquals(
                    new TreeSet<>(
                            Set.of(
                                    "tcp 127.0.0.1:" + own.listen().port(),
                                    "tcp 127.0.0.1:" + own.memberPort(),
                                    "tcp " + own.advertised(2) + ":5701")),
                    now);
        }
    }

    /// Sockets of this process that listen or, of UDP, are bound.
    private static Set<String> listening() throws IOException {
        Set<String> own = new HashSet<>();
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            for (Path one : open.toList()) {
                try {
                    own.add(Files.readSymbolicLink(one).toString());
                } catch (IOException e) {
                    // It was closed since, such as the one that reads this folder.
                }
            }
        }
        Set<String> found = new TreeSet<>();
        for (String table : List.of("tcp", "tcp6", "udp", "udp6")) {
            for (String line : Files.readAllLines(Path.of("/proc/self/net", table))) {
                String[] part = line.strip().split("\\s+", -1);
                boolean listens = table.startsWith("udp") || part[3].equals("0A");
                if (part.length > 9 && listens && own.contains("socket:[" + part[9] + "]")) {
                    found.add(table.replace("6", "") + " " + address(part[1]));
                }
            }
        }
        return found;
    }

    /// The kernel writes the last four bytes of an address as one number of this machine's order,
    /// and the JDK's sockets are IPv6 ones with an IPv4 address in them.
    private static String address(String hex) {
        String[] part = hex.split(":", -1);
        String last = part[0].substring(part[0].length() - 8);
        StringBuilder address = new StringBuilder();
        for (int i = 6; i >= 0; i -= 2) {
            address.append(Integer.parseInt(last.substring(i, i + 2), 16))
                    .append(i > 0 ? "." : ":");
        }
        return address.append(Integer.parseInt(part[1], 16)).toString();
    }

    /// Nobody opens a stream here.
    private static final class Nobody implements Streams.Listener {
        @Override
        public void opened(Streams.Stream stream) {
            stream.close();
        }

        @Override
        public void frame(Streams.Stream stream, byte[] frame) {}

        @Override
        public void closed(Streams.Stream stream) {}
    }
}
