package org.forpost.edge.post.multicast;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.forpost.edge.post.Announcement;
import org.forpost.edge.post.Hearing;
import org.forpost.edge.post.Neighbours;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says on the post's LAN where this lane is, and listens to the others: on the one interface that
/// has the lane's address, and no router takes it further (a time to live of 1, RFC 1112 §6.1).
public final class Announcer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

    private static final long EVERY_MILLIS = 5_000;

    /// Read in a second; what comes beyond that falls out of the socket's buffer unread, so that a
    /// flood costs no more than these.
    private static final int MOST_A_SECOND = 200;

    private static final int RECEIVE_BUFFER = 64 * 1024;

    private final Neighbours neighbours;
    private final PrivateKey key;
    private final X509Certificate certificate;
    private final Hearing hearing;
    private final InetSocketAddress group;
    private final DatagramChannel channel;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    task -> Thread.ofPlatform().name("announcer").daemon().unstarted(task));

    /// The thread's only.
    private long last;

    private Announcer(
            Neighbours neighbours,
            PrivateKey key,
            X509Certificate certificate,
            Hearing hearing,
            InetSocketAddress group,
            DatagramChannel channel) {
        this.neighbours = neighbours;
        this.key = key;
        this.certificate = certificate;
        this.hearing = hearing;
        this.group = group;
        this.channel = channel;
    }

    /// Begins.
    ///
    /// @param key of `certificate`, which the hub issued to this lane
    /// @param group multicast address and port, the same on every lane
    /// @throws IOException in one line that says why nothing can be announced or heard
    public static Announcer open(
            Neighbours neighbours,
            PrivateKey key,
            X509Certificate certificate,
            Hearing hearing,
            Neighbours.Address group)
            throws IOException {
        InetAddress own = InetAddress.getByName(neighbours.listen().host());
        NetworkInterface on = NetworkInterface.getByInetAddress(own);
        if (on == null) {
            throw new IOException(
                    "announcing: no interface of this machine has the address "
                            + neighbours.listen().host());
        }
        InetSocketAddress to =
                new InetSocketAddress(InetAddress.getByName(group.host()), group.port());
        DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
            channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, on);
            channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 1);
            // To the group's address, so that nothing sent to this machine alone comes here.
            channel.bind(to);
            var _ = channel.join(to.getAddress(), on);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw new IOException(
                    "announcing: the group "
                            + group.host()
                            + " port "
                            + group.port()
                            + " cannot be joined on "
                            + on.getName()
                            + ": "
                            + e.getMessage(),
                    e);
        }
        Announcer announcer = new Announcer(neighbours, key, certificate, hearing, to, channel);
        var _ =
                announcer.thread.scheduleWithFixedDelay(
                        announcer::announce, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        var _ = Thread.ofPlatform().name("announcements").daemon().start(announcer::listen);
        return announcer;
    }

    private void announce() {
        last = Math.max(last + 1, System.currentTimeMillis());
        byte[] datagram =
                new Announcement(neighbours.lane(), neighbours.listen(), last)
                        .sign(key, certificate);
        try {
            channel.send(ByteBuffer.wrap(datagram), group);
        } catch (IOException e) {
            // The cable is out, or the LAN is not up yet: the next one may go.
            LOG.debug("not announced: {}", e.getMessage());
        }
    }

    private void listen() {
        // One byte more than an announcement may have: a longer one is cut to that, and refused.
        ByteBuffer buffer = ByteBuffer.allocate(Announcement.MAX_BYTES + 1);
        long second = 0;
        int read = 0;
        while (channel.isOpen()) {
            try {
                buffer.clear();
                InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
                long now = System.nanoTime() / 1_000_000;
                if (now / 1_000 != second) {
                    second = now / 1_000;
                    read = 0;
                }
                if (++read > MOST_A_SECOND) {
                    Thread.sleep(1_000 - now % 1_000);
                    continue;
                }
                byte[] datagram = new byte[buffer.flip().remaining()];
                buffer.get(datagram);
                if (hearing.on(datagram, from.getAddress(), System.currentTimeMillis(), now)) {
                    thread.execute(this::announce);
                }
            } catch (ClosedChannelException | InterruptedException | RejectedExecutionException e) {
                return;
            } catch (IOException e) {
                LOG.warn("announcements cannot be heard now: {}", e.getMessage());
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(EVERY_MILLIS));
            } catch (RuntimeException e) {
                LOG.error("an announcement could not be taken", e);
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing: {}", e.getMessage());
        }
    }
}
