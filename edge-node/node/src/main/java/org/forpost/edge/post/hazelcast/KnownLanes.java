package org.forpost.edge.post.hazelcast;

import com.hazelcast.cluster.Address;
import com.hazelcast.config.properties.PropertyDefinition;
import com.hazelcast.logging.ILogger;
import com.hazelcast.spi.discovery.AbstractDiscoveryStrategy;
import com.hazelcast.spi.discovery.DiscoveryNode;
import com.hazelcast.spi.discovery.DiscoveryStrategy;
import com.hazelcast.spi.discovery.DiscoveryStrategyFactory;
import com.hazelcast.spi.discovery.SimpleDiscoveryNode;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.forpost.edge.post.Neighbours;

/// Tells Hazelcast where members may be, each time that it asks: the tunnel's addresses of the
/// lanes that are known by then. Its own list of members is read once only.
final class KnownLanes implements DiscoveryStrategyFactory {
    private final Neighbours neighbours;

    KnownLanes(Neighbours neighbours) {
        this.neighbours = neighbours;
    }

    @Override
    public Class<? extends DiscoveryStrategy> getDiscoveryStrategyType() {
        return Strategy.class;
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public DiscoveryStrategy newDiscoveryStrategy(
            DiscoveryNode own, ILogger logger, Map<String, Comparable> properties) {
        return new Strategy(neighbours, logger, properties);
    }

    @Override
    public Collection<PropertyDefinition> getConfigurationProperties() {
        return List.of();
    }

    private static final class Strategy extends AbstractDiscoveryStrategy {
        private final Neighbours neighbours;

        @SuppressWarnings("rawtypes")
        Strategy(Neighbours neighbours, ILogger logger, Map<String, Comparable> properties) {
            super(logger, properties);
            this.neighbours = neighbours;
        }

        @Override
        public Iterable<DiscoveryNode> discoverNodes() {
            List<DiscoveryNode> nodes = new ArrayList<>();
            IntStream lanes =
                    IntStream.concat(
                            IntStream.of(neighbours.lane()),
                            neighbours.peers().stream().mapToInt(Neighbours.Peer::lane));
            lanes.forEach(lane -> address(lane).map(SimpleDiscoveryNode::new).forEach(nodes::add));
            return nodes;
        }

        private Stream<Address> address(int lane) {
            try {
                return Stream.of(
                        new Address(neighbours.advertised(lane), Neighbours.ADVERTISED_PORT));
            } catch (UnknownHostException e) {
                throw new IllegalStateException("four numbers are an address", e);
            }
        }
    }
}
