package org.forpost.protocol.sync;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
import org.forpost.protocol.envelope.Sign1;
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
                if (accepted.carrier() != null) {
                    state(accepted.carrier()).pieces().done(accepted.envelope());
                }
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
        boolean late = !life.followers().isEmpty() && life.goesOnAfterItsEnd();
        if (accepted.refused().isEmpty() && !late) {
            return List.of();
        }
        Batch batch = reopened(accepted.envelope());
        if (batch == null) {
            return List.of();
        }
        List<HubAlarm> alarms = new ArrayList<>(quarantineAlarms(batch, accepted.refused()));
        if (late) {
            alarms.add(outlived(life, batch, accepted.first()));
        }
        return alarms;
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
            case Chain.Fit.Continues fit -> List.of(outlived(life, batch, fit.firstNew()));
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
                case Message.Piece piece ->
                        piece(
                                arrived,
                                piece.chunk(),
                                whole ->
                                        envelope(
                                                From.wire(arrived),
                                                state(arrived.node()),
                                                whole,
                                                signatures));
                case Message.Want want -> want(arrived, want);
                case Message.CarriedHello hello -> carriedHello(arrived, hello.signed());
                case Message.CarriedPiece piece ->
                        piece(arrived, piece.chunk(), whole -> carried(arrived, whole));
                case Message.Receipt _, Message.Manifest _ ->
                        refuse(
                                arrived,
                                PAYLOAD_FORMAT_INVALID,
                                "message.kind: expected 1, 2, 5, 6 or 7 from a node");
            }
        } catch (MalformedException | NotAuthenticException e) {
            refuse(arrived, PAYLOAD_FORMAT_INVALID, String.valueOf(e.getMessage()));
        }
    }

    private void refuse(HubEvent.Arrived arrived, int code, String why) {
        refuse(From.wire(arrived), code, why);
    }

    private void refuse(From from, int code, String why) {
        String told = from.answered().equals(from.node()) ? why : "of " + from.node() + ": " + why;
        actions.add(new HubAction.Alarm(from.answered(), new HubAlarm.Refused(code, told)));
        reject(from, code);
    }

    private void reject(From from, int code) {
        actions.add(new HubAction.Reject(from.answered(), from.ticket(), code));
    }

    private void acknowledge(From from) {
        actions.add(new HubAction.Acknowledge(from.answered(), from.ticket()));
    }

    /// How something came.
    ///
    /// @param node whose it is
    /// @param sender the node on whose connection it came; null for what was brought by hand
    /// @param carrier the node that carried it; null when it came by itself
    private record From(
            String node,
            @Nullable String sender,
            long ticket,
            String road,
            @Nullable String carrier) {
        static From wire(HubEvent.Arrived arrived) {
            String node = arrived.node();
            return new From(node, node, arrived.ticket(), HubEvent.MQTT, null);
        }

        static From peer(String node, HubEvent.Arrived arrived) {
            String carrier = arrived.node();
            return new From(node, carrier, arrived.ticket(), HubEvent.PEER, carrier);
        }

        /// Whether its own node says it now.
        boolean bySelf() {
            return node.equals(sender) && carrier == null;
        }

        /// Who is answered, and is to blame for what is refused.
        String answered() {
            return sender == null ? node : sender;
        }
    }

    private void broughtHello(HubEvent.BroughtHello brought) {
        From from = new From(brought.node(), null, brought.ticket(), HubEvent.BUNDLE, null);
        SignatureCheck signatures = keys.nodes().signatures(brought.node());
        if (signatures == null) {
            refuse(from, NOT_AUTHORIZED, "no such node is enrolled");
            return;
        }
        try {
            Hello hello = Hello.open(brought.signed(), signatures);
            if (hello.node().equals(brought.node())) {
                met(from, hello, () -> acknowledge(from));
            } else {
                refuse(from, NOT_AUTHORIZED, "hello.node: expected " + brought.node());
            }
        } catch (MalformedException | NotAuthenticException e) {
            refuse(from, PAYLOAD_FORMAT_INVALID, String.valueOf(e.getMessage()));
        }
    }

    private void broughtEnvelope(HubEvent.BroughtEnvelope brought) {
        From from =
                new From(
                        brought.node(),
                        null,
                        brought.ticket(),
                        brought.road(),
                        brought.carrier().equals(brought.node()) ? null : brought.carrier());
        SignatureCheck signatures = keys.nodes().signatures(brought.node());
        if (signatures == null) {
            refuse(from, NOT_AUTHORIZED, "no such node is enrolled");
        } else {
            envelope(from, state(brought.node()), brought.envelope(), signatures);
        }
    }

    private void stands(HubEvent.Asked asked) {
        List<Receipt> receipts = standing(asked.node(), asked.incarnation(), asked.told());
        Life life = state(asked.node()).life(asked.incarnation());
        if (life != null && life.follows() != null) {
            receipts.addAll(former(state(asked.node()), life.follows()));
        }
        List<byte[]> signed =
                receipts.stream()
                        .map(receipt -> receipt.sign(keys.keyId(), keys.receipts()))
                        .toList();
        actions.add(
                new HubAction.Stands(
                        asked.node(), asked.ticket(), signed, List.copyOf(releases.values())));
    }

    /// For somebody who carries it to the node: at least one receipt of each chain; none of an
    /// incarnation that is not known.
    private List<Receipt> standing(String node, byte[] incarnation, long[] told) {
        Life life = state(node).life(incarnation);
        List<Receipt> receipts = new ArrayList<>();
        for (Priority priority : Priority.values()) {
            if (life != null) {
                List<Refused> tell = life.chain(priority).toTellBy(told[priority.code()]);
                receipts.addAll(receiptsFor(node, incarnation, priority, life, tell, List.of()));
            }
        }
        return receipts;
    }

    private void hello(HubEvent.Arrived arrived, byte[] signed, SignatureCheck signatures)
            throws MalformedException, NotAuthenticException {
        Hello hello = Hello.open(signed, signatures);
        if (!hello.node().equals(arrived.node())) {
            refuse(arrived, NOT_AUTHORIZED, "hello.node: expected " + arrived.node());
            return;
        }
        NodeState node = state(arrived.node());
        From from = From.wire(arrived);
        actions.add(new HubAction.Heard(hello));
        Runnable answer =
                () -> {
                    acknowledge(from);
                    node.speaksOf(hello.incarnation());
                    node.holds(hello.releases());
                    for (Priority priority : Priority.values()) {
                        Life life = node.life(hello.incarnation());
                        if (life != null) {
                            long known = hello.told()[priority.code()];
                            receiptsFor(
                                            node.name(),
                                            hello.incarnation(),
                                            priority,
                                            life,
                                            life.chain(priority).toTell(known),
                                            priority == Priority.IMAGE
                                                    ? node.pieces().held()
                                                    : List.of())
                                    .forEach(receipt -> publish(node, receipt));
                        }
                    }
                    formerFor(hello).forEach(receipt -> publish(node, receipt));
                    offerAll(node);
                };
        met(from, hello, answer);
    }

    /// A hello that another node carries: whoever holds it can send it again, years later. So it
    /// names an incarnation, as that node signed it, and is answered with what is true now. Of what
    /// else it says, nothing is remembered: not which releases the node holds, nor which refused
    /// records it knows of.
    private void carriedHello(HubEvent.Arrived arrived, byte[] signed)
            throws MalformedException, NotAuthenticException {
        String owner = Hello.open(signed, (message, signature) -> true).node();
        From from = From.peer(owner, arrived);
        SignatureCheck signatures = keys.nodes().signatures(owner);
        if (signatures == null) {
            refuse(from, NOT_AUTHORIZED, "hello.node: no such node is enrolled");
            return;
        }
        Hello hello = Hello.open(signed, signatures);
        NodeState carrier = state(arrived.node());
        actions.add(new HubAction.HeardOf(hello, arrived.node()));
        met(
                from,
                hello,
                () -> {
                    acknowledge(from);
                    standing(owner, hello.incarnation(), hello.told())
                            .forEach(receipt -> publish(carrier, receipt));
                    formerFor(hello).forEach(receipt -> publish(carrier, receipt));
                });
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
            reject(from, NOT_NOW);
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

    private static HubAlarm outlived(Life life, Batch batch, long firstNew) {
        return new HubAlarm.Outlived(
                batch.incarnation(), batch.priority(), firstNew, life.followers());
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

    private void piece(HubEvent.Arrived arrived, Chunk chunk, Consumer<byte[]> envelope)
            throws MalformedException {
        NodeState sender = state(arrived.node());
        From from = From.wire(arrived);
        if (chunk.whole()) {
            Assembly only = new Assembly(chunk);
            only.add(chunk);
            envelope.accept(only.whole());
            return;
        }
        Pieces.Added added = sender.pieces().add(chunk);
        if (added.whole() != null) {
            // Whatever becomes of the envelope, its pieces are not wanted again.
            sender.pieces().done(added.whole());
            envelope.accept(added.whole());
        } else if (added.fresh()) {
            append(new LedgerEntry.Partial(arrived.node(), chunk), () -> acknowledge(from));
        } else {
            afterPending(() -> acknowledge(from));
        }
    }

    /// What another node carries is checked by the key of the node that it names: whoever carries
    /// it needs no trust.
    private void carried(HubEvent.Arrived arrived, byte[] envelope) {
        BatchCodec.Claim claim = BatchCodec.claim(envelope);
        if (claim == null) {
            refuse(arrived, PAYLOAD_FORMAT_INVALID, "batch.header: expected one that can be read");
            return;
        }
        From from = From.peer(claim.node(), arrived);
        SignatureCheck signatures = keys.nodes().signatures(claim.node());
        if (signatures == null) {
            refuse(from, NOT_AUTHORIZED, "batch.node: no such node is enrolled");
        } else {
            envelope(from, state(claim.node()), envelope, signatures);
        }
    }

    private void envelope(From from, NodeState node, byte[] envelope, SignatureCheck signatures) {
        Batch batch;
        try {
            batch = BatchCodec.open(envelope, signatures, keys.seal());
        } catch (MalformedException | NotAuthenticException | RuntimeException e) {
            // Also what nobody foresaw: nothing is changed yet, and bytes that stop the hub would
            // stop it again at each start.
            unreadable(from, node, envelope, signatures, String.valueOf(e.getMessage()));
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
                    acknowledge(from);
                    receipts(from, batch.incarnation(), batch.priority(), List.of());
                };
        Chain chain = life.chain(batch.priority());
        switch (chain.fit(batch)) {
            case Chain.Fit.Continues fit when !life.isForked() && life.followers().isEmpty() ->
                    accept(from, chain, batch, envelope, fit);
            case Chain.Fit.Continues fit when !life.isForked() && !from.bySelf() -> {
                // Nobody need be alive behind it: what a box that was replaced had recorded, and
                // others kept, must not be lost. Ids keep it from counting twice.
                if (life.goesOnAfterItsEnd()) {
                    alarm(batch.node(), List.of(outlived(life, batch, fit.firstNew())));
                }
                accept(from, chain, batch, envelope, fit);
            }
            case Chain.Fit.Continues fit ->
                    evidence(life, batch, envelope, outlived(life, batch, fit.firstNew()), answer);
            case Chain.Fit.Duplicate _, Chain.Fit.Gap _ -> afterPending(answer);
            case Chain.Fit.Fork fork ->
                    evidence(life, batch, envelope, forked(life, batch, fork), answer);
        }
    }

    /// Tells its node in a receipt as well: behind a standard broker no refusal comes through, and
    /// who carries for another node can help nothing by itself. Only where that node made it: bytes
    /// that anybody may have made are no reason to cut its records anew.
    private void unreadable(
            From from, NodeState node, byte[] envelope, SignatureCheck signatures, String why) {
        BatchCodec.Claim claim = BatchCodec.claim(envelope);
        Life life =
                claim == null || !claim.node().equals(node.name())
                        ? null
                        : node.life(claim.incarnation());
        if (claim == null
                || life == null
                || life.isForked()
                || !(from.road().equals(HubEvent.MQTT)
                        || Sign1.isBy(Sign1.Purpose.BATCH, envelope, signatures))) {
            refuse(from, PAYLOAD_FORMAT_INVALID, why);
            return;
        }
        Receipt receipt =
                new Receipt(
                        node.name(),
                        claim.incarnation(),
                        claim.priority(),
                        life.chain(claim.priority()).forced(),
                        wallMillis.getAsLong(),
                        Receipt.Verdict.UNREADABLE,
                        List.of(),
                        Sha256.of(envelope),
                        List.of());
        if (from.sender() == null) {
            actions.add(
                    new HubAction.Told(
                            from.node(),
                            from.ticket(),
                            receipt.sign(keys.keyId(), keys.receipts())));
        }
        refuse(from, PAYLOAD_FORMAT_INVALID, why);
        publish(from, receipt);
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
            From from, Chain chain, Batch batch, byte[] envelope, Chain.Fit.Continues fit) {
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
                        envelope,
                        from.carrier()),
                () -> {
                    chain.forced(fit.after());
                    acknowledge(from);
                    receipts(from, batch.incarnation(), batch.priority(), chain.toTell(refused));
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

    /// As many receipts as the refused records need, and one in any case: to the node, and to who
    /// carries for it.
    private void receipts(From from, byte[] incarnation, Priority priority, List<Refused> refused) {
        Life life = state(from.node()).life(incarnation);
        if (life != null) {
            receiptsFor(from.node(), incarnation, priority, life, refused, List.of())
                    .forEach(receipt -> publish(from, receipt));
        }
    }

    private void publish(From from, Receipt receipt) {
        boolean told = from.bySelf() || state(from.node()).isIn(receipt.incarnation());
        if (told) {
            publish(state(from.node()), receipt);
        }
        if (from.sender() != null && !(told && from.sender().equals(from.node()))) {
            publish(state(from.sender()), receipt);
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
    /// one before: a hub that came back from an older backup may have lost some of that. It also
    /// asks where it holds no receipt of the present one: another node or a bundle may have brought
    /// that one's first records.
    private List<Receipt> formerFor(Hello hello) {
        byte[] follows = hello.follows();
        NodeState node = state(hello.node());
        Life life = node.life(hello.incarnation());
        return follows != null
                        && life != null
                        && (life.isEmpty()
                                || Arrays.stream(hello.receipted()).allMatch(one -> one == 0))
                ? former(node, follows)
                : List.of();
    }

    private List<Receipt> former(NodeState node, byte[] follows) {
        Life former = node.life(follows);
        List<Receipt> receipts = new ArrayList<>();
        for (Priority priority : Priority.values()) {
            receipts.addAll(
                    former != null
                            ? receiptsFor(
                                    node.name(), follows, priority, former, List.of(), List.of())
                            : List.of(
                                    new Receipt(
                                            node.name(),
                                            follows,
                                            priority,
                                            Head.START,
                                            wallMillis.getAsLong(),
                                            Receipt.Verdict.COUNTED,
                                            List.of())));
        }
        return receipts;
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
