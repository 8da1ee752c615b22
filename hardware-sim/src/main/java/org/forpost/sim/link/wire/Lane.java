package org.forpost.sim.link.wire;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.forpost.sim.link.Impairment;
import org.forpost.sim.link.Loss;
import org.forpost.sim.link.Weather;

/// One direction of a line of packets: a router's queue before a narrow and long way.
final class Lane {
    /// What a router keeps in its queue; beyond it, packets are dropped.
    private static final int QUEUE_BYTES = 64 * 1024;

    private record Underway(byte[] packet, long departureNanos) {}

    private final BlockingQueue<Underway> underway = new LinkedBlockingQueue<>();
    private final AtomicLong queued = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong packets = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final RandomGenerator random;
    private final Consumer<byte[]> end;
    private List<Impairment> way = List.of();
    private Loss loss;
    private volatile boolean cut;

    /// @param end where packets come out
    Lane(RandomGenerator random, Consumer<byte[]> end) {
        this.random = random;
        this.end = end;
        this.loss = new Loss(0, random);
    }

    synchronized void weather(Weather weather, double lossPercent) {
        way = weather.impairments();
        loss = new Loss(lossPercent, random);
    }

    /// A line that is cut swallows every packet, and tells nobody.
    void cut(boolean now) {
        cut = now;
    }

    synchronized void enter(byte[] packet) {
        if (cut || queued.get() + packet.length > QUEUE_BYTES) {
            dropped.incrementAndGet();
            return;
        }
        // A lost packet takes its time on the narrow way like any other.
        long departure = System.nanoTime();
        for (Impairment impairment : way) {
            departure = impairment.departure(packet.length, departure);
        }
        if (loss.takes()) {
            dropped.incrementAndGet();
            return;
        }
        queued.addAndGet(packet.length);
        underway.add(new Underway(packet, departure));
    }

    /// Lets packets out when their time has come, for ever.
    void run() {
        try {
            while (true) {
                Underway next = underway.take();
                long wait = next.departureNanos() - System.nanoTime();
                while (wait > 0) {
                    LockSupport.parkNanos(wait);
                    wait = next.departureNanos() - System.nanoTime();
                }
                queued.addAndGet(-next.packet().length);
                if (!cut) {
                    bytes.addAndGet(next.packet().length);
                    packets.incrementAndGet();
                    end.accept(next.packet());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Bytes that came out so far, IP headers included.
    long bytes() {
        return bytes.get();
    }

    long packets() {
        return packets.get();
    }

    /// Lost, cut off, or beyond the router's queue.
    long dropped() {
        return dropped.get();
    }
}
