package org.forpost.edge.uplink;

import java.io.IOException;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.forpost.protocol.release.Manifest;
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

    /// What the hub may have sent that this thread has not come to yet: the largest release at
    /// once, and room for the rest.
    private static final long MAX_WAITING_BYTES = Manifest.MAX_CONTENT_BYTES + (4L << 20);

    private static final long CLOSE_SECONDS = 5;

    /// After a bug in the conversation itself: it is asked again, not left for good.
    private static final long STUMBLED_MILLIS = 1_000;

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
    private final AtomicLong waitingBytes = new AtomicLong();
    private @Nullable ScheduledFuture<?> wake;
    private volatile Link link;
    private String whyDown = "not connected yet";
    private boolean closed;

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
        this.link = new Link(false, clock.instant(), whyDown);
    }

    @Override
    public void start() {
        tell(new EdgeEvent.Wake());
    }

    @Override
    public void recorded() {
        tell(new EdgeEvent.Recorded());
    }

    @Override
    public void brought(EdgeEvent.Brought answer, Runnable taken) {
        try {
            thread.execute(() -> {
                on(answer);
                taken.run();
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("the uplink is closed; what was brought waits for the next start");
        }
    }

    @Override
    public void carryHello(EdgeEvent.CarryHello hello) {
        tell(hello);
    }

    @Override
    public void carry(EdgeEvent.Carry load) {
        tell(load);
    }

    @Override
    public void hello(Consumer<byte[]> to) {
        try {
            thread.execute(() -> to.accept(conversation.signedHello()));
        } catch (RejectedExecutionException e) {
            LOG.debug("the uplink is closed; nobody is told who it was");
        }
    }

    private void tell(EdgeEvent event) {
        try {
            thread.execute(() -> on(event));
        } catch (RejectedExecutionException e) {
            LOG.debug("the uplink is closed; {} is not told", event);
        }
    }

    private void on(EdgeEvent event) {
        if (closed) {
            return;
        }
        try {
            if (event instanceof EdgeEvent.Lost lost) {
                whyDown = lost.why();
                drop();
            }
            for (EdgeAction action : conversation.on(monotonicMillis.getAsLong(), event)) {
                perform(action);
            }
            tellLink();
        } catch (RuntimeException | Error e) {
            stumbled(event, e);
        }
    }

    /// A bug must not end the uplink for good: the connection goes, the next one begins anew. The
    /// executor would swallow what is thrown here, and nothing would ever wake the uplink again.
    private void stumbled(EdgeEvent event, Throwable e) {
        LOG.error("the uplink stumbled over {}", event.getClass().getSimpleName(), e);
        drop();
        if (event instanceof EdgeEvent.Lost) {
            wakeAt(monotonicMillis.getAsLong() + STUMBLED_MILLIS);
        } else {
            on(new EdgeEvent.Lost("internal error: " + e));
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
            case EdgeAction.PeerReceipt of -> downstream.peerReceipt(of.receipt(), of.signed());
            case EdgeAction.CarriedAway away ->
                    downstream.carriedAway(away.object(), away.outcome());
            case EdgeAction.Refuse refuse -> downstream.refused(refuse.why());
            case EdgeAction.Alarm alarm -> downstream.alarm(alarm);
            case EdgeAction.Quarantined told -> note(told);
            case EdgeAction.NewIncarnation ending -> begin(ending);
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
        downstream.receipted(receipted.receipt(), receipted.fresh());
    }

    /// What is not noted is told again by the hub after the next start.
    private void note(EdgeAction.Quarantined told) {
        if (!downstream.quarantined(told)) {
            return;
        }
        try {
            receipts.told(told.receipt(), told.signed());
        } catch (IOException e) {
            LOG.warn("a receipt could not be kept: {}", e.getMessage());
            return;
        }
        tell(new EdgeEvent.Noted(told.receipt()));
    }

    private void begin(EdgeAction.NewIncarnation ending) {
        Optional<String> whyNot;
        try {
            whyNot = downstream.begin(ending);
        } catch (RuntimeException e) {
            // Unanswered, the conversation would wait for ever.
            LOG.error("no new incarnation could be begun", e);
            whyNot = Optional.of("internal error: " + e);
        }
        tell(
                whyNot.isEmpty()
                        ? new EdgeEvent.Incarnated()
                        : new EdgeEvent.NotIncarnated(whyNot.get()));
    }

    private void install(EdgeAction.Install install) {
        Optional<String> whyNot;
        try {
            whyNot = downstream.install(install.manifest(), install.signed(), install.content());
        } catch (RuntimeException e) {
            // Unanswered, the conversation would wait for this release and take no other.
            LOG.error("a release could not be installed", e);
            whyNot = Optional.of("internal error: " + e);
        }
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
        String why = up ? "" : whyDown;
        if (up == link.up() && why.equals(link.why())) {
            return;
        }
        if (up) {
            LOG.info("the hub is reached");
        } else {
            // The same reason comes with each attempt; it is said once.
            LOG.warn(link.up() ? "the hub is lost: {}" : "the hub is not reached: {}", why);
        }
        link = new Link(up, up == link.up() ? link.since() : clock.instant(), why);
        downstream.linkChanged();
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

    /// Drops the connection and ends the thread. Nothing is dialled any more.
    @Override
    public void close() {
        try {
            Future<?> last =
                    thread.submit(() -> {
                        closed = true;
                        drop();
                    });
            last.get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the uplink was closed before");
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the uplink did not end by itself: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // Not shutdown(): it would wait for the wake that is still due, and dial again with it.
        thread.shutdownNow();
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
            if (waitingBytes.addAndGet(message.length) > MAX_WAITING_BYTES) {
                waitingBytes.addAndGet(-message.length);
                lost("the hub sends faster than this node can take it in");
                return;
            }
            queue(() -> {
                waitingBytes.addAndGet(-message.length);
                if (isCurrent()) {
                    on(new EdgeEvent.Arrived(message));
                }
            });
        }

        private void current(EdgeEvent event) {
            queue(() -> {
                if (isCurrent()) {
                    on(event);
                }
            });
        }

        private boolean isCurrent() {
            return Objects.equals(line, this);
        }

        private void queue(Runnable work) {
            try {
                thread.execute(work);
            } catch (RejectedExecutionException e) {
                LOG.debug("the uplink is closed; what the connection says is not heard");
            }
        }
    }
}
