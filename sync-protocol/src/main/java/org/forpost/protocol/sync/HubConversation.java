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
    public void restore(LedgerEntry entry) {
        NodeState node = state(entry.node());
        switch (entry) {
            case LedgerEntry.Contact contact -> node.meet(contact.incarnation());
            case LedgerEntry.Accepted accepted -> {
                Chain chain = node.chain(accepted.incarnation(), accepted.priority());
                if (chain != null) {
                    chain.appended(accepted.head());
                    chain.forced(accepted.head());
                }
                node.pieces().done(accepted.envelope());
            }
            case LedgerEntry.Partial partial -> {
                try {
                    node.pieces().add(partial.chunk());
                } catch (MalformedException e) {
                    // A last piece is never written down by itself: nothing of this can be whole.
                    throw new IllegalStateException("not a ledger of this hub", e);
                }
            }
            case LedgerEntry.Forked forked -> {
                Chain chain = node.chain(forked.incarnation(), forked.priority());
                if (chain != null) {
                    chain.forked();
                }
                node.pieces().done(forked.envelope());
            }
        }
    }

    public List<HubAction> on(HubEvent event) {
        actions = new ArrayList<>();
        switch (event) {
            case HubEvent.Joined joined -> state(joined.node()).join();
            case HubEvent.Left left -> state(left.node()).leave();
            case HubEvent.Arrived arrived -> arrived(arrived);
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
                case Message.Receipt _, Message.Manifest _ ->
                        refuse(
                                arrived,
                                PAYLOAD_FORMAT_INVALID,
                                "message.kind: expected 1, 2 or 5 from a node");
            }
        } catch (MalformedException e) {
            refuse(arrived, PAYLOAD_FORMAT_INVALID, String.valueOf(e.getMessage()));
        } catch (NotAuthenticException e) {
            refuse(arrived, PAYLOAD_FORMAT_INVALID, String.valueOf(e.getMessage()));
        }
    }

    private void refuse(HubEvent.Arrived arrived, int code, String why) {
        actions.add(new HubAction.Alarm(arrived.node(), "message refused: " + why));
        actions.add(new HubAction.Reject(arrived.node(), arrived.ticket(), code));
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
                        receipt(node, hello.incarnation(), priority, List.of());
                    }
                    offerAll(node);
                };
        if (node.meet(hello.incarnation())) {
            append(
                    new LedgerEntry.Contact(
                            arrived.node(), hello.incarnation(), wallMillis.getAsLong()),
                    answer);
        } else {
            afterPending(answer);
        }
    }

    private void piece(HubEvent.Arrived arrived, Chunk chunk, SignatureCheck signatures)
            throws MalformedException, NotAuthenticException {
        NodeState node = state(arrived.node());
        Runnable acknowledge =
                () -> actions.add(new HubAction.Acknowledge(arrived.node(), arrived.ticket()));
        if (chunk.whole()) {
            Assembly only = new Assembly(chunk);
            only.add(chunk);
            envelope(arrived, node, only.whole(), signatures);
            return;
        }
        Pieces.Added added = node.pieces().add(chunk);
        if (added.whole() != null) {
            // Whatever becomes of the envelope, its pieces are not wanted again.
            node.pieces().done(added.whole());
            envelope(arrived, node, added.whole(), signatures);
        } else if (added.fresh()) {
            append(new LedgerEntry.Partial(arrived.node(), chunk), acknowledge);
        } else {
            afterPending(acknowledge);
        }
    }

    private void envelope(
            HubEvent.Arrived arrived, NodeState node, byte[] envelope, SignatureCheck signatures)
            throws MalformedException, NotAuthenticException {
        Batch batch = BatchCodec.open(envelope, signatures, keys.seal());
        if (!batch.node().equals(arrived.node())) {
            refuse(arrived, NOT_AUTHORIZED, "batch.node: expected " + arrived.node());
            return;
        }
        Chain chain = node.chain(batch.incarnation(), batch.priority());
        if (chain == null) {
            refuse(arrived, NOT_NOW, "batch.incarnation: expected one that a hello named");
            return;
        }
        Runnable answer =
                () -> {
                    actions.add(new HubAction.Acknowledge(arrived.node(), arrived.ticket()));
                    receipt(node, batch.incarnation(), batch.priority(), List.of());
                };
        if (chain.isForked()) {
            afterPending(answer);
            return;
        }
        switch (chain.fit(batch)) {
            case Chain.Fit.Continues fit -> accept(arrived, node, chain, batch, envelope, fit);
            case Chain.Fit.Duplicate _ -> afterPending(answer);
            case Chain.Fit.Gap _ -> afterPending(answer);
            case Chain.Fit.Fork _ -> {
                chain.forked();
                actions.add(
                        new HubAction.Alarm(
                                arrived.node(),
                                "two histories of one journal: chain "
                                        + batch.priority().code()
                                        + " is quarantined, both are kept"));
                append(
                        new LedgerEntry.Forked(
                                arrived.node(),
                                batch.incarnation(),
                                batch.priority(),
                                wallMillis.getAsLong(),
                                envelope),
                        answer);
            }
        }
    }

    private void accept(
            HubEvent.Arrived arrived,
            NodeState node,
            Chain chain,
            Batch batch,
            byte[] envelope,
            Chain.Fit.Continues fit) {
        List<Refused> refused = quarantined(batch, fit.firstNew());
        refused.forEach(one ->
                actions.add(
                        new HubAction.Alarm(
                                arrived.node(),
                                "record "
                                        + one.number()
                                        + " of chain "
                                        + batch.priority().code()
                                        + " is quarantined: "
                                        + one.field())));
        chain.appended(fit.after());
        append(
                new LedgerEntry.Accepted(
                        arrived.node(),
                        batch.incarnation(),
                        batch.priority(),
                        fit.firstNew(),
                        fit.after(),
                        wallMillis.getAsLong(),
                        "mqtt",
                        refused,
                        envelope),
                () -> {
                    chain.forced(fit.after());
                    actions.add(new HubAction.Acknowledge(arrived.node(), arrived.ticket()));
                    // Each receipt tells of as many as fit it; one without any is enough otherwise.
                    int told = 0;
                    do {
                        int upTo = Math.min(refused.size(), told + Receipt.MAX_REFUSED);
                        receipt(
                                node,
                                batch.incarnation(),
                                batch.priority(),
                                refused.subList(told, upTo));
                        told = upTo;
                    } while (told < refused.size());
                });
    }

    private static List<Refused> quarantined(Batch batch, long firstNew) {
        List<Refused> refused = new ArrayList<>();
        for (int i = 0; i < batch.records().size(); i++) {
            long number = batch.first() + i;
            String field = number < firstNew ? null : fault(batch, batch.records().get(i));
            if (field != null) {
                refused.add(new Refused(number, field));
            }
        }
        return refused;
    }

    private static @Nullable String fault(Batch batch, byte[] bytes) {
        try {
            PostRecord record = RecordCodec.decode(bytes);
            if (!record.node().equals(batch.node())) {
                return "record.node: expected " + batch.node();
            }
            return record.priority() == batch.priority() ? null : "record: of another chain";
        } catch (MalformedException e) {
            return e.getMessage();
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

    private void receipt(
            NodeState node, byte[] incarnation, Priority priority, List<Refused> refused) {
        Chain chain = node.chain(incarnation, priority);
        if (chain == null || !node.joined()) {
            return;
        }
        Head head = chain.forced();
        Receipt receipt =
                new Receipt(
                        node.name(),
                        incarnation,
                        priority,
                        head,
                        wallMillis.getAsLong(),
                        chain.isForked() ? Receipt.Verdict.FORKED : Receipt.Verdict.COUNTED,
                        refused);
        byte[] signed = receipt.sign(keys.keyId(), keys.receipts());
        node.downlink().send(new Message.Receipt(signed).encode(), actions);
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
