package org.forpost.edge.post;

import java.net.InetAddress;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.forpost.protocol.cbor.MalformedException;

/// Believes announcements of the post's lanes, or does not. Knows no network: datagrams in.
///
/// ```
/// size, share of its source ─► shape ─► certificate of this post ─► signature ─► address, time
/// ```
///
/// Nothing but an address to dial comes of it: whoever answers there must show in the tunnel's
/// handshake that it is that lane. So whoever floods, or plays an old one again, can at worst keep
/// a lane that has moved from being found, and those that are connected go on. One thread only.
public final class Hearing {
    /// A lane announces itself each five seconds, and once more when it hears of a new one.
    private static final int FROM_ONE_SOURCE = 4;

    /// From all addresses at which no lane is known, in a second: each costs half a millisecond for
    /// its certificate.
    private static final int FROM_STRANGERS = 8;

    private static final long SECOND_MILLIS = 1_000;

    /// How far a lane's clock may be from this one's. Lanes whose clocks differ by more find each
    /// other by configuration only.
    static final long WINDOW_MILLIS = 600_000;

    private final Neighbours neighbours;
    private final Admission lanes;
    private final Consumer<Neighbours.Peer> moved;
    private final Consumer<String> says;

    /// Time of the last announcement of each lane: not more of them than certificates of this post,
    /// and none of a lane that there is no place for.
    private final Map<String, Long> latest = new HashMap<>();

    /// By source, in the second that runs; not more than may be asked in it.
    private final Map<InetAddress, Integer> asked = new HashMap<>();

    private int strangers;
    private long second;

    /// @param lanes lets in every lane of this post, configured or not
    /// @param moved told which lane is to be reached elsewhere
    /// @param says told in one line what changed, and who was refused
    public Hearing(
            Neighbours neighbours,
            Admission lanes,
            Consumer<Neighbours.Peer> moved,
            Consumer<String> says) {
        this.neighbours = neighbours;
        this.lanes = lanes;
        this.moved = moved;
        this.says = says;
    }

    /// Takes a datagram.
    ///
    /// @param from its source, which may be forged
    /// @param wallMillis by this lane's clock
    /// @return whether a lane was found, or has moved: it may not know of this one yet
    public boolean on(byte[] datagram, InetAddress from, long wallMillis, long monotonicMillis) {
        if (!mayAsk(from, monotonicMillis)) {
            return false;
        }
        try {
            Announcement.Shown shown = Announcement.Shown.of(datagram);
            X509Certificate holder = shown.holder();
            String node = lanes.lane(holder);
            if (node.equals(neighbours.node())) {
                return false; // its own, come back
            }
            return believed(node, shown.by(holder), from, wallMillis);
        } catch (CertificateException | MalformedException e) {
            says.accept("an announcement from " + from.getHostAddress() + ": " + e.getMessage());
            return false;
        }
    }

    private boolean believed(String node, Announcement said, InetAddress from, long wallMillis)
            throws CertificateException {
        if (!from.getHostAddress().equals(said.at().host())) {
            throw new CertificateException(
                    node + " announces another address: " + said.at().host());
        }
        long off = said.millis() - wallMillis;
        if (Math.abs(off) > WINDOW_MILLIS) {
            throw new CertificateException(
                    "the clocks of "
                            + node
                            + " and of this lane differ by "
                            + Math.abs(off) / 1_000
                            + " s; set them, or name its address in [[lanes.peer]]");
        }
        Long before = latest.get(node);
        if (before != null && said.millis() <= before) {
            return false; // played again, or overtaken on the way
        }
        Neighbours.Peer peer = new Neighbours.Peer(node, said.lane(), said.at());
        Neighbours.Heard heard = neighbours.heard(peer);
        switch (heard) {
            case NUMBER_TAKEN ->
                    throw new CertificateException(
                            node
                                    + " says that it is lane "
                                    + said.lane()
                                    + ", as another one does");
            case TOO_MANY ->
                    throw new CertificateException(
                            "there are " + Neighbours.MOST_PEERS + " other lanes without " + node);
            case KNOWN, MOVED, NEW -> latest.put(node, said.millis());
        }
        if (heard == Neighbours.Heard.KNOWN) {
            return false;
        }
        if (heard == Neighbours.Heard.MOVED) {
            moved.accept(peer);
        }
        says.accept(
                (heard == Neighbours.Heard.NEW ? "found " : "moved: ")
                        + node
                        + ", lane "
                        + said.lane()
                        + ", at "
                        + said.at().host()
                        + " port "
                        + said.at().port());
        return true;
    }

    private boolean mayAsk(InetAddress from, long monotonicMillis) {
        long now = Math.floorDiv(monotonicMillis, SECOND_MILLIS);
        if (now != second) {
            second = now;
            strangers = 0;
            asked.clear();
        }
        boolean stranger =
                neighbours.peers().stream()
                        .noneMatch(peer -> peer.address().host().equals(from.getHostAddress()));
        if (stranger && strangers >= FROM_STRANGERS) {
            return false;
        }
        if (asked.getOrDefault(from, 0) >= FROM_ONE_SOURCE) {
            return false;
        }
        asked.merge(from, 1, Integer::sum);
        strangers += stranger ? 1 : 0;
        return true;
    }
}
