package org.forpost.edge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.forpost.edge.identity.Identity;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.record.Priority;
import org.jspecify.annotations.Nullable;

/// What records cost on a line of 64 kbit/s and 600 ms, and how soon the urgent one is there: a
/// node's own journal and uplink, a hub as a process, and a slow line between the two.
public final class LinkSpeed {
    private static final int BYTES_PER_SECOND = 8_000; // 64 kbit/s
    private static final int ONE_WAY_MILLIS = 300;
    private static final int LOSS_PERCENT = 5;

    /// A crossing without templates is about 60 bytes on the line; with fewer there would be no
    /// backlog until the end.
    private static final int RECORDS_PER_SECOND = 160;

    /// Patience beyond what a step takes on a good day.
    private static final int PATIENCE_SECONDS = 300;

    private final Dialling dialling;
    private final Randomness randomness;
    private final Times times;
    private final Consumer<String> says;

    /// How long each step lasts, in seconds.
    ///
    /// @param hits how many urgent records are timed while the backlog drains
    public record Times(int drain, int hits, int outage, int peer) {
        public static final Times FULL = new Times(60, 9, 180, 30);
        public static final Times QUICK = new Times(20, 3, 30, 10);
    }

    /// A backlog on its way.
    ///
    /// @param bytesPerRecord all that crossed the line upwards, for each record receipted meanwhile
    /// @param use of what the line could have carried upwards in that time
    /// @param lost share of the packets, as it happened
    public record Drain(
            long records, double seconds, double bytesPerRecord, double use, double lost) {}

    /// @param way `packets`: the kernel's TCP over a line that delays, narrows and drops IP
    ///   packets; `bytes`: a TCP forwarder, on which a lost segment is a pause of a round trip
    /// @param hitSeconds from the moment that a hit is durable at the lane to the hub's receipt
    /// @param afterOutageSeconds from the moment that the line is back to the next receipt
    /// @param congestionControl of this machine's TCP
    /// @param peer one QoS 1 message for each record; null where Mosquitto is not installed
    public record Figures(
            String way,
            String congestionControl,
            Drain clean,
            Drain lossy,
            double[] hitSeconds,
            int outageSeconds,
            double afterOutageSeconds,
            @Nullable Drain peer) {}

    /// @param says told what is measured now, in one line
    public LinkSpeed(Dialling dialling, Randomness randomness, Times times, Consumer<String> says) {
        this.dialling = dialling;
        this.randomness = randomness;
        this.times = times;
        this.says = says;
    }

    /// @param home where `deploy-scripts/forpost` lies
    /// @param place an empty folder
    public Figures measure(Path home, Path place) throws IOException, InterruptedException {
        LineProgram packets = null;
        try {
            packets = LineProgram.ofPackets(home, place.resolve("line.log"));
        } catch (IOException e) {
            says.accept("no line of packets here, so one of TCP bytes: " + firstLine(e));
        }
        if (packets != null) {
            try (LineProgram line = packets;
                    HubProgram hub = HubProgram.start(home, place, line.host(), line.atFarEnd())) {
                return measure("packets", place, hub, line);
            }
        }
        try (HubProgram hub = HubProgram.start(home, place);
                LineProgram line =
                        LineProgram.ofBytes(home, place.resolve("line.log"), hub.mqttPort())) {
            return measure("bytes", place, hub, line);
        }
    }

    private static String firstLine(IOException e) {
        String message = String.valueOf(e.getMessage()).strip();
        return message.substring(message.lastIndexOf('\n') + 1);
    }

    private Figures measure(String way, Path place, HubProgram hub, LineProgram line)
            throws IOException, InterruptedException {
        Identity identity = Identity.read(hub.enrol("bench-slow"));
        line.weather(ONE_WAY_MILLIS, BYTES_PER_SECOND, 0);
        try (SendingNode node =
                new SendingNode(
                        identity,
                        place.resolve("slow"),
                        dialling.to(line.host(), line.port(hub.mqttPort()), identity),
                        7,
                        randomness)) {
            says.accept("a backlog drains: " + times.drain() + " s");
            node.write(RECORDS_PER_SECOND * (times.drain() + 10 * times.hits() + 30));
            node.start();
            Drain clean = drain(node, line);
            says.accept("hits among it: " + times.hits());
            double[] hits = hits(node);
            says.accept("an outage of " + times.outage() + " s");
            double after = outage(node, line);
            says.accept(LOSS_PERCENT + " % loss: " + times.drain() + " s");
            node.write(RECORDS_PER_SECOND * times.drain());
            line.weather(ONE_WAY_MILLIS, BYTES_PER_SECOND, LOSS_PERCENT);
            Drain lossy = drain(node, line);
            line.weather(ONE_WAY_MILLIS, BYTES_PER_SECOND, 0);
            // What is still to be sent would share the line with the peer.
            node.hangUp();
            Drain peer = "packets".equals(way) ? peer(place, hub, line, identity) : null;
            return new Figures(
                    way, congestionControl(), clean, lossy, hits, times.outage(), after, peer);
        }
    }

    /// From one receipt to another, with more to send all the time.
    private Drain drain(SendingNode node, LineProgram line)
            throws IOException, InterruptedException {
        long from = node.receipted(Priority.CROSSING);
        node.awaitReceipt(Priority.CROSSING, from + 1, PATIENCE_SECONDS);
        LineProgram.Count before = line.count();
        long begin = System.nanoTime();
        long first = node.receipted(Priority.CROSSING);
        Thread.sleep(times.drain() * 1_000L);
        node.awaitReceipt(
                Priority.CROSSING, node.receipted(Priority.CROSSING) + 1, PATIENCE_SECONDS);
        return sum(before, line.count(), begin, node.receipted(Priority.CROSSING) - first);
    }

    private static Drain sum(
            LineProgram.Count before, LineProgram.Count after, long begin, long records) {
        double seconds = (System.nanoTime() - begin) / 1e9;
        long bytes = after.upBytes() - before.upBytes();
        double packets = after.upPackets() - before.upPackets();
        double dropped = after.upDropped() - before.upDropped();
        return new Drain(
                records,
                seconds,
                (double) bytes / records,
                bytes / (seconds * BYTES_PER_SECOND),
                packets + dropped > 0 ? dropped / (packets + dropped) : 0);
    }

    private double[] hits(SendingNode node) throws IOException, InterruptedException {
        double[] seconds = new double[times.hits()];
        for (int i = 0; i < seconds.length; i++) {
            // Odd, so that the hits do not fall into step with the batches.
            Thread.sleep(1_700 + 370L * i);
            long number = node.writeUrgent();
            long begin = System.nanoTime();
            node.awaitReceipt(Priority.of(0), number, PATIENCE_SECONDS);
            seconds[i] = (System.nanoTime() - begin) / 1e9;
        }
        Arrays.sort(seconds);
        return seconds;
    }

    private double outage(SendingNode node, LineProgram line)
            throws IOException, InterruptedException {
        line.cut();
        Thread.sleep(times.outage() * 500L);
        node.write(50);
        Thread.sleep(times.outage() * 500L);
        long before = node.receipted(Priority.CROSSING);
        line.restore();
        long begin = System.nanoTime();
        node.awaitReceipt(Priority.CROSSING, before + 1, PATIENCE_SECONDS);
        return (System.nanoTime() - begin) / 1e9;
    }

    private @Nullable Drain peer(Path place, HubProgram hub, LineProgram line, Identity identity)
            throws IOException, InterruptedException {
        says.accept("the peer, one QoS 1 message for each record: " + times.peer() + " s");
        try (BrokerPeer peer =
                BrokerPeer.start(
                        place, hub.folder(), line.host(), line.atFarEnd(), identity.node())) {
            peer.dial(dialling.to(line.host(), peer.port(), identity));
            peer.begin();
            while (peer.acknowledged() == 0) {
                Thread.sleep(50);
            }
            LineProgram.Count before = line.count();
            long begin = System.nanoTime();
            long first = peer.acknowledged();
            Thread.sleep(times.peer() * 1_000L);
            return sum(before, line.count(), begin, peer.acknowledged() - first);
        } catch (IOException e) {
            says.accept("the peer was not measured: " + firstLine(e));
            return null;
        }
    }

    private static String congestionControl() {
        Path setting = Path.of("/proc/sys/net/ipv4/tcp_congestion_control");
        try {
            return Files.exists(setting) ? Files.readString(setting).strip() : "unknown";
        } catch (IOException e) {
            return "unknown";
        }
    }
}
