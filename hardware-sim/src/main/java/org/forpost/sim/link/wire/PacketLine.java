package org.forpost.sim.link.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGeneratorFactory;
import org.forpost.sim.Refusal;
import org.forpost.sim.link.Weather;

/// A line for IP packets between this machine and a network namespace on it, so that both ends use
/// the kernel's own TCP, with its timers and its congestion control.
final class PacketLine implements Line {
    static final String NEAR = "10.77.0.1";
    static final String FAR = "10.77.0.2";

    private final String namespace;
    private final Lane up;
    private final Lane down;

    /// Makes the namespace and the line to it.
    ///
    /// @throws Refusal where this user may not, or `ip` is not installed
    PacketLine(String namespace, long seed) {
        this.namespace = namespace;
        TunDevice near;
        TunDevice far;
        try {
            near = new TunDevice("fp-near");
            far = new TunDevice("fp-far");
        } catch (IOException e) {
            throw new Refusal(
                    "a line of packets needs root and /dev/net/tun: "
                            + e.getMessage()
                            + ". Leave out --namespace for a line of TCP bytes",
                    e);
        }
        var random = RandomGeneratorFactory.of("L64X128MixRandom");
        up = new Lane(random.create(seed), packet -> far.write(packet));
        down = new Lane(random.create(seed + 1), packet -> near.write(packet));
        ip("netns", "add", namespace);
        boolean whole = false;
        try {
            ip("link", "set", far.name(), "netns", namespace);
            ip("addr", "add", NEAR + "/30", "dev", near.name());
            ip("link", "set", near.name(), "up");
            ip("-n", namespace, "addr", "add", FAR + "/30", "dev", far.name());
            ip("-n", namespace, "link", "set", far.name(), "up");
            ip("-n", namespace, "link", "set", "lo", "up");
            whole = true;
        } finally {
            if (!whole) {
                close();
            }
        }
        run("up", up::run);
        run("down", down::run);
        run("near", () -> forward(near, up));
        run("far", () -> forward(far, down));
    }

    private static void run(String name, Runnable work) {
        Thread.ofPlatform().daemon().name("line-" + name).start(work);
    }

    private static void forward(TunDevice from, Lane lane) {
        while (true) {
            byte[] packet = from.read();
            // Router solicitations and the like of IPv6 are none of this line's business.
            if (packet.length > 0 && packet[0] >>> 4 == 4) {
                lane.enter(packet);
            }
        }
    }

    private static void ip(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new Refusal(String.join(" ", command) + ": " + said.strip());
            }
        } catch (IOException e) {
            throw new Refusal("'ip' cannot be run (package iproute2): " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("interrupted", e);
        }
    }

    @Override
    public String describe() {
        return "{\"way\":\"packets\",\"near\":\"" + NEAR + "\",\"far\":\"" + FAR + "\"}";
    }

    @Override
    public void weather(Weather weather, double lossPercent) {
        up.weather(weather, lossPercent);
        down.weather(weather, lossPercent);
    }

    @Override
    public void cut(boolean now) {
        up.cut(now);
        down.cut(now);
    }

    @Override
    public Count count() {
        return new Count(
                up.bytes(),
                up.packets(),
                up.dropped(),
                down.bytes(),
                down.packets(),
                down.dropped());
    }

    @Override
    public void close() {
        ip("netns", "del", namespace);
    }
}
