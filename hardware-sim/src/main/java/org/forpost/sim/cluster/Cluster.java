package org.forpost.sim.cluster;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.forpost.sim.cluster.netty.ControlServer;
import org.forpost.sim.link.netty.LinkProxy;
import org.forpost.sim.trust.DevicePki;

/// All simulated lanes of a post and the control interface that steers them. Either everything
/// starts or nothing stays.
public final class Cluster implements AutoCloseable {
    /// Where a line listens and where it leads to.
    public record Line(int listenPort, InetSocketAddress hub) {}

    /// @param lanes names, in the order of their device ports
    /// @param firstDevicePort the first lane's scanner; then its camera, then the next lane's; 0
    ///   for any free ports
    /// @param env the installation that the devices are registered for
    /// @param lines by lane; lanes without one reach the hub by themselves
    /// @param controlPort 0 for any free one
    /// @param token what control calls must show
    public record Plan(
            List<String> lanes,
            int firstDevicePort,
            String env,
            Map<String, Line> lines,
            int controlPort,
            String token) {
        /// Copies what can change.
        public Plan {
            lanes = List.copyOf(lanes);
            lines = Map.copyOf(lines);
        }
    }

    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final List<SimulatedLane> lanes = new ArrayList<>();
    private final List<AutoCloseable> servers = new ArrayList<>();
    private int controlPort;

    private Cluster() {}

    /// Starts everything.
    ///
    /// @throws org.forpost.sim.Refusal if a port is taken, with one line that says which
    public static Cluster start(Plan plan, DevicePki pki, Clock clock) throws IOException {
        Cluster cluster = new Cluster();
        try {
            int port = plan.firstDevicePort();
            for (String name : plan.lanes()) {
                Optional<LinkProxy> link =
                        Optional.ofNullable(plan.lines().get(name))
                                .map(line -> new LinkProxy(line.listenPort(), line.hub()));
                try {
                    cluster.lanes.add(
                            new SimulatedLane(
                                    name,
                                    plan.env(),
                                    port,
                                    pki.device(name + "-finger", clock.instant()),
                                    port == 0 ? 0 : port + 1,
                                    pki.device(name + "-face", clock.instant()),
                                    link,
                                    clock,
                                    cluster.loops,
                                    cluster.workers));
                } catch (RuntimeException | IOException e) {
                    link.ifPresent(LinkProxy::close);
                    throw e;
                }
                port += port == 0 ? 0 : 2;
            }
            ControlServer control =
                    ControlServer.start(
                            plan.controlPort(),
                            new ControlApi(cluster.lanes, plan.token(), clock)::answer,
                            cluster.loops,
                            cluster.workers);
            cluster.servers.add(control);
            cluster.controlPort = control.port();
            return cluster;
        } catch (RuntimeException | IOException e) {
            cluster.close();
            throw e;
        }
    }

    /// Where control calls go.
    public String controlUrl() {
        return "http://127.0.0.1:" + controlPort;
    }

    /// One line for each lane: where its devices and its line are.
    public List<String> describe() {
        return lanes.stream()
                .map(lane ->
                        lane.name()
                                + "  scanner http://127.0.0.1:"
                                + lane.scannerPort()
                                + "  camera http://127.0.0.1:"
                                + lane.cameraPort()
                                + lane.link().map(l -> "  link 127.0.0.1:" + l.port()).orElse(""))
                .toList();
    }

    /// Stops everything; what hangs on a connection is cut off.
    @Override
    public void close() {
        for (AutoCloseable server : servers) {
            closeQuietly(server);
        }
        lanes.forEach(SimulatedLane::close);
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        workers.shutdownNow();
    }

    private static void closeQuietly(AutoCloseable server) {
        try {
            server.close();
        } catch (Exception e) {
            throw new IllegalStateException("a server that cannot stop", e);
        }
    }
}
