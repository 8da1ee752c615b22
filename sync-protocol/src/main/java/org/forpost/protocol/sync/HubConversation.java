package org.forpost.protocol.sync;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.envelope.Assembly;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.envelope.Chunk;
import org.forpost.protocol.envelope.Message;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.receipt.Hello;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.receipt.Receipt.Refused;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.release.Role;
import org.jspecify.annotations.Nullable;

/// The hub's end of its conversations with all nodes: SPEC.md §7.2. Events in, actions out.
///
/// ```
///   message ──► checked ──► Append ──► Forced ──► Acknowledge and a signed receipt
///                  │                                  (never before Forced)
///                  └─► Reject: malformed, not authentic, from nobody that is enrolled
/// ```
///
/// What it knows is a function of its ledger: [#restore] with every entry gives the same state
/// again.
public final class HubConversation {
    /// MQTT 5 §3.4.2.1: payload format invalid.
    public static final int PAYLOAD_FORMAT_INVALID = 0x99;

    /// MQTT 5 §3.4.2.1: not authorized.
    public static final int NOT_AUTHORIZED = 0x87;

    /// MQTT 5 §3.4.2.1: implementation specific error.
    public static final int NOT_NOW = 0x83;

    /// Begins the field of a refused record that came by its hash only.
    static final String WITHHELD = "record.withheld";

    private final HubKeys keys;
    private final LongSupplier wallMillis;
    private final Map<String, NodeState> nodes = new HashMap<>();
    private final Map<Role, HubEvent.Published> releases = new EnumMap<>(Role.class);
    private final Deque<Pending> pending = new ArrayDeque<>();
    private List<HubAction> actions = new ArrayList<>();
    private long appendTicket;

    /// @param done what may be said once the entry of this ticket is durable
    private record Pending(long ticket, Runnable done) {}

    /// @param wallMillis the hub's clock, written into receipts and the ledger
    public HubConversation(HubKeys keys, LongSupplier wallMillis) {
        this.keys = keys;
        this.wallMillis = wallMillis;
    }

    /// Takes one durable entry of the ledger into account, in the ledger's order, before any event.
    ///
    /// @return what people had to look at when it was written
    public List<HubAlarm> restore(LedgerEntry entry) {
        NodeState node = state(entry.node());
        return switch (entry) {
            case LedgerEntry.Contact contact -> {
                node.meet(contact.incarnation(), contact.follows());
                yield tookOver(node, contact.incarnation(), contact.follows());
            }
            case LedgerEntry.Accepted accepted -> {
                node.pieces().done(accepted.envelope());
                Life life = node.life(accepted.incarnation());
                yield life == null ? List.of() : restore(accepted, life);
            }
            case LedgerEntry.Partial partial -> {
                try {
                    node.pieces().add(partial.chunk());
                    yield List.of();
                } catch (MalformedException e) {
                    // A last piece is never written down by itself: nothing of this can be whole.
                    throw new IllegalStateException("not a ledger of this hub", e);
                }
            }
            case LedgerEntry.Forked forked -> {
                node.pieces().done(forked.envelope());
                Life life = node.life(forked.incarnation());
                yield life == null ? List.of() : restore(forked, life);
            }
        };
    }

    private List<HubAlarm> restore(LedgerEntry.Accepted accepted, Life life) {
        Chain chain = life.chain(accepted.priority());
        chain.appended(accepted.head());
        chain.forced(accepted.head());
        chain.refused(accepted.refused());
        if (accepted.refused().isEmpty()) {
            return List.of();
        }
        Batch batch = reopened(accepted.envelope());
        return batch == null ? List.of() : quarantineAlarms(batch, accepted.refused());
    }

    private List<HubAlarm> restore(LedgerEntry.Forked forked, Life life) {
        boolean first = !life.isForked();
        life.fork();
        var _ = life.keepsAsEvidence(forked.envelope());
        Batch batch = first ? reopened(forked.envelope()) : null;
        if (batch == null) {
            return List.of();
        }
        return switch (life.chain(forked.priority()).fit(batch)) {
            case Chain.Fit.Continues fit -> List.of(outlived(life, batch, fit));
            case Chain.Fit.Fork fork -> List.of(forked(life, batch, fork));
            case Chain.Fit.Duplicate _, Chain.Fit.Gap _ -> List.of();
        };
    }

    /// An envelope out of the ledger, whose signature was checked before it was written; null when
    /// the hub's key has changed since.
    private @Nullable Batch reopened(byte[] envelope) {
        try {
            return BatchCodec.open(envelope, (message, signature) -> true, keys.seal());
        } catch (MalformedException | NotAuthenticException e) {
            return null;
        }
    }

    public List<HubAction> on(HubEvent event) {
        actions = new ArrayList<>();
        switch (event) {
            case HubEvent.Joined joined -> state(joined.node()).join();
            case HubEvent.Left left -> state(left.node()).leave();
            case HubEvent.Arrived arrived -> arrived(arrived);
            case HubEvent.BroughtHello hello -> broughtHello(hello);
            case HubEvent.BroughtEnvelope envelope -> broughtEnvelope(envelope);
            case HubEvent.Asked asked -> afterPending(() -> stands(asked));
            case HubEvent.Forced forced -> forced(forced.ticket());
            case HubEvent.Delivered delivered ->
                    state(delivered.node()).downlink().delivered(delivered.ticket(), actions);
            case HubEvent.Published published -> published(published);
        }
        return actions;
    }

    private NodeState state(String node) {
        return nodes.computeIfAbsent(node, NodeState::new);
    }

    private void arrived(HubEvent.Arrived arrived) {
        SignatureCheck signatures = keys.nodes().signatures(arrived.node());
        if (signatures == null) {
            refuse(arrived, NOT_AUTHORIZED, "no such node is enrolled");
            return;
        }
        try {
            switch (Message.decode(arrived.message(), BatchCodec.MAX_ENVELOPE_BYTES)) {
                case Message.Hello hello -> hello(arrived, hello.signed(), signatures);
                case Message.Piece piece -> piece(arrived, piece.chunk(), signatures);
                case Message.Want want -> want(arrived, want);
                case Message.CarriedHello _,
                        Message.CarriedPiece _,
                        Message.Receipt _,
                        Message.Manifest _ ->
                        refuse(
                                arrived,
                                PAYLOAD_FORMAT_INVALID,
                                "message.kind: expected 1, 2 or 5 from a node");
            }
        } catch (MalformedException | NotAuthenticException e) {
            refuse(arrived, PAYLOAD_FORMAT_INVALID, String.valueOf(e.getMessage()));
        }
    }

    private void refuse(HubEvent.Arrived arrived, int code, String why) {
        refuse(From.wire(arrived), code, why);
    }

    private void refuse(From from, int code, String why) {
        actions.add(new HubAction.Alarm(from.node(), new HubAlarm.Refused(code, why)));
        actions.add(new HubAction.Reject(from.node(), from.ticket(), code));
    }

    /// Whose envelope it is, and how it came.
    private record From(String node, long ticket, String road) {
        static From wire(HubEvent.Arrived arrived) {
            return new From(arrived.node(), arrived.ticket(), HubEvent.MQTT);
        }

        boolean byWire() {
            return road.equals(HubEvent.MQTT);
        }
    }

    private void broughtHello(HubEvent.BroughtHello brought) {
        From from = new From(brought.node(), brought.ticket(), HubEvent.BUNDLE);
        SignatureCheck signatures = keys.nodes().signatures(brought.node());
        if (signatures == null) {
            refuse(from, NOT_AUTHORIZED, "no such node is enrolled");
            return;
        }
        try {
            Hello hello = Hello.open(brought.signed(), signatures);
            if (hello.node().equals(brought.node())) {
                met(
                        from,
                        hello,
                        () -> actions.add(new HubAction.Acknowledge(from.node(), from.ticket())));
            } else {
                refuse(from, NOT_AUTHORIZED, "hello.node: expected " + brought.node());
            }
        } catch (MalformedException | NotAuthenticException e) {
            refuse(from, PAYLOAD_FORMAT_INVALID, String.valueOf(e.getMessage()));
        }
    }

    private void broughtEnvelope(HubEvent.BroughtEnvelope brought) {
        From from = new From(brought.node(), brought.ticket(), brought.road());
        SignatureCheck signatures = keys.nodes().signatures(brought.node());
        if (signatures == null) {
            refuse(from, NOT_AUTHORIZED, "no such node is enrolled");
        } else {
            envelope(from, state(brought.node()), brought.envelope(), signatures);
        }
    }

    private void stands(HubEvent.Asked asked) {
        Life life = state(asked.node()).life(asked.incarnation());
        List<byte[]> signed = new ArrayList<>();
        for (Priority priority : Priority.values()) {
            if (life != null) {
                List<Refused> tell = life.chain(priority).toTell(asked.told()[priority.code()]);
                receiptsFor(asked.node(), asked.incarnation(), priority, life, tell, List.of())
                        .forEach(one -> signed.add(one.sign(keys.keyId(), keys.receipts())));
            }
        }
        actions.add(
                new HubAction.Stands(
                        asked.node(), asked.ticket(), signed, List.copyOf(releases.values())));
    }

    private void hello(HubEvent.Arrived arrived, byte[] signed, SignatureCheck signatures)
            throws MalformedException, NotAuthenticException {
        Hello hello = Hello.open(signed, signatures);
        if (!hello.node().equals(arrived.node())) {
            refuse(arrived, NOT_AUTHORIZED, "hello.node: expected " + arrived.node());
            return;
        }
        NodeState node = state(arrived.node());
        actions.add(new HubAction.Heard(hello));
        Runnable answer =
                () -> {
                    actions.add(new HubAction.Acknowledge(arrived.node(), arrived.ticket()));
                    node.holds(hello.releases());
                    for (Priority priority : Priority.values()) {
                        Life life = node.life(hello.incarnation());
                        if (life != null) {
                            long known = hello.told()[priority.code()];
                            receipts(
                                    node,
                                    hello.incarnation(),
                                    priority,
                                    life.chain(priority).toTell(known),
                                    priority == Priority.IMAGE ? node.pieces().held() : List.of());
                        }
                    }
                    tellOfFormer(node, hello);
                    offerAll(node);
                };
        met(From.wire(arrived), hello, answer);
    }

    /// The hub knows this incarnation, or takes it in.
    private void met(From from, Hello hello, Runnable answer) {
        NodeState node = state(from.node());
        if (node.knows(hello.incarnation())) {
            afterPending(answer);
        } else if (node.hasRoom()) {
            node.meet(hello.incarnation(), hello.follows());
            alarm(node.name(), tookOver(node, hello.incarnation(), hello.follows()));
            append(
                    new LedgerEntry.Contact(
                            from.node(),
                            hello.incarnation(),
                            hello.follows(),
                            wallMillis.getAsLong()),
                    answer);
        } else {
            actions.add(
                    new HubAction.Alarm(
                            from.node(),
                            new HubAlarm.TooManyIncarnations(NodeState.MAX_INCARNATIONS)));
            actions.add(new HubAction.Reject(from.node(), from.ticket(), NOT_NOW));
        }
    }

    private static List<HubAlarm> tookOver(
            NodeState node, byte[] incarnation, byte @Nullable [] follows) {
        if (follows == null) {
            return List.of();
        }
        Life before = node.life(follows);
        return List.of(
                before == null
                        ? new HubAlarm.TookOver(incarnation, follows, false, List.of(incarnation))
                        : new HubAlarm.TookOver(
                                incarnation, follows, before.isForked(), before.followers()));
    }

    private void alarm(String node, List<? extends HubAlarm> alarms) {
        alarms.forEach(one -> actions.add(new HubAction.Alarm(node, one)));
    }

    private static HubAlarm outlived(Life life, Batch batch, Chain.Fit.Continues fit) {
        return new HubAlarm.Outlived(
                batch.incarnation(), batch.priority(), fit.firstNew(), life.followers());
    }

    private static HubAlarm forked(Life life, Batch batch, Chain.Fit.Fork fork) {
        return new HubAlarm.Forked(
                batch.incarnation(),
                batch.priority(),
                fork.at().number(),
                fork.held(),
                fork.at().hash(),
                life.followers());
    }

    private static List<HubAlarm> quarantineAlarms(Batch batch, List<Refused> refused) {
        return refused.stream()
                .<HubAlarm>map(one ->
                        new HubAlarm.Quarantined(
                                batch.incarnation(),
                                batch.priority(),
                                one.number(),
                                batch.items().get((int) (one.number() - batch.first())).hash(),
                                one.field()))
                .toList();
    }

    private void piece(HubEvent.Arrived arrived, Chunk chunk, SignatureCheck signatures)
            throws MalformedException, NotAuthenticException {
        NodeState node = state(arrived.node());
        Runnable acknowledge =
                () -> actions.add(new HubAction.Acknowledge(arrived.node(), arrived.ticket()));
        if (chunk.whole()) {
            Assembly only = new Assembly(chunk);
            only.add(chunk);
            envelope(From.wire(arrived), node, only.whole(), signatures);
            return;
        }
        Pieces.Added added = node.pieces().add(chunk);
        if (added.whole() != null) {
            // Whatever becomes of the envelope, its pieces are not wanted again.
            node.pieces().done(added.whole());
            envelope(From.wire(arrived), node, added.whole(), signatures);
        } else if (added.fresh()) {
            append(new LedgerEntry.Partial(arrived.node(), chunk), acknowledge);
        } else {
            afterPending(acknowledge);
        }
    }

    private void envelope(From from, NodeState node, byte[] envelope, SignatureCheck signatures) {
        Batch batch;
        try {
            batch = BatchCodec.open(envelope, signatures, keys.seal());
        } catch (MalformedException | NotAuthenticException | RuntimeException e) {
            // Also what nobody foresaw: nothing is changed yet, and bytes that stop the hub would
            // stop it again at each start.
            unreadable(from, node, envelope, String.valueOf(e.getMessage()));
            return;
        }
        if (!batch.node().equals(from.node())) {
            refuse(from, NOT_AUTHORIZED, "batch.node: expected " + from.node());
            return;
        }
        Life life = node.life(batch.incarnation());
        if (life == null) {
            refuse(from, NOT_NOW, "batch.incarnation: expected one that a hello named");
            return;
        }
        Runnable answer =
                () -> {
                    actions.add(new HubAction.Acknowledge(from.node(), from.ticket()));
                    receipts(node, batch.incarnation(), batch.priority(), List.of());
                };
        Chain chain = life.chain(batch.priority());
        switch (chain.fit(batch)) {
            case Chain.Fit.Continues fit when !life.isForked() && life.followers().isEmpty() ->
                    accept(from, node, chain, batch, envelope, fit);
            case Chain.Fit.Continues fit ->
                    evidence(life, batch, envelope, outlived(life, batch, fit), answer);
            case Chain.Fit.Duplicate _, Chain.Fit.Gap _ -> afterPending(answer);
            case Chain.Fit.Fork fork ->
                    evidence(life, batch, envelope, forked(life, batch, fork), answer);
        }
    }

    /// Tells the sender in the receipt as well: behind a standard broker no refusal comes through.
    private void unreadable(From from, NodeState node, byte[] envelope, String why) {
        refuse(from, PAYLOAD_FORMAT_INVALID, why);
        if (!from.byWire()) {
            return; // whoever brought it may have made it
        }
        BatchCodec.Claim claim = BatchCodec.claim(envelope);
        Life life =
                claim == null || !claim.node().equals(node.name())
                        ? null
                        : node.life(claim.incarnation());
        if (claim != null && life != null && !life.isForked()) {
            publish(
                    node,
                    new Receipt(
                            node.name(),
                            claim.incarnation(),
                            claim.priority(),
                            life.chain(claim.priority()).forced(),
                            wallMillis.getAsLong(),
                            Receipt.Verdict.UNREADABLE,
                            List.of(),
                            Sha256.of(envelope),
                            List.of()));
        }
    }

    /// The incarnation is blocked; the envelope is kept, as far as there is room.
    private void evidence(
            Life life, Batch batch, byte[] envelope, HubAlarm alarm, Runnable answer) {
        boolean first = !life.isForked();
        life.fork();
        if (first) {
            alarm(batch.node(), List.of(alarm));
        }
        if (life.keepsAsEvidence(envelope)) {
            append(
                    new LedgerEntry.Forked(
                            batch.node(),
                            batch.incarnation(),
                            batch.priority(),
                            wallMillis.getAsLong(),
                            envelope),
                    answer);
        } else {
            afterPending(answer);
        }
    }

    private void accept(
            From from,
            NodeState node,
            Chain chain,
            Batch batch,
            byte[] envelope,
            Chain.Fit.Continues fit) {
        List<Refused> refused = quarantined(batch, fit.firstNew());
        alarm(from.node(), quarantineAlarms(batch, refused));
        chain.refused(refused);
        chain.appended(fit.after());
        append(
                new LedgerEntry.Accepted(
                        from.node(),
                        batch.incarnation(),
                        batch.priority(),
                        fit.firstNew(),
                        fit.after(),
                        wallMillis.getAsLong(),
                        from.road(),
                        refused,
                        envelope),
                () -> {
                    chain.forced(fit.after());
                    actions.add(new HubAction.Acknowledge(from.node(), from.ticket()));
                    receipts(node, batch.incarnation(), batch.priority(), chain.toTell(refused));
                });
    }

    private static List<Refused> quarantined(Batch batch, long firstNew) {
        List<Refused> refused = new ArrayList<>();
        for (int i = 0; i < batch.items().size(); i++) {
            long number = batch.first() + i;
            String field = number < firstNew ? null : fault(batch, batch.items().get(i));
            if (field != null) {
                refused.add(new Refused(number, field));
            }
        }
        return refused;
    }

    private static @Nullable String fault(Batch batch, Batch.Item item) {
        if (!(item instanceof Batch.Item.Whole(byte[] bytes))) {
            return WITHHELD + ": the hub could not read an envelope with this record alone in it";
        }
        try {
            PostRecord record = RecordCodec.decode(bytes);
            if (!record.node().equals(batch.node())) {
                return "record.node: expected " + batch.node();
            }
            return record.priority() == batch.priority() ? null : "record: of another chain";
        } catch (MalformedException | RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void want(HubEvent.Arrived arrived, Message.Want want) {
        NodeState node = state(arrived.node());
        actions.add(new HubAction.Acknowledge(arrived.node(), arrived.ticket()));
        for (HubEvent.Published release : releases.values()) {
            if (Arrays.equals(release.manifest().content(), want.object())) {
                node.downlink().stream(release.content(), want.offset(), actions);
                return;
            }
        }
    }

    private void published(HubEvent.Published published) {
        HubEvent.Published current = releases.get(published.manifest().role());
        if (current == null || published.manifest().number() > current.manifest().number()) {
            releases.put(published.manifest().role(), published);
            nodes.values().stream().filter(NodeState::joined).forEach(this::offerAll);
        }
    }

    private void offerAll(NodeState node) {
        releases.forEach((role, release) -> {
            if (node.held(role) < release.manifest().number()) {
                node.downlink().send(new Message.Manifest(release.signed()).encode(), actions);
            }
        });
    }

    private void receipts(
            NodeState node, byte[] incarnation, Priority priority, List<Refused> refused) {
        receipts(node, incarnation, priority, refused, List.of());
    }

    /// As many receipts as the refused records need, and one in any case.
    private void receipts(
            NodeState node,
            byte[] incarnation,
            Priority priority,
            List<Refused> refused,
            List<Receipt.Held> held) {
        Life life = node.life(incarnation);
        if (life != null) {
            receiptsFor(node.name(), incarnation, priority, life, refused, held)
                    .forEach(receipt -> publish(node, receipt));
        }
    }

    private List<Receipt> receiptsFor(
            String node,
            byte[] incarnation,
            Priority priority,
            Life life,
            List<Refused> refused,
            List<Receipt.Held> held) {
        List<Receipt> receipts = new ArrayList<>();
        int told = 0;
        do {
            int upTo = Math.min(refused.size(), told + Receipt.MAX_REFUSED);
            receipts.add(
                    new Receipt(
                                    node,
                                    incarnation,
                                    priority,
                                    life.chain(priority).forced(),
                                    wallMillis.getAsLong(),
                                    life.isForked()
                                            ? Receipt.Verdict.FORKED
                                            : Receipt.Verdict.COUNTED,
                                    refused.subList(told, upTo))
                            .with(held));
            told = upTo;
        } while (told < refused.size());
        return receipts;
    }

    /// Where an incarnation took over, its node sends nothing before it knows what is held of the
    /// one before: a hub that came back from an older backup may have lost some of that.
    private void tellOfFormer(NodeState node, Hello hello) {
        byte[] follows = hello.follows();
        Life life = node.life(hello.incarnation());
        if (follows != null && life != null && life.isEmpty()) {
            for (Priority priority : Priority.values()) {
                receiptOfFormer(node, follows, priority);
            }
        }
    }

    private void receiptOfFormer(NodeState node, byte[] incarnation, Priority priority) {
        if (node.life(incarnation) != null) {
            receipts(node, incarnation, priority, List.of());
        } else {
            publish(
                    node,
                    new Receipt(
                            node.name(),
                            incarnation,
                            priority,
                            Head.START,
                            wallMillis.getAsLong(),
                            Receipt.Verdict.COUNTED,
                            List.of()));
        }
    }

    private void publish(NodeState node, Receipt receipt) {
        if (node.joined()) {
            byte[] signed = receipt.sign(keys.keyId(), keys.receipts());
            node.downlink().send(new Message.Receipt(signed).encode(), actions);
        }
    }

    private void append(LedgerEntry entry, Runnable done) {
        appendTicket++;
        actions.add(new HubAction.Append(appendTicket, entry));
        pending.add(new Pending(appendTicket, done));
    }

    /// Says it once everything appended so far is durable: an answer never overtakes the ledger.
    private void afterPending(Runnable done) {
        if (pending.isEmpty()) {
            done.run();
        } else {
            pending.add(new Pending(appendTicket, done));
        }
    }

    private void forced(long ticket) {
        while (!pending.isEmpty() && pending.peekFirst().ticket() <= ticket) {
            pending.removeFirst().done().run();
        }
    }
}
