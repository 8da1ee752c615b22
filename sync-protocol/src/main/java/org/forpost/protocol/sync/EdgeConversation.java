package org.forpost.protocol.sync;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.envelope.Message;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.receipt.Hello;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.release.Manifest;
import org.jspecify.annotations.Nullable;

/// A node's end of the conversation with the hub: SPEC.md §7.1. Events in, actions out; no I/O but
/// reading the outbox, no clock but the one that is handed in.
///
/// ```
///            Wake (due)            Connected               receipts of all four chains
///   OFFLINE ───────────► DIALLING ───────────► GREETING ───────────────────────────► FLOWING
///      ▲                    │ Lost                │ Lost, 20 s without an answer        │ Lost,
///      └────────────────────┴─────────────────────┴─────────────────────────────────────┘ rejected,
///                       wait 1 s, 2 s, then 3 s                  20 s without an acknowledgement
/// ```
///
/// Only a signed receipt moves what is held as counted. On each contact the hub's receipts say
/// where to go on, so that whatever the transport lost is sent again and nothing else is.
///
/// When they show that this disk was restored or cloned, nothing is sent any more until the journal
/// has begun a new incarnation; then it greets again:
///
/// ```
///   GREETING, FLOWING ──(all four receipts, one of another history)──► NewIncarnation
///   NewIncarnation ──Incarnated──► GREETING        ──NotIncarnated──► asked again at the next receipt
/// ```
public final class EdgeConversation {
    /// No acknowledgement for so long, with messages under way, means a dead link: TCP alone took
    /// 145 s to find out after an outage of 180 s, this takes under 8 s.
    static final long WATCHDOG_MILLIS = 20_000;

    /// A hello that the hub does not answer with receipts for so long: dial again.
    static final long GREETING_MILLIS = 60_000;

    /// A transport that never answers a dial must not hold a node for ever; dialling itself gives
    /// up after 30 s.
    private static final long DIAL_MILLIS = 120_000;

    /// A broker may have taken the hello when the hub was not there to hear it: say it again, 300
    /// bytes each time, rather than wait for a new connection.
    static final long HELLO_AGAIN_MILLIS = 5_000;

    /// A node that has nothing to send says so once in a while.
    static final long HELLO_MILLIS = 30_000;

    /// Dialling costs 5 kB and 3 s of a slow link each time, so not at once; but a link that comes
    /// back is to be found within seconds.
    private static final long[] PATIENCE_MILLIS = {1_000, 2_000, 3_000};

    /// A message that was refused will be refused again: time for people to look, not for more
    /// dialling.
    private static final long REJECTED_MILLIS = 30_000;

    private enum State {
        OFFLINE,
        DIALLING,
        GREETING,
        FLOWING
    }

    private final EdgeKeys keys;
    private final Outbox outbox;
    private final LongSupplier wallMillis;
    private final Releases releases;
    private final Sending sending;
    private final Head[] receipted = new Head[Priority.COUNT];
    private final long[] told = new long[Priority.COUNT];
    private final long[] handedOn = new long[Priority.COUNT];

    /// Chains of which the hub may have lost what it once receipted.
    private final boolean[] nothingKnown = new boolean[Priority.COUNT];

    private long hubMillis;
    private final boolean[] greeted = new boolean[Priority.COUNT];

    /// Whether the hub holds nothing of this incarnation, as far as it said in this contact.
    private boolean unknownThere = true;

    private final boolean[] formerHeard = new boolean[Priority.COUNT];

    /// Whether what the hub holds of the incarnation before was compared with what that one had
    /// been receipted for, or need not be. Before that no receipt for the present one is taken:
    /// another node or a bundle may have brought its first records to a hub that had lost older
    /// ones. So whoever holds a receipt has compared.
    private boolean formerKnown;

    /// What waits for that, of each chain.
    private final @Nullable Late[] late = new Late[Priority.COUNT];

    /// Receipts of the incarnation before that were brought, of each chain the latest.
    private final @Nullable Receipt[] broughtFormer = new Receipt[Priority.COUNT];

    /// Hub time of the earliest receipt for the present incarnation that was brought: since then at
    /// the latest the hub knows it.
    private long broughtSince = Long.MAX_VALUE;

    private EdgeAction.NewIncarnation.@Nullable Reason ending;
    private String endingWhy = "";
    private boolean asked;
    private boolean shelfChecked;
    private List<EdgeAction> actions = new ArrayList<>();
    private State state = State.OFFLINE;
    private long now;
    private long dialAt;
    private long dialledAt;
    private int failures;
    private long helloAt;
    private long greetedAt;

    /// Hub time of the receipt that was brought in this contact and moved a chain; 0 for none. An
    /// answer that was signed before it, and comes after it, does not say that the hub went back.
    private final long[] broughtAt = new long[Priority.COUNT];

    /// When that came here. What a wire brings so long after it was signed after it, whatever the
    /// hub's clock said meanwhile.
    private final long[] broughtHere = new long[Priority.COUNT];

    private static final long OVERTAKEN_MILLIS = 3 * WATCHDOG_MILLIS;

    private record Late(Receipt receipt, byte[] signed) {}

    /// What a node remembers of the present incarnation from one start to the next.
    ///
    /// @param receipted what it holds receipts for, by priority; [Head#START] for none
    /// @param told number of the last refused record of each chain that it has noted
    public record Standing(Head[] receipted, long[] told) {
        /// Of an incarnation that the hub has said nothing of.
        public static Standing none() {
            Head[] receipted = new Head[Priority.COUNT];
            Arrays.fill(receipted, Head.START);
            return new Standing(receipted, new long[Priority.COUNT]);
        }
    }

    /// @param releases held release numbers by role; roles that are absent are not followed
    /// @param wallMillis the node's wall clock, told to the hub and used for nothing
    public EdgeConversation(
            EdgeKeys keys,
            Outbox outbox,
            Standing standing,
            Releases releases,
            LongSupplier wallMillis) {
        this.keys = keys;
        this.outbox = outbox;
        this.wallMillis = wallMillis;
        this.releases = releases;
        this.sending = new Sending(keys, outbox);
        System.arraycopy(standing.receipted(), 0, receipted, 0, Priority.COUNT);
        System.arraycopy(standing.told(), 0, told, 0, Priority.COUNT);
        System.arraycopy(standing.told(), 0, handedOn, 0, Priority.COUNT);
        this.formerKnown =
                nothingHeldBefore()
                        || Arrays.stream(standing.receipted()).anyMatch(head -> head.number() > 0);
    }

    private boolean nothingHeldBefore() {
        return Arrays.stream(outbox.formerHeld()).allMatch(held -> held == 0);
    }

    /// @param nowMillis monotonic; never less than at the event before
    public List<EdgeAction> on(long nowMillis, EdgeEvent event) {
        now = nowMillis;
        actions = new ArrayList<>();
        try {
            checkShelf();
            switch (event) {
                case EdgeEvent.Wake _ -> {}
                case EdgeEvent.Connected _ -> connected();
                case EdgeEvent.Lost _ -> lost();
                case EdgeEvent.Recorded _ -> {}
                case EdgeEvent.Acknowledged acknowledged ->
                        sending.acknowledged(acknowledged.ticket(), now, actions);
                case EdgeEvent.Rejected rejected -> rejected(rejected);
                case EdgeEvent.Arrived arrived -> arrived(arrived.message());
                case EdgeEvent.Brought brought -> brought(brought);
                case EdgeEvent.CarryHello hello -> carryHello(hello.signed());
                case EdgeEvent.Carry carry -> carry(carry);
                case EdgeEvent.Installed installed -> installed(installed.manifest());
                case EdgeEvent.NotInstalled not -> notInstalled(not);
                case EdgeEvent.Noted noted -> noted(noted.receipt());
                case EdgeEvent.Incarnated _ -> incarnated();
                case EdgeEvent.NotIncarnated not -> notIncarnated(not.why());
            }
            goOn();
        } catch (IOException e) {
            actions.add(
                    new EdgeAction.Alarm(
                            EdgeAction.Alarm.Code.JOURNAL_UNREADABLE,
                            "the journal cannot be read: " + e.getMessage()));
            hangUp("the journal cannot be read");
        }
        actions.add(new EdgeAction.WakeAt(wakeAt()));
        return actions;
    }

    /// Whether records flow: for the officer's page.
    public boolean up() {
        return state == State.FLOWING;
    }

    private void connected() {
        if (state != State.DIALLING) {
            return;
        }
        greet();
    }

    private void greet() {
        state = State.GREETING;
        Arrays.fill(greeted, false);
        Arrays.fill(formerHeard, false);
        Arrays.fill(late, null);
        Arrays.fill(broughtAt, 0);
        unknownThere = true;
        greetedAt = now;
        hello();
    }

    private void lost() {
        if (state != State.OFFLINE) {
            offline();
        }
    }

    private void hangUp(String why) {
        if (state != State.OFFLINE) {
            actions.add(new EdgeAction.HangUp(why));
            offline();
        }
    }

    private void offline() {
        if (state == State.FLOWING) {
            failures = 0;
        }
        state = State.OFFLINE;
        dialAt = now + PATIENCE_MILLIS[Math.min(failures, PATIENCE_MILLIS.length - 1)];
        failures++;
        sending.end(actions);
    }

    private void rejected(EdgeEvent.Rejected rejected) {
        if (helped(sending.refused(rejected.ticket(), rejected.code(), now, actions))) {
            return;
        }
        String code = "0x" + Integer.toHexString(rejected.code());
        actions.add(
                new EdgeAction.Alarm(
                        EdgeAction.Alarm.Code.MESSAGE_REFUSED,
                        "the hub's endpoint refused a message with " + code));
        hangUp("message refused with " + code);
        dialAt = now + REJECTED_MILLIS;
    }

    /// One record that the hub cannot read must not hold back what stands behind it.
    private boolean helped(Sending.Remedy remedy) {
        return switch (remedy) {
            case Sending.Remedy.Smaller _ -> true;
            case Sending.Remedy.Withhold one -> {
                actions.add(
                        new EdgeAction.Alarm(
                                EdgeAction.Alarm.Code.RECORD_WITHHELD,
                                "the hub cannot read record "
                                        + one.number()
                                        + " of chain "
                                        + one.priority().code()
                                        + ": it goes by its hash, and stays here"));
                yield true;
            }
            case Sending.Remedy.None _ -> false;
        };
    }

    private void hello() {
        sending.ahead(new Message.Hello(signedHello()));
        helloAt = now + (state == State.GREETING ? HELLO_AGAIN_MILLIS : HELLO_MILLIS);
    }

    /// What this node would say of itself now: also for a peer that carries it.
    public byte[] signedHello() {
        List<byte[]> former = outbox.formerIncarnations();
        Hello hello =
                new Hello(
                        keys.node(),
                        outbox.incarnation(),
                        numbers(outbox::recorded),
                        numbers(priority -> receipted[priority.code()]),
                        releases.held(),
                        Math.max(0, wallMillis.getAsLong()),
                        told.clone(),
                        former.isEmpty() ? null : former.getLast());
        return hello.sign(keys.keyId(), keys.signer());
    }

    private void carryHello(byte[] signed) {
        if (!sending.carryHello(signed)) {
            actions.add(new EdgeAction.Refuse("a peer's hello refused: it is none"));
        }
    }

    private void carry(EdgeEvent.Carry carry) {
        if (state == State.GREETING || state == State.FLOWING) {
            sending.carry(carry, actions);
        } else {
            actions.add(
                    new EdgeAction.CarriedAway(
                            Sha256.of(carry.envelope()),
                            new EdgeAction.CarriedAway.Outcome.Lost()));
        }
    }

    private static long[] numbers(java.util.function.Function<Priority, Head> heads) {
        long[] numbers = new long[Priority.COUNT];
        for (Priority priority : Priority.values()) {
            numbers[priority.code()] = heads.apply(priority).number();
        }
        return numbers;
    }

    private void arrived(byte[] bytes) throws IOException {
        if (state != State.GREETING && state != State.FLOWING) {
            return;
        }
        Message message;
        try {
            message = Message.decode(bytes, Manifest.MAX_CONTENT_BYTES);
        } catch (MalformedException e) {
            actions.add(new EdgeAction.Refuse("message refused: " + e.getMessage()));
            return;
        }
        switch (message) {
            case Message.Receipt receipt -> receipt(receipt.signed());
            case Message.Manifest manifest -> releases.offered(manifest.signed(), actions, sending);
            case Message.Piece piece -> releases.piece(piece.chunk(), actions);
            case Message.Hello _, Message.Want _, Message.CarriedHello _, Message.CarriedPiece _ ->
                    actions.add(
                            new EdgeAction.Refuse(
                                    "message refused: message.kind: expected 2, 3 or 4 from a"
                                            + " hub"));
        }
    }

    /// Null when it is no receipt of the hub, which has been said then.
    private @Nullable Receipt opened(byte[] signed) {
        try {
            return Receipt.open(signed, keys.receipts());
        } catch (MalformedException e) {
            actions.add(new EdgeAction.Refuse("receipt refused: " + e.getMessage()));
        } catch (NotAuthenticException e) {
            actions.add(
                    new EdgeAction.Refuse("receipt refused: it is not signed by the hub's key"));
        }
        return null;
    }

    /// What is in an answer is true, and may be old: only what is news is taken (SPEC.md §8.3).
    private void brought(EdgeEvent.Brought brought) throws IOException {
        boolean[] heard = new boolean[Priority.COUNT];
        List<Late> news = new ArrayList<>();
        for (byte[] signed : brought.receipts()) {
            Receipt receipt = opened(signed);
            if (receipt == null) {
                continue;
            }
            if (!receipt.node().equals(keys.node())) {
                actions.add(new EdgeAction.PeerReceipt(receipt, signed));
            } else if (Arrays.equals(receipt.incarnation(), outbox.incarnation())) {
                news.add(new Late(receipt, signed));
                broughtSince = Math.min(broughtSince, receipt.hubMillis());
            } else if (isOfLastFormer(receipt)) {
                Receipt before = broughtFormer[receipt.priority().code()];
                if (before == null || before.hubMillis() <= receipt.hubMillis()) {
                    broughtFormer[receipt.priority().code()] = receipt;
                }
            }
        }
        checkBroughtFormer();
        for (Late one : news) {
            Receipt receipt = one.receipt();
            if (receipt.verdict() == Receipt.Verdict.UNREADABLE) {
                unreadable(receipt);
            } else {
                heard[receipt.priority().code()] = true;
                brought(receipt, one.signed());
            }
        }
        if (ending != null && !asked && all(heard)) {
            asked = true;
            actions.add(new EdgeAction.NewIncarnation(ending, endingWhy, heldNumbers()));
        }
        for (EdgeEvent.Carried release : brought.releases()) {
            releases.brought(release.signed(), release.content(), actions);
        }
    }

    private boolean isOfLastFormer(Receipt receipt) {
        List<byte[]> former = outbox.formerIncarnations();
        return !former.isEmpty() && Arrays.equals(former.getLast(), receipt.incarnation());
    }

    /// As [#checkFormer], by receipts of any age: what the hub held of the incarnation before when
    /// it knew the present one already.
    private void checkBroughtFormer() {
        if (formerKnown) {
            return;
        }
        for (Receipt one : broughtFormer) {
            if (one == null || one.hubMillis() < broughtSince) {
                return;
            }
        }
        for (Receipt one : broughtFormer) {
            compareFormer(one);
        }
        formerKnown = ending == null;
    }

    private void brought(Receipt receipt, byte[] signed) throws IOException {
        Priority priority = receipt.priority();
        Head head = receipt.head();
        // What the hub has said over a wire since is truer: it may have come back from a backup.
        boolean outdated = receipt.hubMillis() < hubMillis;
        if (head.number() > receipted[priority.code()].number()) {
            if (!ours(priority, head)) {
                end(
                        EdgeAction.NewIncarnation.Reason.BEHIND,
                        "by its answer to a bundle the hub holds chain "
                                + priority.code()
                                + " up to "
                                + head
                                + ", and not this one");
            } else if (formerKnown && !outdated) {
                receipted[priority.code()] = head;
                broughtAt[priority.code()] = receipt.hubMillis();
                broughtHere[priority.code()] = now;
                actions.add(new EdgeAction.Receipted(receipt, signed, false));
                sending.counted(priority, head.number(), false);
            }
        }
        if (receipt.verdict() == Receipt.Verdict.FORKED) {
            end(
                    EdgeAction.NewIncarnation.Reason.FORKED,
                    "by its answer to a bundle the hub holds two histories of this journal");
        }
        tell(receipt, signed);
    }

    private void receipt(byte[] signed) throws IOException {
        Receipt receipt = opened(signed);
        if (receipt == null) {
            return;
        }
        if (!receipt.node().equals(keys.node())) {
            actions.add(new EdgeAction.PeerReceipt(receipt, signed));
            sending.peerReceipted(receipt, actions);
            return;
        }
        if (!Arrays.equals(receipt.incarnation(), outbox.incarnation())
                && sending.carriesFor(keys.node())) {
            // Of a box that stood here before: its peers had kept what it recorded.
            actions.add(new EdgeAction.PeerReceipt(receipt, signed));
            sending.peerReceipted(receipt, actions);
            if (!isOfLastFormer(receipt)) {
                return;
            }
        }
        List<byte[]> former = outbox.formerIncarnations();
        if (former.stream().anyMatch(one -> Arrays.equals(one, receipt.incarnation()))) {
            if (isOfLastFormer(receipt)) {
                checkFormer(receipt);
            }
            return; // or the answer to what was said before the new incarnation began
        }
        if (!Arrays.equals(receipt.incarnation(), outbox.incarnation())) {
            actions.add(new EdgeAction.Refuse("receipt refused: it is for another journal"));
            return;
        }
        if (receipt.verdict() == Receipt.Verdict.UNREADABLE) {
            unreadable(receipt);
            return;
        }
        counted(receipt, signed);
    }

    private void unreadable(Receipt receipt) {
        byte[] object = receipt.object();
        if (object != null && !helped(sending.unreadable(object))) {
            actions.add(
                    new EdgeAction.Alarm(
                            EdgeAction.Alarm.Code.MESSAGE_REFUSED,
                            "the hub cannot read what this node signs or seals"));
            hangUp("the hub cannot read an envelope");
            dialAt = now + REJECTED_MILLIS;
        }
    }

    private void counted(Receipt receipt, byte[] signed) throws IOException {
        Priority priority = receipt.priority();
        int place = priority.code();
        Head head = receipt.head();
        // A lower number that is news after one that was brought: as the first word of a contact.
        boolean first = !greeted[place] || (broughtAt[place] > 0 && !mayBeOvertaken(receipt));
        boolean forked = receipt.verdict() == Receipt.Verdict.FORKED;
        hubMillis =
                !greeted[place] ? receipt.hubMillis() : Math.max(hubMillis, receipt.hubMillis());
        if (head.number() + 1 < outbox.firstReadable(priority)) {
            lost(
                    "the hub holds chain "
                            + place
                            + " up to "
                            + head.number()
                            + ", and this node has destroyed what it had receipted, up to "
                            + (outbox.firstReadable(priority) - 1)
                            + ": records of it are lost where the hub finds them in no backup");
        } else if (!ours(priority, head)) {
            // Its chain may have left this one anywhere: a hub that came back from a backup and was
            // then filled up by a clone cannot be told from one that never went back.
            nothingKnown[place] = true;
            end(
                    forked
                            ? EdgeAction.NewIncarnation.Reason.FORKED
                            : EdgeAction.NewIncarnation.Reason.BEHIND,
                    "the hub holds chain " + place + " up to " + head + ", and not this one");
        } else {
            boolean overtaken =
                    head.number() < receipted[place].number()
                            && broughtAt[place] > 0
                            && mayBeOvertaken(receipt);
            if (!overtaken) {
                broughtAt[place] = 0;
                hold(receipt, signed, first);
            }
            if (forked) {
                end(
                        EdgeAction.NewIncarnation.Reason.FORKED,
                        "the hub holds two histories of this journal");
            } else {
                // After a hub came back from a backup its head may be lower: then go on from there.
                long upTo = overtaken ? receipted[place].number() : head.number();
                sending.counted(priority, upTo, first);
            }
        }
        if (first && priority == Priority.IMAGE) {
            sending.held(receipt.held(), now);
        }
        greeted[place] = true;
        unknownThere &= head.number() == 0;
        greetedAt = now;
        tell(receipt, signed);
        goOnOrEnd();
    }

    private boolean mayBeOvertaken(Receipt receipt) {
        int place = receipt.priority().code();
        return receipt.hubMillis() <= broughtAt[place]
                && now < broughtHere[place] + OVERTAKEN_MILLIS;
    }

    private void goOnOrEnd() {
        if (ending != null) {
            askForIncarnation();
        } else if (state == State.GREETING && allGreeted() && knowsOfFormer()) {
            state = State.FLOWING;
            failures = 0;
            sending.beginFreight();
        }
    }

    /// Whether it is known what the hub holds of the incarnation before, or need not be: a hub that
    /// holds something of this one was asked before it got that.
    private boolean knowsOfFormer() {
        return nothingHeldBefore() || (formerKnown && !unknownThere) || all(formerHeard);
    }

    /// What the hub holds of the incarnation before this one, told where it met this one anew. A
    /// receipt that is older than those for this one was only late.
    private void checkFormer(Receipt receipt) {
        if (!allGreeted() || receipt.hubMillis() < hubMillis) {
            return;
        }
        formerHeard[receipt.priority().code()] = true;
        compareFormer(receipt);
        if (ending == null && all(formerHeard)) {
            formerKnown = true;
            for (int i = 0; i < late.length; i++) {
                Late one = late[i];
                if (one != null) {
                    late[i] = null;
                    hold(one.receipt(), one.signed(), true);
                }
            }
        }
        goOnOrEnd();
    }

    private void compareFormer(Receipt receipt) {
        int place = receipt.priority().code();
        long held = outbox.formerHeld()[place];
        // More than that is as bad as less: whoever brought it may have left this history before.
        if (held > 0 && receipt.head().number() != held) {
            lost(
                    "the hub had receipted chain "
                            + place
                            + " of the incarnation before up to "
                            + held
                            + " and holds it up to "
                            + receipt.head().number()
                            + ": what can be read is sent again");
        }
    }

    private void lost(String why) {
        if (ending == null) {
            actions.add(new EdgeAction.Alarm(EdgeAction.Alarm.Code.HUB_WENT_BACK, why));
        }
        end(EdgeAction.NewIncarnation.Reason.LOST, why);
        Arrays.fill(nothingKnown, true);
    }

    private boolean ours(Priority priority, Head head) throws IOException {
        return head.number() <= outbox.recorded(priority).number()
                && outbox.headAt(priority, head.number()).equals(head);
    }

    /// A later receipt of one contact is never lower than an earlier one; the first may be, after
    /// the hub came back from a backup.
    private void hold(Receipt receipt, byte[] signed, boolean first) {
        int place = receipt.priority().code();
        long before = receipted[place].number();
        long number = receipt.head().number();
        if (!formerKnown && number > 0) {
            late[place] = new Late(receipt, signed);
            return;
        }
        if (number >= before || first) {
            receipted[place] = receipt.head();
            actions.add(new EdgeAction.Receipted(receipt, signed, true));
        }
        if (number < before && first) {
            actions.add(
                    new EdgeAction.Alarm(
                            EdgeAction.Alarm.Code.HUB_WENT_BACK,
                            "the hub had receipted chain "
                                    + place
                                    + " up to "
                                    + before
                                    + " and now holds it up to "
                                    + number
                                    + ": what is still here is sent again"));
        }
    }

    private void tell(Receipt receipt, byte[] signed) {
        int place = receipt.priority().code();
        List<Receipt.Refused> news =
                receipt.refused().stream().filter(one -> one.number() > handedOn[place]).toList();
        if (!news.isEmpty()) {
            handedOn[place] = last(news);
            actions.add(new EdgeAction.Quarantined(receipt, signed, news));
        }
    }

    /// The hub goes on telling until it hears that this is noted: handed on is not enough, for a
    /// crash or a full disk may come before anything is written down.
    private void noted(Receipt receipt) {
        int place = receipt.priority().code();
        if (Arrays.equals(receipt.incarnation(), outbox.incarnation())
                && !receipt.refused().isEmpty()) {
            told[place] = Math.max(told[place], last(receipt.refused()));
        }
    }

    private static long last(List<Receipt.Refused> refused) {
        return refused.stream().mapToLong(Receipt.Refused::number).max().orElseThrow();
    }

    private void end(EdgeAction.NewIncarnation.Reason reason, String why) {
        if (ending == null) {
            ending = reason;
            endingWhy = why;
        }
    }

    /// Only once all four chains have been heard of in this contact: one of them may show that the
    /// hub went back, and then more is to be carried over.
    private void askForIncarnation() {
        if (ending != null && !asked && allGreeted()) {
            asked = true;
            actions.add(new EdgeAction.NewIncarnation(ending, endingWhy, heldNumbers()));
        }
    }

    private long[] heldNumbers() {
        long[] held = numbers(priority -> receipted[priority.code()]);
        for (int i = 0; i < held.length; i++) {
            held[i] = nothingKnown[i] ? Journal.EVERYTHING : held[i];
        }
        return held;
    }

    /// Receipts for what the journal does not have: it was restored without them. Found out before
    /// anything is said to anybody.
    private void checkShelf() throws IOException {
        if (shelfChecked) {
            return;
        }
        shelfChecked = true;
        for (Priority priority : Priority.values()) {
            Head head = receipted[priority.code()];
            if (!ours(priority, head)) {
                receipted[priority.code()] = Head.START;
                // Whoever wrote what is missing here may have left this history in any chain.
                Arrays.fill(nothingKnown, true);
                end(
                        EdgeAction.NewIncarnation.Reason.SHELF,
                        "this node holds a receipt for chain "
                                + priority.code()
                                + " up to "
                                + head
                                + ", and its journal does not have that");
            }
        }
        if (ending != null) {
            asked = true;
            actions.add(new EdgeAction.NewIncarnation(ending, endingWhy, heldNumbers()));
        }
    }

    private void incarnated() {
        ending = null;
        asked = false;
        Arrays.fill(receipted, Head.START);
        Arrays.fill(told, 0);
        Arrays.fill(handedOn, 0);
        Arrays.fill(nothingKnown, false);
        formerKnown = nothingHeldBefore();
        Arrays.fill(late, null);
        Arrays.fill(broughtFormer, null);
        broughtSince = Long.MAX_VALUE;
        sending.beginAnew();
        if (state == State.GREETING || state == State.FLOWING) {
            greet();
        }
    }

    private void notIncarnated(String why) {
        asked = false;
        actions.add(
                new EdgeAction.Alarm(
                        EdgeAction.Alarm.Code.INCARNATION,
                        "the journal must begin a new incarnation and could not: " + why));
    }

    private boolean allGreeted() {
        return all(greeted);
    }

    private static boolean all(boolean[] chains) {
        for (boolean one : chains) {
            if (!one) {
                return false;
            }
        }
        return true;
    }

    private void installed(Manifest manifest) {
        releases.installed(manifest);
        if (state == State.FLOWING) {
            hello();
        }
    }

    private void notInstalled(EdgeEvent.NotInstalled not) {
        releases.notInstalled(not.manifest());
        actions.add(new EdgeAction.Refuse("release refused: " + not.why()));
    }

    private void goOn() throws IOException {
        if (state == State.OFFLINE && now >= dialAt) {
            state = State.DIALLING;
            dialledAt = now;
            actions.add(new EdgeAction.Dial());
        }
        if (state == State.DIALLING && now >= dialledAt + DIAL_MILLIS) {
            hangUp("no answer to the dial for " + DIAL_MILLIS / 1000 + " s");
        }
        if (state == State.GREETING || state == State.FLOWING) {
            if (watchdogAt() <= now) {
                hangUp("no acknowledgement for " + WATCHDOG_MILLIS / 1000 + " s");
                return;
            }
            if (state == State.GREETING && greetedAt + GREETING_MILLIS <= now) {
                hangUp("no receipt for " + GREETING_MILLIS / 1000 + " s");
                return;
            }
            sending.goBack(now);
        }
        if (state == State.GREETING || state == State.FLOWING) {
            if (now >= helloAt) {
                hello();
            }
            sending.fill(now, state == State.FLOWING && ending == null, actions);
        }
    }

    private long wakeAt() {
        long next =
                switch (state) {
                    case OFFLINE -> dialAt;
                    case DIALLING -> dialledAt + DIAL_MILLIS;
                    case GREETING -> Math.min(helloAt, greetedAt + GREETING_MILLIS);
                    case FLOWING ->
                            Math.min(
                                    Math.min(helloAt, sending.carriedHelloDueAt()),
                                    sending.overdueAt());
                };
        return Math.max(now + 1, Math.min(next, watchdogAt()));
    }

    /// `Long.MAX_VALUE` with nothing under way.
    private long watchdogAt() {
        long stalled = sending.stalledSince();
        return stalled == Long.MAX_VALUE ? Long.MAX_VALUE : stalled + WATCHDOG_MILLIS;
    }
}
