package org.forpost.hub;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.forpost.hub.fleet.Fleet;
import org.forpost.hub.identity.HubIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the fleet of nodes that are enrolled while the hub runs, so that a page shows them before
/// their first contact; and of those that are revoked, whose connection ends.
final class EnrolmentWatch implements Closeable {
    private static final long EVERY_SECONDS = 2;
    private static final Logger LOG = LoggerFactory.getLogger(EnrolmentWatch.class);

    private final HubIdentity identity;
    private final Fleet fleet;
    private final Consumer<String> dismiss;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("enrolments").daemon().factory());

    /// @param dismiss ends a node's connection
    EnrolmentWatch(HubIdentity identity, Fleet fleet, Consumer<String> dismiss) {
        this.identity = identity;
        this.fleet = fleet;
        this.dismiss = dismiss;
    }

    void start() {
        look();
        var _ =
                timer.scheduleWithFixedDelay(
                        this::look, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            for (String name : identity.nodeNames()) {
                if (!fleet.knows(name)) {
                    identity.node(name).ifPresent(node -> fleet.enrolled(name, node.post()));
                }
                if (!fleet.isRevoked(name) && identity.isRevoked(name)) {
                    fleet.revoked(name);
                    dismiss.accept(name);
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("the enrolled nodes cannot be read: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
