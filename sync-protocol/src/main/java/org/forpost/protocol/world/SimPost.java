package org.forpost.protocol.world;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.forpost.protocol.bundle.AnswerFolder;
import org.forpost.protocol.bundle.HeldForPeers;
import org.forpost.protocol.bundle.Packing;
import org.forpost.protocol.bundle.UnfitException;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.envelope.Message;
import org.forpost.protocol.journal.DurabilityLostException;
import org.forpost.protocol.journal.Entry;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.JournalDamagedException;
import org.forpost.protocol.journal.Retention;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.receipt.Hello;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Audit;
import org.forpost.protocol.record.HybridClock;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.record.Stamp;
import org.forpost.protocol.record.TrustedTime;
import org.forpost.protocol.record.Validity;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.Role;
import org.forpost.protocol.sync.EdgeAction;
import org.forpost.protocol.sync.EdgeConversation;
import org.forpost.protocol.sync.EdgeEvent;
import org.forpost.protocol.sync.EdgeKeys;
import org.forpost.protocol.sync.Outbox;
import org.forpost.protocol.sync.Releases;
import org.jspecify.annotations.Nullable;

/// One lane's machine: a real journal on a faulty disk, a real end of the conversation.
final class SimPost implements Node {
    private static final long SEGMENT_BYTES = 24 * 1024;

    private final String name;
    private final String label;
    private final Scheduler scheduler;
    private final Chance chance;
    private final Trace trace;
    private final Invariants invariants;
    private final Faults faults;
    private final Parts parts;
    private final boolean unreadable;
    private final @Nullable SimLan lan;
    private final Travellers travellers;
    private FaultyDisk disk;
    private Shelf shelf = new Shelf();
    private long wallAhead;
    private @Nullable SimLink link;
    private @Nullable Journal journal;
    private @Nullable EdgeConversation conversation;
    private @Nullable HybridClock clock;
    private @Nullable TrustedTime time;
    private @Nullable Retention retention;
    private final Deque<EdgeAction.Quarantined> unnoted = new ArrayDeque<>();
    private boolean tailWasCut;
    private @Nullable Stamp given;
    private int life;
    private long wake;

    /// An image of a machine's disk, as somebody took it while it ran.
    ///
    /// @param incarnations of the journal on it, the present one last
    /// @param promises what lanes had been told is recorded
    /// @param flipped whether bits of it had been flipped
    record Copy(
            SimPost of,
            Map<String, byte[]> files,
            Shelf shelf,
            List<String> incarnations,
            List<Truth.Promise> promises,
            boolean flipped) {
        long release() {
            return shelf.release();
        }
    }

    SimPost(
            String name,
            String label,
            Scheduler scheduler,
            Chance chance,
            Trace trace,
            Invariants invariants,
            Faults faults,
            Parts parts,
            boolean unreadable,
            @Nullable SimLan lan) {
        this.name = name;
        this.label = label;
        this.scheduler = scheduler;
        this.chance = chance;
        this.trace = trace;
        this.invariants = invariants;
        this.faults = faults;
        this.parts = parts;
        this.unreadable = unreadable;
        this.lan = lan;
        this.travellers = new Travellers(name, chance.of("travellers"));
        this.disk = new FaultyDisk(faults);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String label() {
        return label;
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
        trace.say(label + " clock jumps by " + millis);
        wallAhead += millis;
        look();
    }

    void start() {
        life++;
        Journal opened;
        try {
            opened =
                    Journal.open(
                            parts.postStore(disk),
                            new SegmentKeys(new byte[32], ToyCrypto.sealer(chance), chance),
                            parts.randomness(chance, label),
                            SEGMENT_BYTES,
                            this::said);
        } catch (IOException | DurabilityLostException e) {
            crash("cannot start: " + e.getMessage());
            return;
        } catch (PowerCutException e) {
            crash("power went while it started");
            return;
        } catch (JournalDamagedException e) {
            replace(String.valueOf(e.getMessage()));
            return;
        }
        journal = opened;
        disk.suspended(() -> invariants.see(one -> one.reopened(this, opened)));
        tailWasCut = false;
        invariants.see(one -> one.release(this, shelf.release()));
        clock = clock(opened);
        time = new TrustedTime(this::wall, scheduler::now, shelf.time());
        retention = new Retention(opened, parts.retentionMillis(), shelf.covered());
        look();
        travellers.goOn(parts.ids(travellers.chance(), label));
        conversation =
                new EdgeConversation(
                        keys(),
                        parts.outbox(Outbox.of(opened)),
                        parts.standing(shelf, opened.incarnation()),
                        new Releases(
                                Map.of(Role.WATCHLIST, parts.heldRelease(shelf.release())),
                                ToyCrypto.check("releases")),
                        this::wall);
        trace.say(label + " started");
        on(new EdgeEvent.Wake());
    }

    private void said(String line) {
        tailWasCut |= line.startsWith("cut a torn tail: ");
        trace.say(label + " " + line);
    }

    /// Whether the journal has said, since it last came up, that it cut something.
    boolean saidThatATailWasCut() {
        return tailWasCut;
    }

    /// People read what the journal says, throw the disk away and put an empty one in.
    private void replace(String damage) {
        trace.say(label + " " + damage);
        disk = new FaultyDisk(faults);
        shelf = new Shelf();
        if (lan != null) {
            lan.replaced(this);
        }
        if (parts.namesDamage()) {
            invariants.see(one -> one.damaged(this, damage));
            faults.count(Fault.DAMAGE_NAMED);
            faults.count(Fault.DISK_REPLACED);
            invariants.see(one -> one.replaced(this));
        }
        life++;
        scheduler.in(60_000, restart());
    }

    void crash(String why) {
        faults.count(Fault.POST_CRASHED);
        trace.say(label + " crashed: " + why);
        Journal open = journal;
        if (open != null && chance.oneIn(4)) {
            shelf.lose(open.incarnation(), Priority.of(chance.below(Priority.COUNT)));
        }
        stop();
        disk.cutPower(chance);
        scheduler.in(500 + chance.below(20_000), restart());
    }

    private void stop() {
        life++;
        journal = null;
        conversation = null;
        unnoted.clear();
        line().hangUp();
    }

    private Runnable restart() {
        int dead = life;
        return () -> {
            if (dead == life) {
                start();
            }
        };
    }

    boolean runs() {
        return conversation != null;
    }

    /// Whether its line stands and records flow.
    boolean flows() {
        EdgeConversation current = conversation;
        return current != null && current.up();
    }

    /// Takes an image of the disk; null when the machine is off.
    @Nullable Copy copy() {
        Journal open = journal;
        return open == null
                ? null
                : new Copy(
                        this,
                        disk.contents(),
                        shelf.copy(),
                        incarnations(),
                        List.copyOf(invariants.truth.promises(this)),
                        invariants.truth.wasFlipped(this));
    }

    /// Puts an image in the place of the disk and starts from it.
    void startFrom(Copy copy) {
        stop();
        trace.say(label + " starts from a copy of " + copy.of().label());
        disk = FaultyDisk.of(copy.files(), faults);
        shelf = copy.shelf().copy();
        invariants.see(one -> one.copied(this, copy));
        scheduler.in(500 + chance.below(5_000), restart());
    }

    /// What somebody who reads the lines, and has no key of the hub's, would like this post to
    /// believe.
    byte[] forgedReceipt() {
        Journal open = journal;
        Priority priority = Priority.of(chance.below(Priority.COUNT));
        return open == null
                ? new byte[0]
                : new Message.Receipt(
                                new Receipt(
                                                name,
                                                open.incarnation(),
                                                priority,
                                                open.recorded(priority),
                                                wall(),
                                                Receipt.Verdict.COUNTED,
                                                List.of())
                                        .sign(new byte[8], ToyCrypto.signer("broker")))
                        .encode();
    }

    /// All that the journal in use has had, the present one last; empty when the machine is off.
    List<String> incarnations() {
        Journal open = journal;
        List<String> all = new ArrayList<>();
        if (open != null) {
            open.formerIncarnations().forEach(former -> all.add(Witness.hex(former)));
            all.add(Witness.hex(open.incarnation()));
        }
        return all;
    }

    /// The journal in use.
    Journal journal() {
        if (journal == null) {
            throw new IllegalStateException(label + " is off");
        }
        return journal;
    }

    boolean isIn(byte[] incarnation) {
        List<String> all = incarnations();
        return !all.isEmpty() && all.getLast().equals(Witness.hex(incarnation));
    }

    /// Number of the last refused record of the present incarnation that this post has noted.
    long told(Priority priority) {
        Journal open = journal;
        return open == null ? 0 : shelf.load(open.incarnation()).told()[priority.code()];
    }

    /// Whether nothing is on its way to being noted as refused.
    boolean knowsWhatWasRefused() {
        return invariants.truth.unnoted(this) == null;
    }

    /// A lane writes something down: one record, or a crossing with what belongs to it.
    void record() {
        HybridClock stamps = clock;
        if (stamps == null) {
            return;
        }
        List<Draft> drafts = new ArrayList<>();
        for (int i = chance.below(3); i >= 0; i--) {
            if (chance.oneIn(60)) {
                drafts.add(new Draft(Priority.AUDIT, travellers.badRecord()));
            } else if (unreadable && chance.oneIn(40)) {
                byte[] record =
                        RecordCodec.encode(travellers.record(stamp(stamps), Unreadable.BODY));
                invariants.truth.unreadable(record);
                drafts.add(new Draft(Priority.AUDIT, record));
            } else {
                PostRecord record = travellers.next(stamp(stamps));
                drafts.add(new Draft(record.priority(), RecordCodec.encode(record)));
            }
        }
        look();
        if (write(drafts)) {
            on(new EdgeEvent.Recorded());
        }
    }

    /// Somebody looks at the page, which shows whether the release in force still holds.
    private void look() {
        TrustedTime now = time;
        Manifest release = shelf.manifest();
        if (now != null && release != null) {
            now.known(release.issuedMillis());
            Validity validity = parts.validity(now, wall(), release.expiresMillis());
            invariants.see(one -> one.validity(this, release, validity));
        }
    }

    private Stamp stamp(HybridClock stamps) {
        Stamp stamp = parts.stamp(stamps, wall());
        invariants.see(one -> one.stamped(this, stamp));
        given = stamp;
        return stamp;
    }

    /// The clock goes on from the last stamp that it gave before.
    private HybridClock clock(Journal opened) {
        HybridClock stamps = new HybridClock(this::wall, scheduler::now);
        disk.suspended(() -> {
            Stamp found = lastStamp(opened);
            Stamp last = found == null ? shelf.stamp() : found;
            if (last != null) {
                parts.observe(stamps, last);
            }
        });
        return stamps;
    }

    private @Nullable Stamp lastStamp(Journal opened) {
        try {
            // Records that are none have no stamp, and a lane's mistakes come seldom.
            long from = Math.max(1, opened.recordedSequence() - 12);
            Stamp[] last = new Stamp[1];
            opened.replay(from, entry -> last[0] = stampOf(entry.payload(), last[0]));
            return last[0];
        } catch (IOException e) {
            return null;
        }
    }

    /// A record's stamp; what was before it for a lane's mistake, which has none.
    static @Nullable Stamp stampOf(byte[] record, @Nullable Stamp otherwise) {
        try {
            return RecordCodec.decode(record).stamp();
        } catch (MalformedException e) {
            return otherwise;
        }
    }

    private record Draft(Priority priority, byte[] payload) {}

    private byte[] audit(Audit audit) {
        HybridClock stamps = clock;
        if (stamps == null) {
            throw new IllegalStateException(label + " was never started");
        }
        return RecordCodec.encode(travellers.record(stamp(stamps), audit));
    }

    /// @return whether people were told that it is recorded
    private boolean write(List<Draft> drafts) {
        Journal open = journal;
        if (open == null) {
            return false;
        }
        List<Entry> entries = new ArrayList<>();
        try {
            for (Draft draft : drafts) {
                entries.add(open.append(parts.chainOf(draft.priority()), draft.payload()));
            }
            parts.force(open, () -> promise(open, entries));
            return true;
        } catch (IOException e) {
            trace.say(label + " could not record: " + e.getMessage());
        } catch (DurabilityLostException e) {
            crash(String.valueOf(e.getMessage()));
        } catch (PowerCutException e) {
            crash("power went while it recorded");
        }
        return false;
    }

    private void promise(Journal open, List<Entry> entries) {
        invariants.see(one -> one.recorded(this, open.incarnation(), entries));
        if (given != null) {
            shelf.stamp(given);
        }
        trace.say(label + " recorded up to " + entries.getLast().sequence());
        EdgeConversation current = conversation;
        if (lan != null && current != null) {
            disk.suspended(() -> lan.recorded(this, open, entries, current.signedHello()));
        }
    }

    @Override
    public void on(EdgeEvent event) {
        EdgeConversation current = conversation;
        if (current == null) {
            return;
        }
        int living = life;
        try {
            for (EdgeAction action : parts.edge(this, current, scheduler.now(), event)) {
                if (living != life) {
                    return;
                }
                act(action);
            }
        } catch (PowerCutException e) {
            crash("power went while it sent");
        }
    }

    /// Somebody packs what waits here.
    ///
    /// @return whether it came to its end
    boolean pack(SimStick stick) {
        Journal open = journal;
        EdgeConversation current = conversation;
        if (open == null || current == null) {
            return false;
        }
        try {
            Hello standing = Hello.open(current.signedHello(), ToyCrypto.check(name));
            Packing packing =
                    new Packing(
                            keys(),
                            SimHub.HUB_ID,
                            Outbox.of(open),
                            standing,
                            List.of(),
                            HeldForPeers.NOTHING,
                            this::wall,
                            stick);
            boolean goesOn = packing.begin(packing.room());
            Packing.Packed packed = null;
            while (packed == null) {
                packed = packing.step();
            }
            trace.say(
                    label
                            + (goesOn ? " goes on and has packed " : " has packed ")
                            + packed.records()
                            + " records, left "
                            + packed.left());
            return true;
        } catch (IOException e) {
            trace.say(label + " could not pack: " + e.getMessage());
        } catch (PowerCutException e) {
            crash("power went while it packed");
        } catch (MalformedException | NotAuthenticException e) {
            throw new IllegalStateException(e);
        }
        return false;
    }

    /// Somebody brings a stick with an answer back.
    void takeAnswer(SimStick stick) {
        if (!runs()) {
            return;
        }
        try {
            AnswerFolder.Found found =
                    AnswerFolder.read(
                            stick, name, ToyCrypto.check("hub"), ToyCrypto.check("releases"));
            if (found != null) {
                faults.count(Fault.ANSWER_TAKEN);
                trace.say(label + " takes an answer, faults " + found.faults());
                parts.answer(this, found.event()).forEach(this::on);
            }
        } catch (UnfitException e) {
            faults.count(Fault.ANSWER_REFUSED);
            trace.say(label + " refuses an answer: " + e.getMessage());
        }
    }

    private EdgeKeys keys() {
        return new EdgeKeys(
                name,
                new byte[8],
                ToyCrypto.signer(name),
                ToyCrypto.sealer(chance),
                parts.receipts(ToyCrypto.check("hub")));
    }

    private void act(EdgeAction action) {
        switch (action) {
            case EdgeAction.Dial _ -> line().dial();
            case EdgeAction.HangUp up -> {
                trace.say(label + " hangs up: " + up.why());
                line().hangUp();
            }
            case EdgeAction.Publish publish -> line().toHub(publish.ticket(), publish.message());
            case EdgeAction.Receipted receipted -> receipted(receipted);
            case EdgeAction.Install install -> install(install);
            case EdgeAction.Refuse refuse -> {
                trace.say(label + " refuses: " + refuse.why());
                faults.count(Fault.REFUSED_BY_A_POST);
                invariants.see(one -> one.refused(this, refuse.why()));
            }
            case EdgeAction.Alarm alarm -> alarm(alarm);
            case EdgeAction.NewIncarnation ending -> begin(ending);
            case EdgeAction.Quarantined told -> quarantined(told);
            case EdgeAction.WakeAt at -> wakeAt(at.millis());
            case EdgeAction.PeerReceipt of -> {
                if (lan != null) {
                    lan.receipt(this, of.receipt(), of.signed());
                }
            }
            case EdgeAction.CarriedAway away -> {
                if (lan != null) {
                    lan.carriedAway(away);
                }
            }
        }
    }

    private void receipted(EdgeAction.Receipted receipted) {
        HybridClock stamps = clock;
        long hubMillis = receipted.receipt().hubMillis();
        if (stamps != null && receipted.fresh()) {
            parts.confirmed(stamps, hubMillis);
            invariants.see(one -> one.hubTime(this, hubMillis));
        } else if (stamps != null) {
            stamps.remembered(hubMillis);
            invariants.see(one -> one.oldHubTime(this, hubMillis));
        }
        TrustedTime now = time;
        if (now != null) {
            if (receipted.fresh()) {
                now.heard(hubMillis);
            } else {
                now.known(hubMillis);
            }
            shelf.time(now.toKeep());
            look();
        }
        shelf.receipted(receipted.receipt());
        trace.say(
                label
                        + " receipted "
                        + receipted.receipt().priority()
                        + " "
                        + receipted.receipt().head());
        invariants.see(one -> one.receiptTaken(this, receipted.receipt()));
        forget(receipted.receipt());
    }

    private void forget(Receipt receipt) {
        Journal open = journal;
        Retention forgetting = retention;
        TrustedTime now = time;
        if (open == null || forgetting == null || now == null) {
            return;
        }
        try {
            List<Long> gone = parts.forget(forgetting, open, receipt, now.uptimeMillis());
            shelf.covered(forgetting.covered());
            if (!gone.isEmpty()) {
                trace.say(label + " destroys the keys of segments " + gone);
                disk.suspended(() -> invariants.see(one -> one.forgot(this, open)));
            }
        } catch (IOException e) {
            trace.say(label + " could not destroy a key: " + e.getMessage());
        } catch (DurabilityLostException e) {
            crash(String.valueOf(e.getMessage()));
        }
    }

    private void alarm(EdgeAction.Alarm alarm) {
        trace.say(label + " alarm: " + alarm.what());
        invariants.see(one -> one.alarm(this, alarm));
        if (alarm.code() == EdgeAction.Alarm.Code.JOURNAL_UNREADABLE
                || (alarm.code() == EdgeAction.Alarm.Code.INCARNATION
                        && alarm.what().contains("changed at"))) {
            // Whoever reads it starts the post again, to see whether the disk is sound.
            crash("switched off by people");
        }
    }

    private void begin(EdgeAction.NewIncarnation ending) {
        Journal open = journal;
        if (open == null) {
            return;
        }
        invariants.see(one -> one.ends(this, open.incarnation(), ending));
        try {
            Journal.Succession succession =
                    parts.beginIncarnation(open, ending, next -> audit(ending.audit(next)));
            faults.count(Fault.INCARNATION_BEGUN);
            trace.say(
                    label
                            + " begins "
                            + Witness.hex(succession.incarnation())
                            + ": "
                            + ending.why());
            on(new EdgeEvent.Incarnated());
        } catch (IOException e) {
            on(new EdgeEvent.NotIncarnated(String.valueOf(e.getMessage())));
        } catch (DurabilityLostException e) {
            crash(String.valueOf(e.getMessage()));
        }
    }

    private void quarantined(EdgeAction.Quarantined told) {
        trace.say(label + " is told of refused records: " + told.refused());
        invariants.see(one -> one.quarantined(this, told));
        if (!parts.notesBeforeItRemembers()) {
            remember(told);
        }
        unnoted.add(told);
        if (unnoted.size() == 1) {
            note();
        }
    }

    /// One after the other, and each until it is noted: a full disk has room again one day.
    private void note() {
        int living = life;
        while (!unnoted.isEmpty() && living == life) {
            EdgeAction.Quarantined told = unnoted.getFirst();
            if (!write(List.of(new Draft(Priority.AUDIT, audit(told.audit()))))) {
                if (living == life) {
                    scheduler.in(
                            5_000,
                            () -> {
                                if (living == life) {
                                    note();
                                }
                            });
                }
                return;
            }
            unnoted.removeFirst();
            remember(told);
            on(new EdgeEvent.Noted(told.receipt()));
            on(new EdgeEvent.Recorded());
        }
    }

    private void remember(EdgeAction.Quarantined told) {
        shelf.told(
                told.receipt().incarnation(),
                told.receipt().priority(),
                told.refused().getLast().number());
    }

    private void install(EdgeAction.Install install) {
        int living = life;
        scheduler.in(
                1 + chance.below(2_000),
                () -> {
                    if (living != life) {
                        return;
                    }
                    parts.install(
                            () -> shelve(living, install.manifest()),
                            () -> inForce(install.manifest()),
                            scheduler);
                });
    }

    private void shelve(int living, Manifest manifest) {
        if (living == life) {
            shelf.release(manifest);
        }
    }

    private void inForce(Manifest manifest) {
        faults.count(Fault.RELEASE_INSTALLED);
        trace.say(label + " installed release " + manifest.number());
        invariants.see(one -> one.release(this, manifest.number()));
        look();
        on(new EdgeEvent.Installed(manifest));
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
        return shelf.release();
    }

    /// Entries that wait for a receipt.
    long backlog() {
        Journal open = journal;
        if (open == null) {
            return Long.MAX_VALUE;
        }
        long backlog = 0;
        var standing = shelf.load(open.incarnation());
        for (Priority priority : Priority.values()) {
            backlog +=
                    open.recorded(priority).number()
                            - standing.receipted()[priority.code()].number();
        }
        return backlog;
    }

    String standing() {
        return label
                + (runs() ? "" : " is off,")
                + " backlog "
                + backlog()
                + " release "
                + shelf.release()
                + (knowsWhatWasRefused()
                        ? ""
                        : " and has not noted " + invariants.truth.unnoted(this));
    }
}
