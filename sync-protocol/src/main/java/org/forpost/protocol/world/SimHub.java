package org.forpost.protocol.world;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.forpost.protocol.bundle.AnswerFolder;
import org.forpost.protocol.bundle.BundleAnswer;
import org.forpost.protocol.bundle.BundleManifest;
import org.forpost.protocol.bundle.Intake;
import org.forpost.protocol.bundle.UnfitException;
import org.forpost.protocol.bundle.Unpacking;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.envelope.Message;
import org.forpost.protocol.journal.DurabilityLostException;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.JournalDamagedException;
import org.forpost.protocol.journal.SegmentKeys;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.release.Role;
import org.forpost.protocol.sync.HubAction;
import org.forpost.protocol.sync.HubAlarm;
import org.forpost.protocol.sync.HubConversation;
import org.forpost.protocol.sync.HubEvent;
import org.forpost.protocol.sync.HubKeys;
import org.forpost.protocol.sync.LedgerEntry;
import org.jspecify.annotations.Nullable;

/// The hub: a real ledger on a faulty disk, a real end of its conversations.
final class SimHub {
    private static final long SEGMENT_BYTES = 64 * 1024;

    /// What bundles are sealed to.
    static final byte[] HUB_ID = BundleManifest.hubId(new byte[32]);

    /// Less the time that a receipt may be on its way.
    private static final long MAX_BACKUP_MILLIS = World.RETENTION_MILLIS - 25_000;

    private final Scheduler scheduler;
    private final Chance chance;
    private final Trace trace;
    private final Invariants invariants;
    private final Faults faults;
    private final Parts parts;
    private final Set<String> enrolled = new HashSet<>();
    private final List<SimLink> links = new ArrayList<>();
    private final Map<String, SimLink> connected = new TreeMap<>();
    private final Deque<byte[]> overheard = new ArrayDeque<>();
    private FaultyDisk disk;
    private @Nullable Backup backup;
    private boolean flipped;
    private long wallAhead;
    private final boolean unreadable;
    private final Map<Long, Origin> origins = new HashMap<>();
    private final List<Reading> readings = new ArrayList<>();
    private final Deque<LedgerEntry> unforced = new ArrayDeque<>();
    private @Nullable Journal ledger;
    private @Nullable HubConversation conversation;
    private HubEvent.@Nullable Published release;
    private long signedReleases;
    private long ticket;
    private long appended;
    private boolean forceDue;
    private int life;
    private int durable;

    /// Whose message a ticket is, over which of its connections.
    private record Origin(SimLink link, int connection, long ticket) {}

    /// A stick that is being taken in.
    ///
    /// @param tickets of what the conversation was told for it
    private record Reading(
            Intake intake, Set<Long> tickets, SimStick stick, Consumer<String> answered) {}

    /// Yesterday's copy of the ledger.
    ///
    /// @param entries that were durable
    /// @param release that was published
    /// @param at when it was made
    private record Backup(
            Map<String, byte[]> files,
            List<LedgerEntry> entries,
            HubEvent.@Nullable Published release,
            long at) {}

    SimHub(
            Scheduler scheduler,
            Chance chance,
            Trace trace,
            Invariants invariants,
            Faults faults,
            Parts parts,
            boolean unreadable) {
        this.scheduler = scheduler;
        this.chance = chance;
        this.trace = trace;
        this.invariants = invariants;
        this.faults = faults;
        this.parts = parts;
        this.unreadable = unreadable;
        this.disk = new FaultyDisk(faults);
    }

    FaultyDisk disk() {
        return disk;
    }

    void serves(SimLink link) {
        enrolled.add(link.post().name());
        links.add(link);
    }

    /// Somebody listens to what goes over the lines.
    void overhears(byte[] message) {
        overheard.add(message);
        if (overheard.size() > 40) {
            overheard.removeFirst();
        }
    }

    /// Something that went over some line lately; empty when nothing did.
    byte[] overheard(Chance chance) {
        int which = chance.below(overheard.size() + 1);
        for (byte[] message : overheard) {
            if (which-- == 0) {
                return message;
            }
        }
        return new byte[0];
    }

    /// Takes a copy of the ledger; one that is damaged does not pass for a copy.
    void backUp() {
        if (ledger != null && !flipped) {
            backup =
                    new Backup(
                            disk.contents(),
                            List.copyOf(invariants.truth.ledger()),
                            release,
                            scheduler.now());
        }
    }

    /// The disk is lost; yesterday's copy takes its place.
    void restore(String why) {
        Backup copy = backup;
        if (copy == null || (!flipped && scheduler.now() - copy.at() > MAX_BACKUP_MILLIS)) {
            return; // posts destroy what was covered for so long: people were told
        }
        faults.count(Fault.HUB_RESTORED);
        crash(why);
        trace.say("hub starts from a copy with " + copy.entries().size() + " entries");
        disk = FaultyDisk.of(copy.files(), faults);
        flipped = false;
        release = copy.release();
        // Whoever publishes sees an old release in force, some time later.
        scheduler.in(40_000, this::publish);
        wentBack(copy.entries());
    }

    private void wentBack(List<LedgerEntry> entries) {
        durable = entries.size();
        invariants.see(one -> one.hubRestored(entries));
    }

    /// Flips a bit of the ledger, if there is a copy to come back from.
    void flipBit() {
        backUp();
        if (backup != null && disk.flipBit(chance) != null) {
            flipped = true;
            // It is found out when the ledger is read: in time for the backup.
            scheduler.in(
                    chance.below(5_000),
                    () -> {
                        if (flipped && runs()) {
                            crash("to be looked at");
                        }
                    });
        }
    }

    boolean runs() {
        return conversation != null;
    }

    private long wall() {
        return World.BEGINNING_MILLIS + scheduler.now() + wallAhead;
    }

    /// The wall clock is wrong by so much; 0 for right.
    void jump(long millis) {
        if (millis != 0) {
            faults.count(Fault.HUB_CLOCK_JUMPED);
        }
        trace.say("hub clock is wrong by " + millis);
        wallAhead = millis;
    }

    void start() {
        life++;
        HubConversation restored =
                new HubConversation(
                        new HubKeys(
                                new byte[8],
                                ToyCrypto.signer("hub"),
                                unreadable
                                        ? Unreadable.failing(ToyCrypto.unsealer())
                                        : ToyCrypto.unsealer(),
                                this::key),
                        this::wall);
        List<LedgerEntry> entries = new ArrayList<>();
        try {
            Journal opened =
                    Journal.open(
                            parts.hubStore(disk),
                            new SegmentKeys(new byte[32], ToyCrypto.sealer(chance), chance),
                            chance,
                            SEGMENT_BYTES,
                            line -> trace.say("hub " + line));
            opened.replay(1, entry -> entries.add(decoded(entry.payload())));
            ledger = opened;
        } catch (IOException | DurabilityLostException e) {
            crash("cannot start: " + e.getMessage());
            return;
        } catch (PowerCutException e) {
            crash("power went while it started");
            return;
        } catch (JournalDamagedException e) {
            if (!flipped) {
                throw new ViolationException("NothingAcknowledgedIsLost", "hub: " + e.getMessage());
            }
            faults.count(Fault.DAMAGE_NAMED);
            restore(String.valueOf(e.getMessage()));
            return;
        }
        if (flipped && entries.size() < durable) {
            // The flipped bit was in the end that a power cut might have torn as well.
            faults.count(Fault.DAMAGE_NAMED);
            wentBack(List.copyOf(entries));
        }
        invariants.see(one -> one.hubReopened(entries));
        // What had not been forced may have come through, and is durable now.
        for (LedgerEntry entry :
                entries.subList(Math.min(durable, entries.size()), entries.size())) {
            durable(entry);
        }
        parts.restore(restored, entries);
        conversation = restored;
        trace.say("hub started");
        if (release != null) {
            on(release);
        }
    }

    private static LedgerEntry decoded(byte[] bytes) throws IOException {
        try {
            return LedgerEntry.decode(bytes);
        } catch (MalformedException e) {
            throw new ViolationException("NothingAcknowledgedIsLost", "hub: " + e.getMessage());
        }
    }

    void crash(String why) {
        faults.count(Fault.HUB_CRASHED);
        trace.say("hub crashed: " + why);
        life++;
        conversation = null;
        ledger = null;
        origins.clear();
        readings.forEach(_ -> faults.count(Fault.INTAKE_CUT_SHORT));
        readings.clear();
        unforced.clear();
        forceDue = false;
        appended = 0;
        disk.cutPower(chance);
        connected.clear();
        links.forEach(SimLink::hubDied);
        int dead = life;
        scheduler.in(
                500 + chance.below(20_000),
                () -> {
                    if (dead == life) {
                        start();
                    }
                });
    }

    void publish() {
        // Whoever signs releases counts them, and has not lost a disk.
        long number = ++signedReleases;
        byte[] content = chance.bytes(1 + chance.below(30_000));
        Manifest manifest =
                new Manifest(
                        Role.WATCHLIST,
                        number,
                        wall(),
                        wall() + 20_000 + chance.below(100_000),
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
        SimLink other = connected.get(link.post().name());
        if (other != null && other != link) {
            other.takenOver();
        }
        connected.put(link.post().name(), link);
        on(new HubEvent.Joined(link.post().name()));
    }

    void left(SimLink link) {
        if (connected.remove(link.post().name(), link)) {
            on(new HubEvent.Left(link.post().name()));
        }
    }

    void delivered(SimLink link, long which) {
        if (connected.get(link.post().name()) == link) {
            on(new HubEvent.Delivered(link.post().name(), which));
        }
    }

    void arrived(SimLink link, int connection, long which, byte[] message) {
        if (conversation == null) {
            return;
        }
        origins.put(++ticket, new Origin(link, connection, which));
        on(new HubEvent.Arrived(link.post().name(), ticket, message));
    }

    /// Somebody puts a stick in.
    ///
    /// @param answered is told whose answer is on it then
    void takeIn(SimStick stick, Consumer<String> answered) {
        Unpacking bundle;
        try {
            bundle = Unpacking.open(stick, HUB_ID, this::key);
        } catch (UnfitException e) {
            faults.count(Fault.BUNDLE_REFUSED);
            trace.say("hub refuses a stick: " + e.getMessage());
            return;
        }
        Set<Long> tickets = new HashSet<>();
        Intake intake =
                new Intake(
                        bundle,
                        this::key,
                        () -> {
                            tickets.add(++ticket);
                            return ticket;
                        });
        Reading reading = new Reading(intake, tickets, stick, answered);
        readings.add(reading);
        trace.say("hub reads a stick of " + bundle.manifest().carrier());
        goOn(reading);
    }

    private @Nullable SignatureCheck key(String node) {
        return enrolled.contains(node) ? ToyCrypto.check(node) : null;
    }

    /// Step by step, while the ledger is forced and lines bring the same.
    private void goOn(Reading reading) {
        int living = life;
        if (reading.intake().done()) {
            readings.remove(reading);
            answer(reading);
            return;
        }
        for (HubEvent event : reading.intake().step()) {
            on(event);
            if (living != life) {
                return;
            }
        }
        look(reading);
    }

    private void look(Reading reading) {
        if (reading.intake().answered()) {
            int living = life;
            scheduler.in(
                    chance.below(200),
                    () -> {
                        if (living == life) {
                            goOn(reading);
                        }
                    });
        } else {
            int living = life;
            scheduler.in(
                    20,
                    () -> {
                        if (living == life) {
                            look(reading);
                        }
                    });
        }
    }

    private void answer(Reading reading) {
        Intake intake = reading.intake();
        BundleAnswer answer = intake.answer(wall());
        try {
            AnswerFolder.write(
                    reading.stick(),
                    answer.sign(new byte[8], ToyCrypto.signer("hub")),
                    intake.releases());
        } catch (IOException e) {
            trace.say("hub cannot answer: " + e.getMessage());
            return;
        }
        faults.count(Fault.BUNDLE_TAKEN_IN);
        trace.say("hub has taken in " + intake.taken() + " envelopes, faults " + intake.faults());
        reading.answered().accept(answer.carrier());
    }

    private Optional<Reading> readingOf(long asked) {
        return readings.stream().filter(one -> one.tickets().contains(asked)).findFirst();
    }

    private void sent(byte[] signed) {
        try {
            Receipt opened = Receipt.open(signed, ToyCrypto.check("hub"));
            invariants.see(one -> one.receiptSent(opened));
        } catch (MalformedException | NotAuthenticException e) {
            throw new IllegalStateException(e);
        }
    }

    private void on(HubEvent event) {
        HubConversation current = conversation;
        if (current == null) {
            return;
        }
        int living = life;
        for (HubAction action : parts.hub(current, event)) {
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
                readingOf(acknowledge.ticket())
                        .ifPresent(one -> one.intake().acknowledged(acknowledge.ticket()));
            }
            case HubAction.Reject reject -> {
                Origin origin = origins.remove(reject.ticket());
                if (origin != null) {
                    origin.link().rejected(origin.connection(), origin.ticket(), reject.code());
                }
                readingOf(reject.ticket())
                        .ifPresent(one -> one.intake().rejected(reject.ticket(), reject.code()));
            }
            case HubAction.Publish publish -> publish(publish);
            case HubAction.Told told -> {
                sent(told.receipt());
                readingOf(told.ticket()).ifPresent(one -> one.intake().told(told));
            }
            case HubAction.Stands stands -> {
                stands.receipts().forEach(this::sent);
                readingOf(stands.ticket()).ifPresent(one -> one.intake().stands(stands));
            }
            case HubAction.Heard _, HubAction.HeardOf _ -> {}
            case HubAction.Alarm alarm -> alarm(alarm);
        }
    }

    private void alarm(HubAction.Alarm alarm) {
        trace.say("hub alarm: " + alarm.node() + " " + alarm.what().getClass().getSimpleName());
        if (alarm.what() instanceof HubAlarm.Refused) {
            faults.count(Fault.BYZANTINE_REFUSED);
        }
        invariants.see(one -> one.hubAlarm(alarm.node(), alarm.what()));
    }

    private void publish(HubAction.Publish publish) {
        try {
            if (Message.decode(publish.message(), 1 << 24) instanceof Message.Receipt receipt) {
                Receipt opened = Receipt.open(receipt.signed(), ToyCrypto.check("hub"));
                trace.say(
                        "hub receipts "
                                + opened.node()
                                + " "
                                + opened.priority()
                                + " "
                                + opened.head());
                if (!opened.held().isEmpty()) {
                    faults.count(Fault.IMAGE_RESUMED);
                }
                invariants.see(one -> one.receiptSent(opened));
            }
        } catch (MalformedException | NotAuthenticException e) {
            throw new IllegalStateException(e);
        }
        SimLink link = connected.get(publish.node());
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
            parts.append(open, append.entry());
        } catch (IOException | DurabilityLostException e) {
            crash(String.valueOf(e.getMessage()));
            return;
        } catch (PowerCutException e) {
            crash("power went while it appended");
            return;
        }
        unforced.add(append.entry());
        appended = append.ticket();
        if (!parts.forcesBeforeAnswer()) {
            scheduler.in(0, () -> on(new HubEvent.Forced(append.ticket())));
        }
        if (!forceDue) {
            forceDue = true;
            int living = life;
            scheduler.in(
                    1 + chance.below(40),
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
        } catch (PowerCutException e) {
            crash("power went while it forced");
            return;
        }
        while (!unforced.isEmpty()) {
            durable(unforced.removeFirst());
        }
        on(new HubEvent.Forced(appended));
    }

    private void durable(LedgerEntry entry) {
        durable++;
        invariants.see(one -> one.ledger(entry));
    }
}
