package org.forpost.edge.uplink;

import java.io.IOException;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.forpost.protocol.sync.EdgeAction;
import org.forpost.protocol.sync.EdgeConversation;
import org.forpost.protocol.sync.EdgeEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the conversation with the hub: one thread on which every event is told and every action
/// done. The transport's callbacks only leave an event here and return.
public final class HubUplink implements Uplink {
    private static final Logger LOG = LoggerFactory.getLogger(HubUplink.class);

    private final EdgeConversation conversation;
    private final Transport transport;
    private final ReceiptShelf receipts;
    private final Downstream downstream;
    private final Clock clock;
    private final LongSupplier monotonicMillis;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    task -> Thread.ofPlatform().name("uplink").daemon().unstarted(task));

    private Transport.@Nullable Connection connection;
    private @Nullable Line line;
    private @Nullable ScheduledFuture<?> wake;
    private volatile Link link;
    private String whyDown = "not connected yet";

    public HubUplink(
            EdgeConversation conversation,
            Transport transport,
            ReceiptShelf receipts,
            Downstream downstream,
            Clock clock,
            LongSupplier monotonicMillis) {
        this.conversation = conversation;
        this.transport = transport;
        this.receipts = receipts;
        this.downstream = downstream;
        this.clock = clock;
        this.monotonicMillis = monotonicMillis;
        this.link = new Link(false, clock.instant());
    }

    @Override
    public void start() {
        tell(new EdgeEvent.Wake());
    }

    @Override
    public void recorded() {
        tell(new EdgeEvent.Recorded());
    }

    private void tell(EdgeEvent event) {
        try {
            thread.execute(() -> on(event));
        } catch (RejectedExecutionException e) {
            LOG.debug("the uplink is closed; {} is not told", event);
        }
    }

    private void on(EdgeEvent event) {
        try {
            if (event instanceof EdgeEvent.Lost lost) {
                whyDown = lost.why();
                drop();
            }
            for (EdgeAction action : conversation.on(monotonicMillis.getAsLong(), event)) {
                perform(action);
            }
            tellLink();
        } catch (RuntimeException e) {
            // A bug must not end the uplink for good: the connection goes, the next one begins
            // anew.
            LOG.error("the uplink stumbled over {}", event.getClass().getSimpleName(), e);
            drop();
            if (!(event instanceof EdgeEvent.Lost)) {
                on(new EdgeEvent.Lost("internal error: " + e));
            }
        }
    }

    private void perform(EdgeAction action) {
        switch (action) {
            case EdgeAction.Dial _ -> {
                line = new Line();
                connection = transport.dial(line);
            }
            case EdgeAction.HangUp hangUp -> {
                whyDown = hangUp.why();
                drop();
            }
            case EdgeAction.Publish publish -> {
                if (connection != null) {
                    connection.publish(publish.ticket(), publish.message());
                }
            }
            case EdgeAction.Receipted receipted -> keep(receipted);
            case EdgeAction.Install install -> install(install);
            case EdgeAction.Refuse refuse -> downstream.refused(refuse.why());
            case EdgeAction.Alarm alarm -> downstream.alarm(alarm.what());
            case EdgeAction.WakeAt wakeAt -> wakeAt(wakeAt.millis());
        }
    }

    private void keep(EdgeAction.Receipted receipted) {
        try {
            receipts.put(receipted.receipt(), receipted.signed());
        } catch (IOException e) {
            // The hub holds the records all the same, and gives the receipt again at the next
            // contact.
            LOG.warn("a receipt could not be kept: {}", e.getMessage());
        }
        downstream.receipted(receipted.receipt());
    }

    private void install(EdgeAction.Install install) {
        Optional<String> whyNot =
                downstream.install(install.manifest(), install.signed(), install.content());
        tell(
                whyNot.isEmpty()
                        ? new EdgeEvent.Installed(install.manifest())
                        : new EdgeEvent.NotInstalled(install.manifest(), whyNot.get()));
    }

    private void wakeAt(long millis) {
        if (wake != null) {
            wake.cancel(false);
        }
        long delay = Math.max(1, millis - monotonicMillis.getAsLong());
        wake = thread.schedule(() -> on(new EdgeEvent.Wake()), delay, TimeUnit.MILLISECONDS);
    }

    private void tellLink() {
        boolean up = conversation.up();
        if (up != link.up()) {
            link = new Link(up, clock.instant());
            LOG.info(up ? "the hub is reached" : "the hub is lost: {}", whyDown);
            downstream.linkChanged();
        }
    }

    @Override
    public Link link() {
        return link;
    }

    private void drop() {
        line = null;
        if (connection != null) {
            connection.drop();
            connection = null;
        }
    }

    /// Drops the connection and ends the thread.
    @Override
    public void close() {
        try {
            thread.execute(this::drop);
        } catch (RejectedExecutionException e) {
            LOG.debug("the uplink was closed before");
        }
        thread.shutdown();
        try {
            if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What one connection tells; nothing is believed of one that is no longer the current one.
    private final class Line implements Transport.Listener {
        @Override
        public void connected() {
            current(new EdgeEvent.Connected());
        }

        @Override
        public void lost(String why) {
            current(new EdgeEvent.Lost(why));
        }

        @Override
        public void acknowledged(long ticket) {
            current(new EdgeEvent.Acknowledged(ticket));
        }

        @Override
        public void rejected(long ticket, int code) {
            current(new EdgeEvent.Rejected(ticket, code));
        }

        @Override
        public void arrived(byte[] message) {
            current(new EdgeEvent.Arrived(message));
        }

        private void current(EdgeEvent event) {
            try {
                thread.execute(() -> {
                    if (Objects.equals(line, this)) {
                        on(event);
                    }
                });
            } catch (RejectedExecutionException e) {
                LOG.debug("the uplink is closed; {} is not told", event);
            }
        }
    }
}
