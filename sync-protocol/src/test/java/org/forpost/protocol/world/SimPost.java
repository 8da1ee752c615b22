package org.forpost.protocol.world;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.forpost.protocol.crypto.Randomness;
import org.forpost.protocol.journal.DurabilityLostException;
import org.forpost.protocol.journal.Entry;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.JournalDamagedException;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.record.ClockTrust;
import org.forpost.protocol.record.Image;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.record.RecordId;
import org.forpost.protocol.record.Stamp;
import org.forpost.protocol.release.Role;
import org.forpost.protocol.sync.EdgeAction;
import org.forpost.protocol.sync.EdgeConversation;
import org.forpost.protocol.sync.EdgeEvent;
import org.forpost.protocol.sync.EdgeKeys;
import org.forpost.protocol.sync.Outbox;
import org.forpost.protocol.sync.Releases;
import org.forpost.protocol.synthetic.SyntheticCrossings;
import org.jspecify.annotations.Nullable;

/// One lane's node: a real journal on a faulty disk, a real end of the conversation.
final class SimPost {
    private static final long SEGMENT_BYTES = 24 * 1024;

    private final String name;
    private final Scheduler scheduler;
    private final Random random;
    private final Trace trace;
    private final Invariants invariants;
    private final SyntheticCrossings crossings;
    private final Randomness randomness;
    private final FaultyDisk disk = new FaultyDisk();
    private final Head[] shelf = new Head[Priority.COUNT];
    private long heldRelease;
    private @Nullable SimLink link;
    private @Nullable Journal journal;
    private @Nullable EdgeConversation conversation;
    private int life;
    private long wake;
    private final PlantedBug bug;

    SimPost(
            String name,
            Scheduler scheduler,
            Random random,
            Trace trace,
            Invariants invariants,
            PlantedBug bug) {
        this.bug = bug;
        this.name = name;
        this.scheduler = scheduler;
        this.random = random;
        this.trace = trace;
        this.invariants = invariants;
        this.crossings = new SyntheticCrossings(random.nextLong(), name, 1_795_000_000_000L);
        this.randomness =
                count -> {
                    byte[] bytes = new byte[count];
                    random.nextBytes(bytes);
                    return bytes;
                };
        Arrays.fill(shelf, Head.START);
    }

    String name() {
        return name;
    }

    FaultyDisk disk() {
        return disk;
    }

    void connectBy(SimLink line) {
        link = line;
    }

    private SimLink line() {
        if (link == null) {
            throw new IllegalStateException("no line was laid to " + name);
        }
        return link;
    }

    void start() {
        life++;
        Journal opened;
        try {
            opened =
                    Journal.open(
                            disk,
                            new SegmentKeys(new byte[32], ToyCrypto.sealer(randomness), randomness),
                            randomness,
                            SEGMENT_BYTES,
                            line -> trace.say(name + " " + line));
            Map<Long, String> there = new HashMap<>();
            opened.replay(1, entry -> there.put(entry.sequence(), entry.head().toString()));
            invariants.reopened(name, there);
        } catch (IOException | DurabilityLostException e) {
            crash("cannot start: " + e.getMessage());
            return;
        } catch (JournalDamagedException e) {
            throw new ViolationException("NothingAcknowledgedIsLost", name + ": " + e.getMessage());
        }
        journal = opened;
        invariants.release(name, heldRelease);
        conversation =
                new EdgeConversation(
                        new EdgeKeys(
                                name,
                                new byte[8],
                                ToyCrypto.signer(name),
                                ToyCrypto.sealer(randomness),
                                ToyCrypto.check("hub")),
                        Outbox.of(opened),
                        shelf.clone(),
                        new Releases(
                                Map.of(Role.WATCHLIST, heldRelease), ToyCrypto.check("releases")),
                        scheduler::now);
        trace.say(name + " started");
        on(new EdgeEvent.Wake());
    }

    void crash(String why) {
        trace.say(name + " crashed: " + why);
        life++;
        journal = null;
        conversation = null;
        if (bug == PlantedBug.RELEASE_NOT_KEPT) {
            heldRelease = 0;
        }
        disk.cutPower(random);
        line().cut();
        scheduler.in(500 + random.nextInt(20_000), this::start);
    }

    boolean runs() {
        return conversation != null;
    }

    /// A lane writes something down: one record, or a crossing with its images.
    void record() {
        Journal open = journal;
        if (open == null) {
            return;
        }
        try {
            Entry[] entries = new Entry[1 + random.nextInt(3)];
            for (int i = 0; i < entries.length; i++) {
                PostRecord record = next();
                entries[i] = open.append(record.priority(), RecordCodec.encode(record));
            }
            if (bug == PlantedBug.RECORDED_BEFORE_FORCE) {
                invariants.recorded(name, entries[0]);
            }
            if (random.nextInt(60) == 0) {
                crash("before force");
                return;
            }
            open.force();
            for (Entry entry : entries) {
                invariants.recorded(name, entry);
            }
            trace.say(name + " recorded up to " + entries[entries.length - 1].sequence());
            if (random.nextInt(60) == 0) {
                crash("after force");
                return;
            }
            on(new EdgeEvent.Recorded());
        } catch (IOException e) {
            trace.say(name + " could not record: " + e.getMessage());
        } catch (DurabilityLostException e) {
            crash(String.valueOf(e.getMessage()));
        }
    }

    private PostRecord next() {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextInt(3) == 0 ? image() : crossings.audit();
            case 1, 2 -> crossings.audit();
            default -> crossings.withoutTemplates();
        };
    }

    private PostRecord image() {
        byte[] bytes = randomness.bytes(200 + random.nextInt(24_000));
        return new PostRecord(
                RecordId.random(randomness),
                name,
                new Stamp(scheduler.now(), 0, ClockTrust.NEVER_SET, 0),
                new Image(RecordId.random(randomness), Image.Format.FINGER_RECORD, bytes));
    }

    void on(EdgeEvent event) {
        EdgeConversation current = conversation;
        if (current == null) {
            return;
        }
        int living = life;
        List<EdgeAction> actions = current.on(scheduler.now(), event);
        for (EdgeAction action : actions) {
            if (living != life) {
                return;
            }
            act(action);
        }
    }

    private void act(EdgeAction action) {
        switch (action) {
            case EdgeAction.Dial _ -> line().dial();
            case EdgeAction.HangUp up -> {
                trace.say(name + " hangs up: " + up.why());
                line().hangUp();
            }
            case EdgeAction.Publish publish -> line().toHub(publish.ticket(), publish.message());
            case EdgeAction.Receipted receipted -> {
                Head head = receipted.receipt().head();
                shelf[receipted.receipt().priority().code()] = head;
                trace.say(name + " receipted " + receipted.receipt().priority() + " " + head);
            }
            case EdgeAction.Install install -> install(install);
            case EdgeAction.Refuse refuse -> invariants.alarm(name, refuse.why());
            case EdgeAction.Alarm alarm -> invariants.alarm(name, alarm.what());
            case EdgeAction.WakeAt at -> wakeAt(at.millis());
        }
    }

    private void install(EdgeAction.Install install) {
        int living = life;
        scheduler.in(
                1 + random.nextInt(2_000),
                () -> {
                    if (living != life) {
                        return;
                    }
                    heldRelease = install.manifest().number();
                    invariants.release(name, heldRelease);
                    trace.say(name + " installed release " + heldRelease);
                    on(new EdgeEvent.Installed(install.manifest()));
                });
    }

    private void wakeAt(long millis) {
        if (bug == PlantedBug.NEVER_WAKES && millis > scheduler.now() + 5_000) {
            return;
        }
        long asked = ++wake;
        int living = life;
        scheduler.at(
                millis,
                () -> {
                    if (asked == wake && living == life) {
                        on(new EdgeEvent.Wake());
                    }
                });
    }

    long heldRelease() {
        return heldRelease;
    }

    /// Entries that wait for a receipt.
    long backlog() {
        Journal open = journal;
        if (open == null) {
            return Long.MAX_VALUE;
        }
        long backlog = 0;
        for (Priority priority : Priority.values()) {
            backlog += open.recorded(priority).number() - shelf[priority.code()].number();
        }
        return backlog;
    }

    String standing() {
        return name + " runs " + runs() + " backlog " + backlog() + " release " + heldRelease;
    }
}
