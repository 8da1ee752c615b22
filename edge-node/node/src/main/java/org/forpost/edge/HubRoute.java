package org.forpost.edge;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.forpost.edge.config.EdgeConfig;
import org.forpost.edge.identity.Identity;
import org.forpost.edge.uplink.HubUplink;
import org.forpost.edge.uplink.LeasedTransport;
import org.forpost.edge.uplink.NoTransport;
import org.forpost.edge.uplink.ReceiptShelf;
import org.forpost.edge.uplink.Transport;
import org.forpost.edge.uplink.Uplink;
import org.forpost.edge.uplink.mqtt.PahoTransport;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.Retention;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.release.Role;
import org.forpost.protocol.sync.EdgeConversation;
import org.forpost.protocol.sync.Outbox;
import org.forpost.protocol.sync.Releases;
import org.jspecify.annotations.Nullable;

/// Puts the routes to the hub together: MQTT, and what is brought by hand.
final class HubRoute implements AutoCloseable {
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    task -> Thread.ofPlatform().name("uplink-timer").daemon().unstarted(task));
    private final HubUplink uplink;
    private final @Nullable LeasedTransport leased;

    /// @param held number of the release in force, by role
    /// @param known told of each receipt of earlier runs
    HubRoute(LaneBox box, Journal journal, Map<Role, Long> held, FromHub downstream, Known known)
            throws IOException {
        EdgeConfig.Hub hub = box.config().hub();
        var shelf = new ReceiptShelf(box.data().at("receipts"), box.receiptKey());
        EdgeConversation.Standing standing = shelf.load(journal.incarnation(), box.says());
        for (Priority priority : Priority.values()) {
            known.receipted(priority, standing.receipted()[priority.code()].number());
        }
        downstream.remembered(shelf.latestHubMillis(box.says()));
        downstream.onReceipt(
                new Forgetting(
                                journal,
                                hub == null ? Retention.DEFAULT_MILLIS : hub.retention().toMillis(),
                                shelf,
                                downstream::uptimeMillis,
                                downstream::note,
                                box.fatal())
                        ::receipted);
        var conversation =
                new EdgeConversation(
                        box.keys(),
                        Outbox.of(journal),
                        standing,
                        new Releases(held, box.releaseKey()),
                        System::currentTimeMillis);
        Transport transport =
                hub == null
                        ? new NoTransport()
                        : new PahoTransport(
                                new PahoTransport.HubAddress(hub.host(), hub.port()),
                                box.identity().node(),
                                tls(box.identity()),
                                timer);
        this.leased =
                // Other lanes of the post may carry for this one.
                box.config().lanes() != null
                        ? new LeasedTransport(transport, "the lanes agree which of them carries")
                        : null;
        this.uplink =
                new HubUplink(
                        conversation,
                        leased == null ? transport : leased,
                        shelf,
                        downstream,
                        box.clock(),
                        LaneBox::monotonicMillis);
    }

    @FunctionalInterface
    interface Known {
        void receipted(Priority priority, long number);
    }

    Uplink uplink() {
        return uplink;
    }

    /// The lanes of the post have agreed whether this one dials.
    ///
    /// @param why not, in one line
    void dials(boolean may, String why) {
        if (leased == null) {
            return;
        }
        if (may) {
            leased.allow();
        } else {
            leased.forbid(why);
        }
    }

    /// This node's certificate, and the node CA as the only trust anchor.
    static SSLContext tls(Identity identity) throws IOException {
        try {
            char[] none = new char[0];
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, none);
            own.setKeyEntry(
                    "node",
                    identity.tlsKey(),
                    none,
                    new java.security.cert.Certificate[] {identity.tlsCertificate()});
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, none);
            KeyStore anchors = KeyStore.getInstance("PKCS12");
            anchors.load(null, none);
            anchors.setCertificateEntry("node-ca", identity.nodeCa());
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(anchors);
            SSLContext tls = SSLContext.getInstance("TLSv1.3");
            tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return tls;
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "the identity's certificate and key cannot be used for TLS: " + e.getMessage(),
                    e);
        }
    }

    @Override
    public void close() {
        uplink.close();
        timer.shutdownNow();
    }
}
