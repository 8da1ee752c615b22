package org.forpost.edge.post;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.sync.EdgeAction.CarriedAway.Outcome;
import org.forpost.protocol.sync.HubConversation;
import org.jspecify.annotations.Nullable;

/// One chain of a journal that is carried: up to where the hub holds it, what is on its way there,
/// and who has more of it.
///
/// ```
/// hub holds n ── somebody has more ── asked for n+1 ──► load ──► carried ──► receipt
///     ▲                                   ▲                         │ lost, refused │
///     │                                   └──── back to the hub's n+1 ◄─────────────┤
///     └────────────────────────────────────────────────────────────────────────────┘
/// ```
///
/// An envelope that the hub refused was altered by whoever gave it, unless its own lane did: that
/// source is not asked for this chain for a while.
final class CarriedChain {
    private static final int MOST_LOADS = 2;

    static final long FETCH_MILLIS = 10_000;

    /// On a LAN it takes milliseconds: whoever has not answered then holds up this chain only, and
    /// no place on the line.
    static final long PROMPT_MILLIS = 1_000;

    /// Everything of a load acknowledged and no receipt: somebody between lost it.
    static final long RECEIPT_MILLIS = 60_000;

    /// A source that gave what the hub refused, or gave nothing.
    static final long BARRED_MILLIS = 600_000;

    static final long REST_MILLIS = 5_000;

    /// Too much waits for the line already.
    private static final long FULL_MILLIS = 1_000;

    /// Envelopes that the hub refuses one after the other: a record that it cannot read is found in
    /// eight batches of half the size, and goes by its hash.
    static final int MOST_REFUSED = 12;

    private final CarriedJournal journal;
    private final Priority priority;

    /// Up to here the hub holds it; -1 where it has not said so in this contact.
    private long hub = -1;

    /// What is asked for next.
    private long next;

    private long restUntil;
    private boolean forked;
    private int refusals;
    private @Nullable Fetch fetch;

    /// Last numbers that peers have.
    private final Map<String, Long> offers = new HashMap<>();

    /// Until when, by source.
    private final Map<String, Long> barred = new HashMap<>();

    private final Deque<Load> loads = new ArrayDeque<>();

    /// Objects that went in this contact and brought no receipt forward, and until when they do not
    /// go again.
    private final Map<String, Long> spent = new HashMap<>();

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

    CarriedChain(CarriedJournal journal, Priority priority) {
        this.journal = journal;
        this.priority = priority;
    }

    CarriedJournal journal() {
        return journal;
    }

    Priority priority() {
        return priority;
    }

    /// Number of the record that is asked for next.
    long next() {
        return next;
    }

    /// Whether the hub has said in this contact what it holds.
    boolean isKnown() {
        return hub >= 0;
    }

    boolean isReady(long now) {
        return isKnown()
                && !forked
                && fetch == null
                && loads.size() < MOST_LOADS
                && now >= restUntil;
    }

    /// Asked for a moment ago, or on its way to the hub.
    int underway(long now) {
        return loads.size() + (fetch == null || now - fetch.at() >= PROMPT_MILLIS ? 0 : 1);
    }

    void offered(String peer, long last) {
        offers.put(peer, last);
    }

    /// Peers that have said that they have something of it.
    List<String> offering() {
        return List.copyOf(offers.keySet());
    }

    /// Whether a peer is to be asked for the next record.
    boolean has(String peer) {
        return offers.getOrDefault(peer, 0L) >= next && !barred.containsKey(peer);
    }

    void gone(String peer) {
        offers.remove(peer);
        if (fetch != null && fetch.source().equals(peer)) {
            fetch = null;
        }
    }

    void contactEnded() {
        hub = -1;
        forked = false;
        restUntil = 0;
        fetch = null;
        loads.clear();
        spent.clear();
    }

    /// The next record is asked for.
    void asked(String source, long now) {
        fetch = new Fetch(source, next, now);
    }

    /// Whether this is what a peer was asked for.
    boolean isAsked(String peer, BatchCodec.Claim claim) {
        return fetch != null
                && fetch.source().equals(peer)
                && claim.first() <= fetch.number()
                && claim.last() >= fetch.number();
    }

    /// What was asked for has come.
    ///
    /// @return whether it is still what goes next: what stands before it may have been refused
    ///   meanwhile, and alone it would be a gap
    boolean answered() {
        boolean goesNext = fetch != null && fetch.number() == next;
        fetch = null;
        return goesNext;
    }

    /// A peer does not have what it was asked for; what it said of later ones does not help.
    void none(String peer, long number, long now) {
        if (fetch != null && fetch.source().equals(peer) && fetch.number() == number) {
            fetch = null;
            barred.put(peer, now + REST_MILLIS);
        }
    }

    /// Whether this very envelope went in vain.
    boolean isSpent(byte[] envelope) {
        return spent.containsKey(hex(Sha256.of(envelope)));
    }

    /// An envelope is to be carried.
    ///
    /// @return whether it goes: its own lane may mend what it signs, anybody else brings again what
    ///   went in vain
    boolean takes(String source, BatchCodec.Claim claim, byte[] envelope, long now) {
        if (isSpent(envelope) && !source.equals(journal.node())) {
            barred.put(source, now + BARRED_MILLIS);
            return false;
        }
        loads.add(new Load(hex(Sha256.of(envelope)), claim.first(), claim.last(), source));
        next = claim.last() + 1;
        return true;
    }

    /// What follows a load that did not come through is a gap.
    private void goBack() {
        next = loads.isEmpty() ? hub + 1 : loads.getLast().last + 1;
    }

    private void drop(Load load) {
        loads.removeIf(one -> one.first >= load.first);
        goBack();
    }

    /// The hub's word on this chain.
    void heard(Receipt receipt, long now) {
        byte[] object = receipt.object();
        if (receipt.verdict() == Receipt.Verdict.UNREADABLE && object != null) {
            for (Load load : of(hex(object))) {
                refused(load, now);
            }
            return;
        }
        boolean first = !isKnown();
        long head = receipt.head().number();
        refusals = head > hub ? 0 : refusals;
        hub = head;
        forked = receipt.verdict() == Receipt.Verdict.FORKED;
        loads.removeIf(load -> load.last <= head);
        if (first || head >= next) {
            goBack();
        }
    }

    private List<Load> of(String object) {
        List<Load> found = new ArrayList<>(loads);
        found.removeIf(load -> !load.object.equals(object));
        return found;
    }

    /// Its own lane mends what it signs (SPEC.md §3.5), since it hears the hub's word before it is
    /// asked again; anybody else gave what is not as it was signed.
    private void refused(Load load, long now) {
        drop(load);
        spent.put(load.object, now + BARRED_MILLIS);
        if (++refusals >= MOST_REFUSED) {
            refusals = 0;
            restUntil = now + BARRED_MILLIS;
        }
        if (!load.source.equals(journal.node()) && !load.source.equals(CarriedJournal.HERE)) {
            barred.put(load.source, now + BARRED_MILLIS);
        }
    }

    /// What became of an envelope, which may be of another chain.
    void away(String object, Outcome outcome, long now) {
        for (Load load : of(object)) {
            switch (outcome) {
                case Outcome.Acknowledged _ -> load.acknowledgedAt = now;
                case Outcome.Rejected(int code) when code == HubConversation.NOT_NOW -> {
                    drop(load);
                    journal.greetAgain();
                    restUntil = now + REST_MILLIS;
                }
                case Outcome.Rejected _ -> {
                    refused(load, now);
                    restUntil = Math.max(restUntil, now + RECEIPT_MILLIS);
                }
                case Outcome.Full _, Outcome.Lost _ -> {
                    drop(load);
                    restUntil = now + FULL_MILLIS;
                }
            }
        }
    }

    /// Time has passed.
    void look(long now) {
        if (fetch != null && now - fetch.at() >= FETCH_MILLIS) {
            barred.put(fetch.source(), now + BARRED_MILLIS);
            fetch = null;
        }
        Load first = loads.peekFirst();
        if (first != null
                && first.acknowledgedAt >= 0
                && now - first.acknowledgedAt >= RECEIPT_MILLIS) {
            spent.put(first.object, now + BARRED_MILLIS);
            loads.clear();
            goBack();
            journal.greetAgain();
            restUntil = now + REST_MILLIS;
        }
        barred.values().removeIf(until -> until <= now);
        spent.values().removeIf(until -> until <= now);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
