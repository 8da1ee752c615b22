package org.forpost.edge.post;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.receipt.Hello;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.sync.EdgeAction.CarriedAway.Outcome;
import org.jspecify.annotations.Nullable;

/// Carries what the other lanes have recorded, while this lane reaches the hub. Knows no network:
/// told what happens, says what is to be done. [Backlog] chooses what goes next, this one asks for
/// it and hands it on.
///
/// ```
/// journal of a lane:  known here ── its hello goes to the hub ──► four receipts: what the hub holds
/// chain of it:        hub holds n ── somebody has more ── want n+1 ──► load ──► carried ──► receipt
///                         ▲                                                                  │
///                         └──────────────────────────────────────────────────────────────────┘
/// ```
///
/// What the hub holds is known by its receipts of this contact and by nothing else. One thread at a
/// time.
final class Carrier {
    private final Backlog backlog;
    private final Custodian custodian;
    private final LongSupplier millis;

    /// The hub's last word on each chain in this contact, for peers that come later.
    private final Map<String, byte[]> words = new LinkedHashMap<>();

    private boolean up;

    /// What is to be done, in this order.
    sealed interface Step {
        record Say(String peer, CarriageMessage message) implements Step {}

        record SayAll(CarriageMessage message) implements Step {}

        /// To the hub.
        record Greet(byte[] hello) implements Step {}

        /// To the hub.
        record Carry(String node, Priority priority, byte[] envelope) implements Step {}
    }

    /// @param own this lane's name
    /// @param present incarnation of its journal
    /// @param custodian what is kept here for them
    Carrier(String own, Supplier<byte[]> present, Custodian custodian, LongSupplier millis) {
        this.backlog = new Backlog(own, present, custodian);
        this.custodian = custodian;
        this.millis = millis;
    }

    /// This lane's link to the hub came up or went down.
    List<Step> link(boolean isUp) {
        List<Step> steps = new ArrayList<>();
        if (isUp == up) {
            return steps;
        }
        up = isUp;
        words.clear();
        backlog.journals().forEach(CarriedJournal::contactEnded);
        steps.add(new Step.SayAll(new CarriageMessage.Carrying(up)));
        fill(steps);
        return steps;
    }

    List<Step> opened(String peer) {
        List<Step> steps = new ArrayList<>();
        if (up) {
            steps.add(new Step.Say(peer, new CarriageMessage.Carrying(true)));
            words.values()
                    .forEach(word -> steps.add(new Step.Say(peer, new CarriageMessage.Word(word))));
        }
        fill(steps);
        return steps;
    }

    List<Step> closed(String peer) {
        backlog.chains().forEach(chain -> chain.gone(peer));
        List<Step> steps = new ArrayList<>();
        fill(steps);
        return steps;
    }

    /// @throws MalformedException when a message is none that a peer may send: its stream ends
    List<Step> on(String peer, CarriageMessage message) throws MalformedException {
        List<Step> steps = new ArrayList<>();
        switch (message) {
            case CarriageMessage.Hello(byte[] signed) -> hello(peer, signed);
            case CarriageMessage.Have have -> have(peer, have);
            case CarriageMessage.Load(byte[] envelope) -> load(peer, envelope, steps);
            case CarriageMessage.None none -> none(peer, none);
            case CarriageMessage.Carrying _, CarriageMessage.Want _, CarriageMessage.Word _ ->
                    throw new MalformedException(
                            "carriage.kind", "2, 3, 5 or 6 of a peer", "other");
        }
        fill(steps);
        return steps;
    }

    /// Time has passed, or something is kept here that was not.
    List<Step> look() {
        long now = millis.getAsLong();
        backlog.chains().forEach(chain -> chain.look(now));
        List<Step> steps = new ArrayList<>();
        fill(steps);
        return steps;
    }

    /// The hub's word on this lane's own chains, which the others may want to hear.
    List<Step> ownReceipt(Receipt receipt, byte[] signed) {
        return up ? List.of(word(receipt, signed)) : List.of();
    }

    private Step word(Receipt receipt, byte[] signed) {
        words.put(
                receipt.node()
                        + HexFormat.of().formatHex(receipt.incarnation())
                        + receipt.priority().code(),
                signed);
        return new Step.SayAll(new CarriageMessage.Word(signed));
    }

    /// The hub's word on another lane's chain, from the hub itself.
    List<Step> receipt(Receipt receipt, byte[] signed) {
        List<Step> steps = new ArrayList<>();
        steps.add(word(receipt, signed));
        CarriedJournal journal = backlog.find(receipt.node(), receipt.incarnation());
        if (journal != null && up) {
            journal.chain(receipt.priority()).heard(receipt, millis.getAsLong());
        }
        fill(steps);
        return steps;
    }

    /// What became of an envelope that was carried, or of a hello that was refused.
    List<Step> away(byte[] object, Outcome outcome) {
        long now = millis.getAsLong();
        String name = HexFormat.of().formatHex(object);
        backlog.journals().forEach(journal -> journal.away(name, outcome, now));
        List<Step> steps = new ArrayList<>();
        fill(steps);
        return steps;
    }

    private void hello(String source, byte[] signed) throws MalformedException {
        Hello hello;
        try {
            hello = Hello.open(signed, (message, signature) -> true);
        } catch (NotAuthenticException e) {
            throw new MalformedException("carriage.hello", "a signed hello", "something else");
        }
        CarriedJournal journal = backlog.named(source, hello.node(), hello.incarnation());
        if (journal != null) {
            journal.hello(source, signed, millis.getAsLong());
        }
    }

    private void have(String peer, CarriageMessage.Have have) {
        CarriedJournal journal = backlog.named(peer, have.node(), have.incarnation());
        if (journal != null) {
            journal.chains()
                    .forEach(chain -> chain.offered(peer, have.last()[chain.priority().code()]));
        }
    }

    private void load(String peer, byte[] envelope, List<Step> steps) throws MalformedException {
        BatchCodec.Claim claim = BatchCodec.claim(envelope);
        CarriedChain chain = claim == null ? null : asked(peer, claim);
        if (claim == null || chain == null) {
            throw new MalformedException("carriage.envelope", "what was wanted", "something else");
        }
        if (chain.answered()) {
            carry(chain, peer, claim, envelope, steps);
        }
    }

    private @Nullable CarriedChain asked(String peer, BatchCodec.Claim claim) {
        CarriedJournal journal = backlog.find(claim.node(), claim.incarnation());
        CarriedChain chain = journal == null ? null : journal.chain(claim.priority());
        return chain != null && chain.isAsked(peer, claim) ? chain : null;
    }

    private void none(String peer, CarriageMessage.None none) {
        CarriedJournal journal = backlog.find(none.node(), none.incarnation());
        if (journal != null) {
            journal.chain(none.priority()).none(peer, none.number(), millis.getAsLong());
        }
    }

    private void fill(List<Step> steps) {
        if (!up) {
            return;
        }
        lookAtShelf();
        greet(steps);
        while (true) {
            switch (backlog.next(millis.getAsLong())) {
                case Backlog.Next.At(CarriedChain chain, String peer) -> ask(chain, peer, steps);
                case Backlog.Next.Here(CarriedChain chain, var claim, byte[] envelope) ->
                        carry(chain, CarriedJournal.HERE, claim, envelope, steps);
                case null -> {
                    return;
                }
            }
        }
    }

    private void lookAtShelf() {
        for (Custodian.Waiting waiting : custodian.waiting()) {
            try {
                hello(CarriedJournal.HERE, waiting.hello());
            } catch (MalformedException e) {
                throw new IllegalStateException("it was a hello when it was kept", e);
            }
        }
    }

    /// One hello of a lane at a time: until the hub has answered it, another would take its place.
    private void greet(List<Step> steps) {
        long now = millis.getAsLong();
        Set<String> waiting = new HashSet<>();
        for (CarriedJournal journal : backlog.journals()) {
            if (journal.waitsForWord(now)) {
                waiting.add(journal.node());
            }
        }
        List<CarriedJournal> order = new ArrayList<>(backlog.journals());
        order.sort(Comparator.comparingInt(CarriedJournal::rank).reversed());
        for (CarriedJournal journal : order) {
            byte[] hello = journal.hello();
            if (hello != null && journal.isDue(now) && waiting.add(journal.node())) {
                journal.greeted(now);
                steps.add(new Step.Greet(hello));
            }
        }
    }

    private void ask(CarriedChain chain, String peer, List<Step> steps) {
        chain.asked(peer, millis.getAsLong());
        backlog.served(chain.journal());
        steps.add(
                new Step.Say(
                        peer,
                        new CarriageMessage.Want(
                                chain.journal().node(),
                                chain.journal().incarnation(),
                                chain.priority(),
                                chain.next())));
    }

    private void carry(
            CarriedChain chain,
            String source,
            BatchCodec.Claim claim,
            byte[] envelope,
            List<Step> steps) {
        if (chain.takes(source, claim, envelope, millis.getAsLong())) {
            backlog.served(chain.journal());
            steps.add(new Step.Carry(chain.journal().node(), chain.priority(), envelope));
        }
    }
}
