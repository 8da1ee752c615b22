package org.forpost.sim.link.wire;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.forpost.sim.link.BlackHole;
import org.forpost.sim.link.Impairment;
import org.forpost.sim.link.Latency;
import org.forpost.sim.link.Loss;
import org.forpost.sim.link.Rate;
import org.forpost.sim.link.Weather;
import org.forpost.sim.link.netty.LinkProxy;

/// A line for the bytes of TCP connections, for who may not make network interfaces.
final class ByteLine implements Line {
    /// Payload of a full TCP segment on an Ethernet.
    private static final int SEGMENT_BYTES = 1448;

    private final LinkProxy proxy;
    private final RandomGenerator random;
    private final AtomicLong up = new AtomicLong();
    private final AtomicLong down = new AtomicLong();

    ByteLine(InetSocketAddress destination, long seed) {
        this.proxy = new LinkProxy(0, destination);
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        weather(Weather.CLEAR, 0);
    }

    @Override
    public String describe() {
        return "{\"way\":\"bytes\",\"near\":\"127.0.0.1\",\"port\":" + proxy.port() + "}";
    }

    @Override
    public void weather(Weather weather, double lossPercent) {
        proxy.impair(way(weather, lossPercent, up), way(weather, lossPercent, down));
    }

    private List<Impairment> way(Weather weather, double lossPercent, AtomicLong counted) {
        List<Impairment> way = new ArrayList<>();
        way.add((bytes, arrived) -> {
            counted.addAndGet(bytes);
            return arrived;
        });
        if (weather.bytesPerSecond() > 0) {
            way.add(new Rate(weather.bytesPerSecond()));
        }
        if (lossPercent > 0) {
            way.add(
                    new Retransmission(
                            new Loss(lossPercent, random),
                            Duration.ofMillis(2L * weather.oneWayMillis())));
        }
        if (weather.oneWayMillis() > 0) {
            way.add(new Latency(Duration.ofMillis(weather.oneWayMillis())));
        }
        return way;
    }

    /// What a lost segment does to those behind it: they wait until it was sent again.
    private static final class Retransmission implements Impairment {
        private final Loss loss;
        private final long roundTripNanos;
        private long lastDeparture = Long.MIN_VALUE;

        Retransmission(Loss loss, Duration roundTrip) {
            this.loss = loss;
            this.roundTripNanos = roundTrip.toNanos();
        }

        @Override
        public long departure(int bytes, long arrivedNanos) {
            boolean lost = false;
            for (int at = 0; at < bytes; at += SEGMENT_BYTES) {
                lost |= loss.takes();
            }
            lastDeparture = Math.max(lastDeparture, arrivedNanos + (lost ? roundTripNanos : 0));
            return lastDeparture;
        }
    }

    @Override
    public void cut(boolean now) {
        if (now) {
            proxy.cut(new BlackHole());
        } else {
            proxy.restore();
        }
    }

    @Override
    public Count count() {
        return new Count(up.get(), 0, 0, down.get(), 0, 0);
    }

    @Override
    public void close() {
        proxy.close();
    }
}
