package org.forpost.protocol.world;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.forpost.protocol.journal.DurabilityLostException;
import org.forpost.protocol.journal.Entry;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.JournalDamagedException;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.record.HybridClock;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.release.Role;
import org.forpost.protocol.sync.EdgeAction;
import org.forpost.protocol.sync.EdgeConversation;
import org.forpost.protocol.sync.EdgeEvent;
import org.forpost.protocol.sync.EdgeKeys;
import org.forpost.protocol.sync.Outbox;
import org.forpost.protocol.sync.Releases;
import org.jspecify.annotations.Nullable;

/// One lane's node: a real journal on a faulty disk, a real end of the conversation.
final class SimPost {
    private static final long SEGMENT_BYTES = 24 * 1024;

    private final String name;
    private final Scheduler scheduler;
    private final Chance chance;
    private final Trace trace;
    private final Invariants invariants;
    private final Faults faults;
    private final Parts parts;
    private final Travellers travellers;
    private final FaultyDisk disk;
    private final Head[] shelf = new Head[Priority.COUNT];
    private long heldRelease;
    private long wallAhead;
    private @Nullable SimLink link;
    private @Nullable Journal journal;
    private @Nullable EdgeConversation conversation;
    private @Nullable HybridClock clock;
    private int life;
    private long wake;

    SimPost(
            String name,
            Scheduler scheduler,
            Chance chance,
            Trace trace,
            Invariants invariants,
            Faults faults,
            Parts parts) {
        this.name = name;
        this.scheduler = scheduler;
        this.chance = chance;
        this.trace = trace;
        this.invariants = invariants;
        this.faults = faults;
        this.parts = parts;
        this.travellers = new Travellers(name, chance.of("travellers"));
        this.disk = new FaultyDisk(faults);
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

    /// Milliseconds since 1970 as this post's clock has it.
    private long wall() {
        return World.BEGINNING_MILLIS + scheduler.now() + wallAhead;
    }

    /// The wall clock jumps by so much.
    void jump(long millis) {
        faults.count(Fault.CLOCK_JUMPED);
        trace.say(name + " clock jumps by " + millis);
        wallAhead += millis;
    }

    void start() {
        life++;
        try {
            journal =
                    Journal.open(
                            parts.postStore(disk),
                            new SegmentKeys(new byte[32], ToyCrypto.sealer(chance), chance),
                            chance,
                            SEGMENT_BYTES,
                            line -> trace.say(name + " " + line));
        } catch (IOException | DurabilityLostException e) {
            crash("cannot start: " + e.getMessage());
            return;
        } catch (PowerCutException e) {
            crash("power went while it started");
            return;
        } catch (JournalDamagedException e) {
            invariants.see(one -> one.damaged(this, String.valueOf(e.getMessage())));
            return;
        }
        Journal opened = journal;
        disk.suspended(() -> invariants.see(one -> one.reopened(this, opened)));
        invariants.see(one -> one.release(this, heldRelease));
        clock = new HybridClock(this::wall, scheduler::now);
        conversation =
                new EdgeConversation(
                        new EdgeKeys(
                                name,
                                new byte[8],
                                ToyCrypto.signer(name),
                                ToyCrypto.sealer(chance),
                                ToyCrypto.check("hub")),
                        Outbox.of(opened),
                        new EdgeConversation.Standing(shelf.clone(), new long[Priority.COUNT]),
                        new Releases(
                                Map.of(Role.WATCHLIST, heldRelease), ToyCrypto.check("releases")),
                        this::wall);
        trace.say(name + " started");
        on(new EdgeEvent.Wake());
    }

    void crash(String why) {
        faults.count(Fault.POST_CRASHED);
        trace.say(name + " crashed: " + why);
        life++;
        journal = null;
        conversation = null;
        disk.cutPower(chance);
        line().cut();
        scheduler.in(500 + chance.below(20_000), this::start);
    }

    boolean runs() {
        return conversation != null;
    }

    /// A lane writes something down: one record, or a crossing with its images.
    void record() {
        Journal open = journal;
        HybridClock stamps = clock;
        if (open == null || stamps == null) {
            return;
        }
        try {
            List<Entry> entries = new ArrayList<>();
            for (int i = chance.below(3); i >= 0; i--) {
                PostRecord record = travellers.next(stamps.next());
                entries.add(open.append(record.priority(), RecordCodec.encode(record)));
            }
            open.force();
            invariants.see(one -> one.recorded(this, entries));
            trace.say(name + " recorded up to " + entries.getLast().sequence());
            on(new EdgeEvent.Recorded());
        } catch (IOException e) {
            trace.say(name + " could not record: " + e.getMessage());
        } catch (DurabilityLostException e) {
            crash(String.valueOf(e.getMessage()));
        } catch (PowerCutException e) {
            crash("power went while it recorded");
        }
    }

    void on(EdgeEvent event) {
        EdgeConversation current = conversation;
        if (current == null) {
            return;
        }
        int living = life;
        try {
            for (EdgeAction action : parts.edge(current, scheduler.now(), event)) {
                if (living != life) {
                    return;
                }
                act(action);
            }
        } catch (PowerCutException e) {
            crash("power went while it sent");
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
                invariants.see(one -> one.receiptTaken(this, receipted.receipt()));
            }
            case EdgeAction.Install install -> install(install);
            case EdgeAction.Refuse refuse -> invariants.see(one -> one.alarm(this, refuse.why()));
            case EdgeAction.Alarm alarm -> invariants.see(one -> one.alarm(this, alarm.what()));
            case EdgeAction.NewIncarnation ending ->
                    invariants.see(one -> one.alarm(this, ending.why()));
            case EdgeAction.Quarantined bad ->
                    invariants.see(one -> one.alarm(this, bad.audit().detail()));
            case EdgeAction.WakeAt at -> wakeAt(at.millis());
        }
    }

    private void install(EdgeAction.Install install) {
        int living = life;
        scheduler.in(
                1 + chance.below(2_000),
                () -> {
                    if (living != life) {
                        return;
                    }
                    heldRelease = install.manifest().number();
                    faults.count(Fault.RELEASE_INSTALLED);
                    trace.say(name + " installed release " + heldRelease);
                    invariants.see(one -> one.release(this, heldRelease));
                    on(new EdgeEvent.Installed(install.manifest()));
                });
    }

    private void wakeAt(long millis) {
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
