package org.forpost.protocol.sync;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.envelope.Message;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.receipt.Hello;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.release.Manifest;

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
public final class EdgeConversation {
    /// No acknowledgement for so long, with messages under way, means a dead link: TCP alone took
    /// 145 s to find out after an outage of 180 s, this takes under 8 s.
    static final long WATCHDOG_MILLIS = 20_000;

    /// A hello that the hub does not answer with receipts for so long: dial again.
    static final long GREETING_MILLIS = 60_000;

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
    private final boolean[] greeted = new boolean[Priority.COUNT];
    private final boolean[] stopped = new boolean[Priority.COUNT];
    private List<EdgeAction> actions = new ArrayList<>();
    private State state = State.OFFLINE;
    private long now;
    private long dialAt;
    private int failures;
    private long helloAt;
    private long greetedAt;

    /// @param receipted what the node already holds receipts for, by priority; [Head#START] for
    ///   none
    /// @param releases held release numbers by role; roles that are absent are not followed
    /// @param wallMillis the node's wall clock, told to the hub and used for nothing
    public EdgeConversation(
            EdgeKeys keys,
            Outbox outbox,
            Head[] receipted,
            Releases releases,
            LongSupplier wallMillis) {
        this.keys = keys;
        this.outbox = outbox;
        this.wallMillis = wallMillis;
        this.releases = releases;
        this.sending = new Sending(keys, outbox);
        System.arraycopy(receipted, 0, this.receipted, 0, Priority.COUNT);
    }

    /// @param nowMillis monotonic; never less than at the event before
    public List<EdgeAction> on(long nowMillis, EdgeEvent event) {
        now = nowMillis;
        actions = new ArrayList<>();
        try {
            switch (event) {
                case EdgeEvent.Wake _ -> {}
                case EdgeEvent.Connected _ -> connected();
                case EdgeEvent.Lost _ -> lost();
                case EdgeEvent.Recorded _ -> {}
                case EdgeEvent.Acknowledged acknowledged ->
                        sending.acknowledged(acknowledged.ticket(), now);
                case EdgeEvent.Rejected rejected -> rejected(rejected);
                case EdgeEvent.Arrived arrived -> arrived(arrived.message());
                case EdgeEvent.Installed installed -> installed(installed.manifest());
                case EdgeEvent.NotInstalled not -> notInstalled(not);
            }
            goOn();
        } catch (IOException e) {
            actions.add(new EdgeAction.Alarm("the journal cannot be read: " + e.getMessage()));
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
        state = State.GREETING;
        Arrays.fill(greeted, false);
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
        sending.end();
    }

    private void rejected(EdgeEvent.Rejected rejected) {
        String code = "0x" + Integer.toHexString(rejected.code());
        actions.add(new EdgeAction.Alarm("the hub's endpoint refused a message with " + code));
        hangUp("message refused with " + code);
        dialAt = now + REJECTED_MILLIS;
    }

    private void hello() {
        Hello hello =
                new Hello(
                        keys.node(),
                        outbox.incarnation(),
                        numbers(outbox::recorded),
                        numbers(priority -> receipted[priority.code()]),
                        releases.held(),
                        Math.max(0, wallMillis.getAsLong()));
        sending.ahead(new Message.Hello(hello.sign(keys.keyId(), keys.signer())));
        helloAt = now + (state == State.GREETING ? HELLO_AGAIN_MILLIS : HELLO_MILLIS);
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
            case Message.Hello _, Message.Want _ ->
                    actions.add(
                            new EdgeAction.Refuse(
                                    "message refused: message.kind: expected 2, 3 or 4 from a hub"));
        }
    }

    private void receipt(byte[] signed) throws IOException {
        Receipt receipt;
        try {
            receipt = Receipt.open(signed, keys.receipts());
        } catch (MalformedException e) {
            actions.add(new EdgeAction.Refuse("receipt refused: " + e.getMessage()));
            return;
        } catch (NotAuthenticException e) {
            actions.add(
                    new EdgeAction.Refuse("receipt refused: it is not signed by the hub's key"));
            return;
        }
        if (!receipt.node().equals(keys.node())
                || !Arrays.equals(receipt.incarnation(), outbox.incarnation())) {
            actions.add(
                    new EdgeAction.Refuse(
                            "receipt refused: it is for "
                                    + receipt.node()
                                    + " or another journal"));
            return;
        }
        counted(receipt, signed);
    }

    private void counted(Receipt receipt, byte[] signed) throws IOException {
        Priority priority = receipt.priority();
        int place = priority.code();
        Head head = receipt.head();
        if (receipt.verdict() == Receipt.Verdict.FORKED) {
            stop(place, "the hub holds another history of this journal: chain " + place);
        } else if (head.number() > outbox.recorded(priority).number()
                || !outbox.headAt(priority, head.number()).equals(head)) {
            stop(place, "the hub's receipt " + head + " is not of this journal: a restored disk?");
        } else {
            if (head.number() >= receipted[place].number()) {
                receipted[place] = head;
                actions.add(new EdgeAction.Receipted(receipt, signed));
            }
            // After a hub came back from a backup its head may be lower: then go on from there.
            boolean first = !greeted[place];
            sending.counted(priority, head.number(), first);
        }
        greeted[place] = true;
        greetedAt = now;
        for (Receipt.Refused refused : receipt.refused()) {
            actions.add(
                    new EdgeAction.Alarm(
                            "the hub quarantined record "
                                    + refused.number()
                                    + " of chain "
                                    + place
                                    + ": "
                                    + refused.field()));
        }
        if (state == State.GREETING && allGreeted()) {
            state = State.FLOWING;
            failures = 0;
        }
    }

    private boolean allGreeted() {
        for (boolean one : greeted) {
            if (!one) {
                return false;
            }
        }
        return true;
    }

    private void stop(int place, String why) {
        if (!stopped[place]) {
            stopped[place] = true;
            sending.stop(Priority.of(place));
            actions.add(new EdgeAction.Alarm(why));
        }
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
            actions.add(new EdgeAction.Dial());
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
            sending.fill(now, state == State.FLOWING, stopped, actions);
        }
    }

    private long wakeAt() {
        long next =
                switch (state) {
                    case OFFLINE -> dialAt;
                    case DIALLING -> now + WATCHDOG_MILLIS;
                    case GREETING -> Math.min(helloAt, greetedAt + GREETING_MILLIS);
                    case FLOWING -> Math.min(helloAt, sending.overdueAt());
                };
        return Math.max(now + 1, Math.min(next, watchdogAt()));
    }

    /// `Long.MAX_VALUE` with nothing under way.
    private long watchdogAt() {
        long stalled = sending.stalledSince();
        return stalled == Long.MAX_VALUE ? Long.MAX_VALUE : stalled + WATCHDOG_MILLIS;
    }
}
