package org.forpost.protocol.world;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.envelope.Message;
import org.forpost.protocol.journal.DurabilityLostException;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.JournalDamagedException;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.Role;
import org.forpost.protocol.sync.HubAction;
import org.forpost.protocol.sync.HubConversation;
import org.forpost.protocol.sync.HubEvent;
import org.forpost.protocol.sync.HubKeys;
import org.forpost.protocol.sync.LedgerEntry;
import org.jspecify.annotations.Nullable;

/// The hub: a real ledger on a faulty disk, a real end of its conversations.
final class SimHub {
    private static final long SEGMENT_BYTES = 64 * 1024;

    private final Scheduler scheduler;
    private final Random random;
    private final Trace trace;
    private final Invariants invariants;
    private final Randomness randomness;
    private final FaultyDisk disk = new FaultyDisk();
    private final Map<String, SimLink> links = new TreeMap<>();
    private final Map<Long, Origin> origins = new HashMap<>();
    private final Deque<LedgerEntry> unforced = new ArrayDeque<>();
    private @Nullable Journal ledger;
    private @Nullable HubConversation conversation;
    private HubEvent.@Nullable Published release;
    private long ticket;
    private long appended;
    private boolean forceDue;
    private int life;
    private final PlantedBug bug;

    /// Whose message a ticket is, over which of its connections.
    private record Origin(SimLink link, int connection, long ticket) {}

    SimHub(Scheduler scheduler, Random random, Trace trace, Invariants invariants, PlantedBug bug) {
        this.bug = bug;
        this.scheduler = scheduler;
        this.random = random;
        this.trace = trace;
        this.invariants = invariants;
        this.randomness =
                count -> {
                    byte[] bytes = new byte[count];
                    random.nextBytes(bytes);
                    return bytes;
                };
    }

    FaultyDisk disk() {
        return disk;
    }

    void serves(String node, SimLink link) {
        links.put(node, link);
    }

    boolean runs() {
        return conversation != null;
    }

    void start() {
        life++;
        HubConversation restored =
                new HubConversation(
                        new HubKeys(
                                new byte[8],
                                ToyCrypto.signer("hub"),
                                ToyCrypto.unsealer(),
                                node -> links.containsKey(node) ? ToyCrypto.check(node) : null),
                        scheduler::now);
        try {
            Journal opened =
                    Journal.open(
                            disk,
                            new SegmentKeys(new byte[32], ToyCrypto.sealer(randomness), randomness),
                            randomness,
                            SEGMENT_BYTES,
                            line -> trace.say("hub " + line));
            invariants.hubReopens();
            List<LedgerEntry> entries = new ArrayList<>();
            opened.replay(1, entry -> entries.add(decoded(entry.payload())));
            for (LedgerEntry entry : entries) {
                invariants.ledger(entry);
            }
            int unread = bug == PlantedBug.LEDGER_READ_SHORT ? 3 : 0;
            int read = Math.max(0, entries.size() - unread);
            entries.subList(0, read).forEach(restored::restore);
            invariants.hubReopened();
            ledger = opened;
        } catch (IOException | DurabilityLostException e) {
            crash("cannot start: " + e.getMessage());
            return;
        } catch (JournalDamagedException e) {
            throw new ViolationException("NothingAcknowledgedIsLost", "hub: " + e.getMessage());
        }
        conversation = restored;
        trace.say("hub started");
        if (release != null) {
            on(release);
        }
    }

    private static LedgerEntry decoded(byte[] bytes) {
        try {
            return LedgerEntry.decode(bytes);
        } catch (MalformedException e) {
            throw new ViolationException("NothingAcknowledgedIsLost", "hub: " + e.getMessage());
        }
    }

    void crash(String why) {
        trace.say("hub crashed: " + why);
        life++;
        conversation = null;
        ledger = null;
        origins.clear();
        unforced.clear();
        forceDue = false;
        appended = 0;
        disk.cutPower(random);
        links.values().forEach(SimLink::hubDied);
        scheduler.in(500 + random.nextInt(20_000), this::start);
    }

    void publish() {
        long number = release == null ? 1 : release.manifest().number() + 1;
        byte[] content = randomness.bytes(1 + random.nextInt(60_000));
        Manifest manifest =
                new Manifest(
                        Role.WATCHLIST,
                        number,
                        scheduler.now(),
                        scheduler.now() + 1_000_000,
                        Sha256.of(content),
                        content.length);
        release =
                new HubEvent.Published(
                        manifest,
                        manifest.sign(new byte[8], ToyCrypto.signer("releases")),
                        content);
        trace.say("hub publishes " + number);
        on(release);
    }

    long published() {
        return release == null ? 0 : release.manifest().number();
    }

    void joined(SimLink link) {
        links.forEach((node, one) -> {
            if (one == link) {
                on(new HubEvent.Joined(node));
            }
        });
    }

    void left(String node) {
        on(new HubEvent.Left(node));
    }

    void delivered(String node, long which) {
        on(new HubEvent.Delivered(node, which));
    }

    void arrived(SimLink link, int connection, long which, byte[] message) {
        if (conversation == null) {
            return;
        }
        origins.put(++ticket, new Origin(link, connection, which));
        String from =
                links.entrySet().stream()
                        .filter(one -> one.getValue() == link)
                        .findFirst()
                        .orElseThrow()
                        .getKey();
        on(new HubEvent.Arrived(from, ticket, message));
    }

    private void on(HubEvent event) {
        HubConversation current = conversation;
        if (current == null) {
            return;
        }
        int living = life;
        for (HubAction action : current.on(event)) {
            if (living != life) {
                return;
            }
            act(action);
        }
    }

    private void act(HubAction action) {
        switch (action) {
            case HubAction.Append append -> append(append);
            case HubAction.Acknowledge acknowledge -> {
                Origin origin = origins.remove(acknowledge.ticket());
                if (origin != null) {
                    origin.link().acknowledged(origin.connection(), origin.ticket());
                }
            }
            case HubAction.Reject reject -> {
                Origin origin = origins.remove(reject.ticket());
                if (origin != null) {
                    origin.link().rejected(origin.connection(), origin.ticket(), reject.code());
                }
            }
            case HubAction.Publish publish -> publish(publish);
            case HubAction.Heard _ -> {}
            case HubAction.Alarm alarm ->
                    invariants.alarm("hub", alarm.node() + " " + alarm.what());
        }
    }

    private void publish(HubAction.Publish publish) {
        try {
            if (Message.decode(publish.message(), 1 << 24) instanceof Message.Receipt receipt) {
                Receipt opened = Receipt.open(receipt.signed(), ToyCrypto.check("hub"));
                invariants.receipt(opened);
                trace.say(
                        "hub receipts "
                                + opened.node()
                                + " "
                                + opened.priority()
                                + " "
                                + opened.head());
            }
        } catch (MalformedException | NotAuthenticException e) {
            throw new IllegalStateException(e);
        }
        SimLink link = links.get(publish.node());
        if (link != null) {
            link.toPost(publish.ticket(), publish.message());
        }
    }

    private void append(HubAction.Append append) {
        Journal open = ledger;
        if (open == null) {
            return;
        }
        try {
            open.append(Priority.AUDIT, append.entry().encode());
            if (bug == PlantedBug.LEDGER_WRITTEN_TWICE) {
                open.append(Priority.AUDIT, append.entry().encode());
            }
        } catch (IOException | DurabilityLostException e) {
            crash(String.valueOf(e.getMessage()));
            return;
        }
        unforced.add(append.entry());
        appended = append.ticket();
        if (bug == PlantedBug.ANSWER_BEFORE_FORCE) {
            scheduler.in(0, () -> on(new HubEvent.Forced(append.ticket())));
        }
        if (!forceDue) {
            forceDue = true;
            int living = life;
            scheduler.in(
                    1 + random.nextInt(40),
                    () -> {
                        if (living == life) {
                            force();
                        }
                    });
        }
    }

    private void force() {
        Journal open = ledger;
        if (open == null) {
            return;
        }
        forceDue = false;
        try {
            open.force();
        } catch (DurabilityLostException e) {
            crash(String.valueOf(e.getMessage()));
            return;
        }
        while (!unforced.isEmpty()) {
            invariants.ledger(unforced.removeFirst());
        }
        on(new HubEvent.Forced(appended));
    }
}
