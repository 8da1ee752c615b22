package org.forpost.hub.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.forpost.hub.fleet.AlarmBook;
import org.forpost.hub.fleet.Fleet;
import org.forpost.hub.identity.HubIdentity;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.Hpke;
import org.forpost.protocol.envelope.Sign1;
import org.forpost.protocol.sync.HubAction;
import org.forpost.protocol.sync.HubAlarm;
import org.forpost.protocol.sync.HubConversation;
import org.forpost.protocol.sync.HubEvent;
import org.forpost.protocol.sync.HubKeys;
import org.forpost.protocol.sync.LedgerEntry;
import org.jspecify.annotations.Nullable;

/// Runs the hub's end of its conversations: one thread that feeds events to [HubConversation] and
/// does what it says.
///
/// ```
/// route ── joined, arrived, delivered, left ──► events ──► conversation ──► actions ──► route, ledger, fleet, alarms
/// ledger ── forced ─────────────────────────────┘
/// shelf ─── published ──────────────────────────┘
/// ```
///
/// The ledger's `force` runs on the ledger's own thread: while the disk works, further messages are
/// checked and wait for the next one. An exception out of the conversation stops the process, since
/// what it knows must be a function of the ledger and would no longer be.
public final class Ingest implements Arrivals, Closeable {
    /// Messages that wait for the conversation or the ledger; 1,024 windows of 16 KiB, a sixth of
    /// the heap. A node that is sent away loses nothing: it sends again what was not acknowledged.
    private static final long MAX_HELD_BYTES = 16L << 20;

    private final Ledger ledger;
    private final Fleet fleet;
    private final AlarmBook alarms;
    private final Stop stop;
    private final EnrolledKeys keys;
    private final HubConversation conversation;
    private final BlockingQueue<Happening> happenings = new LinkedBlockingQueue<>();
    private final AtomicLong heldBytes = new AtomicLong();
    private final Thread thread = new Thread(this::converse, "conversation");

    /// Bytes of each message that is neither acknowledged nor rejected, by ticket. Conversation's
    /// thread only.
    private final Map<Long, Integer> held = new HashMap<>();

    /// Who brought what is not answered yet, by ticket. Conversation's thread only.
    private final Map<Long, ByHand> bringers = new HashMap<>();

    /// A route counts its tickets up from 1; these count down, and never meet.
    private final AtomicLong handTicket = new AtomicLong();

    private @Nullable Carriage carriage;

    private sealed interface Happening {
        record Event(HubEvent event) implements Happening {}

        record Brought(HubEvent event, long ticket, int bytes, ByHand by) implements Happening {}

        record End() implements Happening {}
    }

    public Ingest(
            HubIdentity identity,
            Ledger ledger,
            Fleet fleet,
            AlarmBook alarms,
            InstantSource clock,
            Stop stop)
            throws IOException {
        this.ledger = ledger;
        this.fleet = fleet;
        this.alarms = alarms;
        this.stop = stop;
        thread.setUncaughtExceptionHandler((dying, failure) ->
                stop.because("the hub's own thread died of " + failure, failure));
        this.keys = new EnrolledKeys(identity);
        byte[] receiptKey = identity.receiptKey();
        this.conversation =
                new HubConversation(
                        new HubKeys(
                                Sign1.keyId(Ed25519.publicKey(receiptKey)),
                                Ed25519.signer(receiptKey),
                                Hpke.unsealer(identity.sealKey()),
                                keys),
                        clock::millis);
    }

    /// Reads the whole ledger, so that the hub knows what it knew.
    public void restore() throws IOException {
        ledger.read(
                1,
                placed -> {
                    LedgerEntry entry = placed.entry();
                    conversation
                            .restore(entry)
                            .forEach(alarm ->
                                    alarms.recall(
                                            AlarmWords.code(alarm),
                                            entry.node(),
                                            AlarmWords.detail(alarm),
                                            at(entry)));
                    tellFleet(entry);
                });
    }

    /// Begins to converse over `route`.
    ///
    /// @param alsoForced told after each `force`, on the ledger's thread
    public void start(Carriage route, Runnable alsoForced) {
        carriage = route;
        ledger.start((entries, ticket) -> {
            entries.forEach(this::tellFleet);
            tell(new HubEvent.Forced(ticket));
            alsoForced.run();
        });
        thread.start();
    }

    /// Hands in what came by another road than the route's connections.
    ///
    /// @param event that carries `ticket`
    /// @param ticket of [#handTicket]
    /// @param bytes that wait with it
    /// @param by told what became of it, on the conversation's thread
    /// @return false if the hub already holds as many unprocessed bytes as it can: try again later
    public boolean brought(HubEvent event, long ticket, int bytes, ByHand by) {
        if (heldBytes.addAndGet(bytes) > MAX_HELD_BYTES) {
            heldBytes.addAndGet(-bytes);
            return false;
        }
        happenings.add(new Happening.Brought(event, ticket, bytes, by));
        return true;
    }

    /// A ticket for [#brought], never one twice.
    public long handTicket() {
        return handTicket.decrementAndGet();
    }

    /// A release is there to be offered to all nodes.
    public void publish(HubEvent.Published release) {
        tell(release);
    }

    @Override
    public void joined(String node) {
        tell(new HubEvent.Joined(node));
    }

    @Override
    public boolean arrived(String node, long ticket, byte[] message) {
        if (heldBytes.addAndGet(message.length) > MAX_HELD_BYTES) {
            heldBytes.addAndGet(-message.length);
            return false;
        }
        tell(new HubEvent.Arrived(node, ticket, message));
        return true;
    }

    @Override
    public void delivered(String node, long ticket) {
        tell(new HubEvent.Delivered(node, ticket));
    }

    @Override
    public void left(String node) {
        tell(new HubEvent.Left(node));
    }

    /// Whether messages are here that are not answered yet.
    public boolean nodesWait() {
        return heldBytes.get() > 0;
    }

    private void tell(HubEvent event) {
        happenings.add(new Happening.Event(event));
    }

    private void converse() {
        try {
            while (true) {
                switch (happenings.take()) {
                    case Happening.Event(HubEvent event) -> take(event);
                    case Happening.Brought brought -> {
                        held.put(brought.ticket(), brought.bytes());
                        bringers.put(brought.ticket(), brought.by());
                        take(brought.event());
                    }
                    case Happening.End _ -> {
                        return;
                    }
                }
            }
        } catch (RuntimeException e) {
            stop.because("the conversation with the nodes failed: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(HubEvent event) {
        switch (event) {
            case HubEvent.Joined(String node) -> {
                keys.refresh(node).ifPresent(one -> fleet.enrolled(node, one.post()));
                fleet.connected(node);
            }
            case HubEvent.BroughtHello hello ->
                    keys.refresh(hello.node())
                            .ifPresent(one -> fleet.enrolled(hello.node(), one.post()));
            case HubEvent.Left(String node) -> fleet.disconnected(node);
            case HubEvent.Arrived arrived -> held.put(arrived.ticket(), arrived.message().length);
            case HubEvent.BroughtEnvelope _,
                    HubEvent.Asked _,
                    HubEvent.Forced _,
                    HubEvent.Delivered _,
                    HubEvent.Published _ -> {}
        }
        for (HubAction action : conversation.on(event)) {
            perform(action);
        }
    }

    private void perform(HubAction action) {
        Carriage route = carriage;
        if (route == null) {
            throw new IllegalStateException("no route yet");
        }
        switch (action) {
            case HubAction.Append(long ticket, LedgerEntry entry) -> ledger.append(ticket, entry);
            case HubAction.Acknowledge(String node, long ticket) -> {
                release(ticket);
                ByHand by = bringers.remove(ticket);
                if (by == null) {
                    route.acknowledge(node, ticket);
                } else {
                    by.acknowledged(ticket);
                }
            }
            case HubAction.Reject(String node, long ticket, int code) -> {
                release(ticket);
                ByHand by = bringers.remove(ticket);
                if (by == null) {
                    route.reject(node, ticket, code);
                } else {
                    by.rejected(ticket, code);
                }
            }
            case HubAction.Stands stands -> {
                release(stands.ticket());
                ByHand by = bringers.remove(stands.ticket());
                if (by != null) {
                    by.stands(stands);
                }
            }
            case HubAction.Told told -> {
                ByHand by = bringers.get(told.ticket());
                if (by != null) {
                    by.told(told);
                }
            }
            case HubAction.Publish publish ->
                    route.publish(publish.node(), publish.ticket(), publish.message());
            case HubAction.Heard heard -> fleet.said(heard.hello());
            case HubAction.HeardOf heard -> {
                String node = heard.hello().node();
                keys.known(node).ifPresent(one -> fleet.enrolled(node, one.post()));
            }
            case HubAction.Alarm(String node, HubAlarm what) ->
                    alarms.raise(AlarmWords.code(what), node, AlarmWords.detail(what));
        }
    }

    private void release(long ticket) {
        @Nullable Integer bytes = held.remove(ticket);
        if (bytes != null) {
            heldBytes.addAndGet(-bytes);
        }
    }

    private static Instant at(LedgerEntry entry) {
        return switch (entry) {
            case LedgerEntry.Contact contact -> Instant.ofEpochMilli(contact.atMillis());
            case LedgerEntry.Accepted accepted -> Instant.ofEpochMilli(accepted.atMillis());
            case LedgerEntry.Forked forked -> Instant.ofEpochMilli(forked.atMillis());
            case LedgerEntry.Partial _ -> Instant.EPOCH;
        };
    }

    private void tellFleet(LedgerEntry entry) {
        if (entry instanceof LedgerEntry.Accepted accepted) {
            fleet.holds(
                    accepted.node(),
                    accepted.incarnation(),
                    accepted.priority(),
                    accepted.head().number());
            fleet.cameBy(
                    accepted.node(),
                    accepted.road(),
                    accepted.carrier(),
                    accepted.head().number() - accepted.first() + 1);
        }
    }

    /// Takes no further event; what the conversation has not seen was not acknowledged.
    @Override
    public void close() {
        if (thread.isAlive()) {
            happenings.add(new Happening.End());
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
