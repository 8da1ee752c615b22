package org.forpost.sim.cluster;

import io.netty.channel.EventLoopGroup;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.forpost.sim.camera.Face;
import org.forpost.sim.camera.FaceCamera;
import org.forpost.sim.link.netty.LinkProxy;
import org.forpost.sim.sbi.Description;
import org.forpost.sim.sbi.Faults;
import org.forpost.sim.sbi.Presence;
import org.forpost.sim.sbi.SbiDevice;
import org.forpost.sim.sbi.Sensor;
import org.forpost.sim.sbi.netty.SbiServer;
import org.forpost.sim.scanner.Hands;
import org.forpost.sim.scanner.SlapScanner;
import org.forpost.sim.traveller.Body;
import org.forpost.sim.trust.DeviceIdentity;

/// The simulated things of one lane: a scanner, a camera, a place before them, and a line to the
/// hub if it has one of its own.
final class SimulatedLane implements AutoCloseable {
    private final String name;
    private final Presence<Hands> glass = new Presence<>();
    private final Presence<Face> counter = new Presence<>();
    private final Faults scannerFaults = new Faults();
    private final Faults cameraFaults = new Faults();
    private final SbiServer scanner;
    private final SbiServer camera;
    private final Optional<LinkProxy> link;

    /// @param scannerPort 0 for any free one, and so for `cameraPort`
    SimulatedLane(
            String name,
            String env,
            int scannerPort,
            DeviceIdentity scannerIdentity,
            int cameraPort,
            DeviceIdentity cameraIdentity,
            Optional<LinkProxy> link,
            Clock clock,
            EventLoopGroup loops,
            Executor workers) {
        this.name = name;
        this.link = link;
        scanner =
                SbiServer.start(
                        scannerPort,
                        port ->
                                device(
                                        name + "-finger",
                                        "Slap scanner",
                                        env,
                                        port,
                                        new SlapScanner(glass, clock),
                                        scannerIdentity,
                                        clock,
                                        scannerFaults),
                        loops,
                        workers);
        try {
            camera =
                    SbiServer.start(
                            cameraPort,
                            port ->
                                    device(
                                            name + "-face",
                                            "Face camera",
                                            env,
                                            port,
                                            new FaceCamera(counter, clock),
                                            cameraIdentity,
                                            clock,
                                            cameraFaults),
                            loops,
                            workers);
        } catch (RuntimeException e) {
            scanner.close();
            throw e;
        }
    }

    private static SbiDevice device(
            String serial,
            String model,
            String env,
            int port,
            Sensor sensor,
            DeviceIdentity identity,
            Clock clock,
            Faults faults) {
        return new SbiDevice(
                new Description(
                        serial, "Forpost simulator", model, env, "http://127.0.0.1:" + port),
                sensor,
                identity,
                clock,
                faults);
    }

    void come(Person person) {
        Body body = person.body();
        glass.come(person.hands(body));
        counter.come(person.face(body));
    }

    void leave() {
        glass.leave();
        counter.leave();
    }

    boolean occupied() {
        return glass.now().isPresent();
    }

    String name() {
        return name;
    }

    int scannerPort() {
        return scanner.port();
    }

    int cameraPort() {
        return camera.port();
    }

    Faults scannerFaults() {
        return scannerFaults;
    }

    Faults cameraFaults() {
        return cameraFaults;
    }

    Optional<LinkProxy> link() {
        return link;
    }

    @Override
    public void close() {
        scanner.close();
        camera.close();
        link.ifPresent(LinkProxy::close);
    }
}
