package org.forpost.edge.post;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
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
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.receipt.Hello;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.sync.EdgeAction.CarriedAway.Outcome;
import org.forpost.protocol.sync.HubConversation;
import org.jspecify.annotations.Nullable;

/// Carries what the other lanes have recorded, while this lane reaches the hub. Knows no network:
/// told what happens, says what is to be done.
///
/// ```
/// journal of a lane:  known here ── its hello goes to the hub ──► four receipts: what the hub holds
/// chain of it:        hub holds n ── somebody has more ── want n+1 ──► load ──► carried ──► receipt
///                         ▲                                                                  │
///                         └──────────────────────────────────────────────────────────────────┘
/// ```
///
/// What the hub holds is known by its receipts of this contact and by nothing else. A chain is
/// asked for at one source at a time: its lane if it is there, since that cuts full batches; else
/// what this lane keeps for it; else another lane that keeps it. So nothing crosses the uplink
/// twice without need. An envelope that the hub refused was altered by whoever gave it, unless its
/// own lane did: that source is not asked for this chain for a while. One thread at a time.
final class Carrier {
    /// As many as keep a line busy while one is fetched; the largest of them take 3 MB.
    static final int MOST_UNDERWAY = 4;

    private static final int OF_A_CHAIN = 2;

    /// On a LAN it takes milliseconds.
    static final long FETCH_MILLIS = 10_000;

    /// The hub answers a hello within a round trip; a broker may have taken it when the hub was not
    /// there.
    static final long HELLO_MILLIS = 15_000;

    /// What the hub's console knows of a lane is not older than this.
    static final long HELLO_AGAIN_MILLIS = 300_000;

    /// Everything of a load acknowledged and no receipt: somebody between lost it.
    static final long RECEIPT_MILLIS = 60_000;

    /// A source that gave what the hub refused, or gave nothing.
    static final long BARRED_MILLIS = 600_000;

    private static final long REST_MILLIS = 5_000;

    /// Hellos of a journal, or envelopes of a chain, that the hub refuses one after the other: a
    /// record that it cannot read is found in eight batches of half the size, and goes by its hash.
    static final int MOST_REFUSED = 12;

    /// Too much waits for the line already.
    private static final long FULL_MILLIS = 1_000;

    /// What this lane keeps itself.
    private static final String HERE = "";

    private final String own;
    private final Supplier<byte[]> present;
    private final Custodian custodian;
    private final LongSupplier millis;
    private final Map<String, Journal> journals = new LinkedHashMap<>();
    private final Set<String> connected = new HashSet<>();

    /// The hub's last word on each chain in this contact, for peers that come later.
    private final Map<String, byte[]> words = new LinkedHashMap<>();

    /// Objects that went in this contact and brought no receipt forward.
    private final Set<String> spent = new HashSet<>();

    private boolean up;
    private long turn;

    /// What is to be done, in this order.
    sealed interface Step {
        record Say(String peer, CarriageMessage message) implements Step {}

        record SayAll(CarriageMessage message) implements Step {}

        /// To the hub.
        record Greet(byte[] hello) implements Step {}

        /// To the hub.
        record Carry(String node, Priority priority, byte[] envelope) implements Step {}
    }

    /// One incarnation of one lane's journal.
    private static final class Journal {
        final String node;
        final byte[] incarnation;
        final List<Chain> chains = new ArrayList<>();

        /// Its hello, as each source gave it.
        final Map<String, byte[]> hellos = new HashMap<>();

        /// Hashes of hellos that the hub refused.
        final Set<String> refused = new HashSet<>();

        long saidAt = -1;
        long notBefore;
        long turn;

        /// Who spoke of it first.
        final String firstOf;

        Journal(String node, byte[] incarnation, String firstOf) {
            this.firstOf = firstOf;
            this.node = node;
            this.incarnation = incarnation.clone();
            for (Priority priority : Priority.values()) {
                chains.add(new Chain(this, priority));
            }
        }

        boolean known() {
            return chains.stream().allMatch(chain -> chain.hub >= 0);
        }

        /// Whom to believe on who a lane is: itself, then what it once gave to this one.
        int rank(String source) {
            return source.equals(node) ? 2 : source.equals(HERE) ? 1 : 0;
        }

        /// The hello to go by; null where there is none that the hub has not refused.
        byte @Nullable [] hello() {
            return hellos.entrySet().stream()
                    .filter(one -> !refused.contains(hex(Sha256.of(one.getValue()))))
                    .max(Comparator.comparingInt(one -> rank(one.getKey())))
                    .map(Map.Entry::getValue)
                    .orElse(null);
        }

        int bestRank() {
            return hellos.keySet().stream().mapToInt(this::rank).max().orElse(-1);
        }
    }

    private static final class Chain {
        final Journal journal;
        final Priority priority;

        /// Up to here the hub holds it; -1 where it has not said so in this contact.
        long hub = -1;

        /// What is asked for next.
        long next;

        long restUntil;
        boolean forked;
        int refusals;
        @Nullable Fetch fetch;

        /// Last numbers that peers have.
        final Map<String, Long> offers = new HashMap<>();

        final Map<String, Long> barred = new HashMap<>();
        final Deque<Load> loads = new ArrayDeque<>();

        Chain(Journal journal, Priority priority) {
            this.journal = journal;
            this.priority = priority;
        }

        /// What follows a load that did not come through is a gap.
        void goBack() {
            next = loads.isEmpty() ? hub + 1 : loads.getLast().last + 1;
        }
    }

    private record Fetch(String source, long number, long at) {}

    private static final class Load {
        final String object;
        final long first;
        final long last;
        final String source;
        long acknowledgedAt = -1;

        Load(String object, long first, long last, String source) {
            this.object = object;
            this.first = first;
            this.last = last;
            this.source = source;
        }
    }

    /// @param own this lane's name
    /// @param present incarnation of its journal
    /// @param custodian what is kept here for them
    Carrier(String own, Supplier<byte[]> present, Custodian custodian, LongSupplier millis) {
        this.own = own;
        this.present = present;
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
        spent.clear();
        for (Journal journal : journals.values()) {
            journal.saidAt = -1;
            for (Chain chain : journal.chains) {
                chain.hub = -1;
                chain.forked = false;
                chain.restUntil = 0;
                chain.fetch = null;
                chain.loads.clear();
            }
        }
        steps.add(new Step.SayAll(new CarriageMessage.Carrying(up)));
        fill(steps);
        return steps;
    }

    List<Step> opened(String peer) {
        List<Step> steps = new ArrayList<>();
        connected.add(peer);
        if (up) {
            steps.add(new Step.Say(peer, new CarriageMessage.Carrying(true)));
            words.values()
                    .forEach(word -> steps.add(new Step.Say(peer, new CarriageMessage.Word(word))));
        }
        fill(steps);
        return steps;
    }

    List<Step> closed(String peer) {
        connected.remove(peer);
        for (Chain chain : chains()) {
            chain.offers.remove(peer);
            if (chain.fetch != null && chain.fetch.source().equals(peer)) {
                chain.fetch = null;
            }
        }
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
        List<Step> steps = new ArrayList<>();
        long now = millis.getAsLong();
        for (Chain chain : chains()) {
            Fetch fetch = chain.fetch;
            if (fetch != null && now - fetch.at() >= FETCH_MILLIS) {
                chain.fetch = null;
                chain.barred.put(fetch.source(), now + BARRED_MILLIS);
            }
            Load first = chain.loads.peekFirst();
            if (first != null
                    && first.acknowledgedAt >= 0
                    && now - first.acknowledgedAt >= RECEIPT_MILLIS) {
                spent.add(first.object);
                chain.loads.clear();
                chain.goBack();
                chain.journal.saidAt = -1;
                chain.restUntil = now + REST_MILLIS;
            }
            chain.barred.values().removeIf(until -> until <= now);
        }
        fill(steps);
        return steps;
    }

    /// The hub's word on this lane's own chains, which the others may want to hear.
    List<Step> ownReceipt(Receipt receipt, byte[] signed) {
        return up ? List.of(word(receipt, signed)) : List.of();
    }

    private Step word(Receipt receipt, byte[] signed) {
        words.put(receipt.node() + hex(receipt.incarnation()) + receipt.priority().code(), signed);
        return new Step.SayAll(new CarriageMessage.Word(signed));
    }

    /// The hub's word on another lane's chain, from the hub itself.
    List<Step> receipt(Receipt receipt, byte[] signed) {
        List<Step> steps = new ArrayList<>();
        steps.add(word(receipt, signed));
        Journal journal = journals.get(key(receipt.node(), receipt.incarnation()));
        if (journal != null && up) {
            heard(journal.chains.get(receipt.priority().code()), receipt);
        }
        fill(steps);
        return steps;
    }

    private void heard(Chain chain, Receipt receipt) {
        long now = millis.getAsLong();
        byte[] object = receipt.object();
        if (receipt.verdict() == Receipt.Verdict.UNREADABLE && object != null) {
            for (Load load : List.copyOf(chain.loads)) {
                if (load.object.equals(hex(object))) {
                    refused(chain, load, now);
                }
            }
            return;
        }
        boolean first = chain.hub < 0;
        long head = receipt.head().number();
        chain.refusals = head > chain.hub ? 0 : chain.refusals;
        chain.hub = head;
        chain.forked = receipt.verdict() == Receipt.Verdict.FORKED;
        chain.loads.removeIf(load -> load.last <= head);
        if (first || head >= chain.next) {
            chain.goBack();
        }
    }

    /// Its own lane mends what it signs (SPEC.md §3.5), since it hears the hub's word before it is
    /// asked again; anybody else gave what is not as it was signed.
    private void refused(Chain chain, Load load, long now) {
        chain.loads.removeIf(one -> one.first >= load.first);
        chain.goBack();
        spent.add(load.object);
        if (++chain.refusals >= MOST_REFUSED) {
            chain.refusals = 0;
            chain.restUntil = now + BARRED_MILLIS;
        }
        if (!load.source.equals(chain.journal.node) && !load.source.equals(HERE)) {
            chain.barred.put(load.source, now + BARRED_MILLIS);
        }
    }

    /// What became of an envelope that was carried, or of a hello that was refused.
    List<Step> away(byte[] object, Outcome outcome) {
        List<Step> steps = new ArrayList<>();
        long now = millis.getAsLong();
        String name = hex(object);
        for (Chain chain : chains()) {
            for (Load load : List.copyOf(chain.loads)) {
                if (load.object.equals(name)) {
                    away(chain, load, outcome, now);
                }
            }
        }
        for (Journal journal : journals.values()) {
            if (journal.hellos.values().stream()
                    .anyMatch(one -> hex(Sha256.of(one)).equals(name))) {
                refusedHello(journal, outcome, name, now);
            }
        }
        fill(steps);
        return steps;
    }

    /// Another source may have given the right one.
    private static void refusedHello(Journal journal, Outcome outcome, String name, long now) {
        journal.saidAt = -1;
        journal.notBefore = now + REST_MILLIS;
        if (outcome instanceof Outcome.Rejected(int code)
                && code != HubConversation.NOT_NOW
                && journal.refused.add(name)
                && journal.refused.size() >= MOST_REFUSED) {
            journal.refused.clear();
            journal.notBefore = now + BARRED_MILLIS;
        }
    }

    private void away(Chain chain, Load load, Outcome outcome, long now) {
        switch (outcome) {
            case Outcome.Acknowledged _ -> load.acknowledgedAt = now;
            case Outcome.Rejected(int code) when code == HubConversation.NOT_NOW -> {
                chain.loads.removeIf(one -> one.first >= load.first);
                chain.goBack();
                chain.journal.saidAt = -1;
                chain.restUntil = now + REST_MILLIS;
            }
            case Outcome.Rejected _ -> {
                refused(chain, load, now);
                chain.restUntil = Math.max(chain.restUntil, now + RECEIPT_MILLIS);
            }
            case Outcome.Full _ -> {
                chain.loads.removeIf(one -> one.first >= load.first);
                chain.goBack();
                chain.restUntil = now + FULL_MILLIS;
            }
            case Outcome.Lost _ -> {
                chain.loads.removeIf(one -> one.first >= load.first);
                chain.goBack();
                chain.restUntil = now + FULL_MILLIS;
            }
        }
    }

    private void hello(String peer, byte[] signed) throws MalformedException {
        Hello hello;
        try {
            hello = Hello.open(signed, (message, signature) -> true);
        } catch (NotAuthenticException e) {
            throw new MalformedException("carriage.hello", "a signed hello", "something else");
        }
        if (isThis(hello.node(), hello.incarnation())) {
            return;
        }
        Journal journal = journal(peer, hello.node(), hello.incarnation());
        if (journal == null) {
            return;
        }
        journal.hellos.put(peer, signed.clone());
        if (peer.equals(journal.node)
                && journal.saidAt >= 0
                && journal.known()
                && millis.getAsLong() - journal.saidAt >= HELLO_AGAIN_MILLIS) {
            journal.saidAt = -1;
        }
    }

    /// This lane sends its own journal by itself; another of its name was in the box before.
    private boolean isThis(String node, byte[] incarnation) {
        return node.equals(own) && Arrays.equals(incarnation, present.get());
    }

    /// @return null where that source has spoken of too many: of its own, or of all others
    ///   together. So it takes no other's place
    private @Nullable Journal journal(String source, String node, byte[] incarnation) {
        String key = key(node, incarnation);
        Journal journal = journals.get(key);
        if (journal == null) {
            boolean sure = source.equals(HERE) || source.equals(node);
            long already =
                    journals.values().stream()
                            .filter(one -> one.firstOf.equals(source))
                            .filter(one -> !sure || one.node.equals(node))
                            .count();
            if (already > Custodian.MOST_INCARNATIONS) {
                return null;
            }
            journal = new Journal(node, incarnation, source);
            journals.put(key, journal);
        }
        return journal;
    }

    private void have(String peer, CarriageMessage.Have have) {
        if (isThis(have.node(), have.incarnation())) {
            return;
        }
        Journal journal = journal(peer, have.node(), have.incarnation());
        if (journal == null) {
            return;
        }
        for (Chain chain : journal.chains) {
            chain.offers.put(peer, have.last()[chain.priority.code()]);
        }
    }

    private void load(String peer, byte[] envelope, List<Step> steps) throws MalformedException {
        BatchCodec.Claim claim = BatchCodec.claim(envelope);
        Chain chain = claim == null ? null : asked(peer, claim);
        if (claim == null || chain == null) {
            throw new MalformedException("carriage.envelope", "what was wanted", "something else");
        }
        Fetch fetch = chain.fetch;
        chain.fetch = null;
        if (fetch != null && fetch.number() == chain.next) {
            carry(chain, peer, claim, envelope, steps);
        }
        // Otherwise what stands before it was refused meanwhile: alone it would be a gap.
    }

    private @Nullable Chain asked(String peer, BatchCodec.Claim claim) {
        Journal journal = journals.get(key(claim.node(), claim.incarnation()));
        Chain chain = journal == null ? null : journal.chains.get(claim.priority().code());
        Fetch fetch = chain == null ? null : chain.fetch;
        return fetch != null
                        && fetch.source().equals(peer)
                        && claim.first() <= fetch.number()
                        && claim.last() >= fetch.number()
                ? chain
                : null;
    }

    private void carry(
            Chain chain, String source, BatchCodec.Claim claim, byte[] envelope, List<Step> steps) {
        String object = hex(Sha256.of(envelope));
        if (spent.contains(object) && !source.equals(chain.journal.node)) {
            chain.barred.put(source, millis.getAsLong() + BARRED_MILLIS);
            return;
        }
        chain.loads.add(new Load(object, claim.first(), claim.last(), source));
        chain.next = claim.last() + 1;
        chain.journal.turn = ++turn;
        steps.add(new Step.Carry(chain.journal.node, chain.priority, envelope));
    }

    private void none(String peer, CarriageMessage.None none) {
        Journal journal = journals.get(key(none.node(), none.incarnation()));
        if (journal == null) {
            return;
        }
        Chain chain = journal.chains.get(none.priority().code());
        Fetch fetch = chain.fetch;
        if (fetch != null && fetch.source().equals(peer) && fetch.number() == none.number()) {
            chain.fetch = null;
            // It has no such record; what it said of later ones does not help.
            chain.barred.put(peer, millis.getAsLong() + REST_MILLIS);
        }
    }

    private void fill(List<Step> steps) {
        if (!up) {
            return;
        }
        lookAtShelf();
        greet(steps);
        while (underway() < MOST_UNDERWAY) {
            if (!dispatch(steps)) {
                return;
            }
        }
    }

    private int underway() {
        int all = 0;
        for (Chain chain : chains()) {
            all += chain.loads.size() + (chain.fetch == null ? 0 : 1);
        }
        return all;
    }

    private void lookAtShelf() {
        for (Custodian.Waiting waiting : custodian.waiting()) {
            try {
                hello(HERE, waiting.hello());
            } catch (MalformedException e) {
                throw new IllegalStateException("it was a hello when it was kept", e);
            }
        }
    }

    /// One hello of a lane at a time: until the hub has answered it, another would take its place.
    private void greet(List<Step> steps) {
        long now = millis.getAsLong();
        Set<String> waiting = new HashSet<>();
        for (Journal journal : journals.values()) {
            if (journal.saidAt >= 0 && !journal.known() && now - journal.saidAt < HELLO_MILLIS) {
                waiting.add(journal.node);
            }
        }
        List<Journal> order = new ArrayList<>(journals.values());
        order.sort(Comparator.comparingInt(Journal::bestRank).reversed());
        for (Journal journal : order) {
            byte[] hello = journal.hello();
            boolean due =
                    journal.saidAt < 0
                            || (!journal.known() && now - journal.saidAt >= HELLO_MILLIS);
            if (hello != null && due && now >= journal.notBefore && waiting.add(journal.node)) {
                journal.saidAt = now;
                steps.add(new Step.Greet(hello));
            }
        }
    }

    /// The most urgent chain that something can be got of; among equals the lanes take turns.
    private boolean dispatch(List<Step> steps) {
        for (Priority priority : Priority.values()) {
            List<Journal> order = new ArrayList<>(journals.values());
            order.sort((a, b) -> Long.compare(a.turn, b.turn));
            for (Journal journal : order) {
                Chain chain = journal.chains.get(priority.code());
                if (isReady(chain) && ask(chain, steps)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isReady(Chain chain) {
        return chain.hub >= 0
                && !chain.forked
                && chain.fetch == null
                && chain.loads.size() < OF_A_CHAIN
                && millis.getAsLong() >= chain.restUntil;
    }

    private boolean ask(Chain chain, List<Step> steps) {
        String node = chain.journal.node;
        if (has(chain, node)) {
            fetch(chain, node, steps);
            return true;
        }
        for (CustodyShelf.Kept one :
                custodian.at(node, hex(chain.journal.incarnation), chain.priority, chain.next)) {
            byte[] envelope;
            try {
                envelope = custodian.envelope(one);
            } catch (IOException e) {
                continue; // let go a moment ago, or the disk fails there: somebody else may have it
            }
            BatchCodec.Claim claim = BatchCodec.claim(envelope);
            if (claim != null && !spent.contains(hex(Sha256.of(envelope)))) {
                carry(chain, HERE, claim, envelope, steps);
                return true;
            }
        }
        for (String peer : chain.offers.keySet()) {
            if (has(chain, peer)) {
                fetch(chain, peer, steps);
                return true;
            }
        }
        return false;
    }

    private boolean has(Chain chain, String peer) {
        return connected.contains(peer)
                && chain.offers.getOrDefault(peer, 0L) >= chain.next
                && !chain.barred.containsKey(peer);
    }

    private void fetch(Chain chain, String source, List<Step> steps) {
        chain.fetch = new Fetch(source, chain.next, millis.getAsLong());
        chain.journal.turn = ++turn;
        steps.add(
                new Step.Say(
                        source,
                        new CarriageMessage.Want(
                                chain.journal.node,
                                chain.journal.incarnation,
                                chain.priority,
                                chain.next)));
    }

    private List<Chain> chains() {
        return journals.values().stream().flatMap(journal -> journal.chains.stream()).toList();
    }

    private static String key(String node, byte[] incarnation) {
        return node + " " + hex(incarnation);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
