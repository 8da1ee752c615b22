package org.forpost.protocol.world;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.journal.Entry;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.sync.EdgeAction;
import org.forpost.protocol.sync.EdgeEvent;
import org.jspecify.annotations.Nullable;

/// The lanes of one post beside each other: each keeps sealed copies of what the others record, and
/// carries them to the hub when its own line stands. Their LAN loses messages, delivers them late
/// and, where somebody is hostile, again years later. What a lane keeps of others is on its disk.
final class SimLan {
    private static final int MAX_COPIES = 2;

    private static final int MAX_OFFERED = 12;

    /// What was offered and got no receipt is offered again.
    private static final long AGAIN_MILLIS = 15_000;

    /// Receipts of an owner that go back to it together.
    private static final int MAX_TOGETHER = 8;

    private final Scheduler scheduler;
    private final Chance chance;
    private final Trace trace;
    private final Invariants invariants;
    private final Faults faults;
    private final Parts parts;
    private final List<SimPost> posts;
    private final Map<SimPost, Custody> custody = new LinkedHashMap<>();
    private final Deque<byte[]> old = new ArrayDeque<>();

    /// A sealed copy of what another lane recorded.
    private static final class Held {
        final BatchCodec.Claim claim;
        final byte[] envelope;
        final String chain;
        final String incarnation;
        long offerAt;

        Held(BatchCodec.Claim claim, byte[] envelope) {
            this.claim = claim;
            this.envelope = envelope;
            this.chain = Witness.chain(claim.node(), claim.incarnation(), claim.priority());
            this.incarnation = Witness.hex(claim.incarnation());
        }
    }

    /// What one machine keeps of others.
    private static final class Custody {
        final Map<String, Held> copies = new LinkedHashMap<>();

        /// The latest hello of each journal.
        final Map<String, byte[]> hellos = new TreeMap<>();

        /// Signed receipts that wait to go back, by owner.
        final Map<String, List<byte[]>> receipts = new TreeMap<>();
    }

    SimLan(
            Scheduler scheduler,
            Chance chance,
            Trace trace,
            Invariants invariants,
            Faults faults,
            Parts parts,
            List<SimPost> posts) {
        this.scheduler = scheduler;
        this.chance = chance;
        this.trace = trace;
        this.invariants = invariants;
        this.faults = faults;
        this.parts = parts;
        this.posts = posts;
    }

    private Custody of(SimPost post) {
        return custody.computeIfAbsent(post, _ -> new Custody());
    }

    private long delay() {
        return 1L + chance.below(300);
    }

    /// A disk was thrown away, with what was kept on it.
    void replaced(SimPost post) {
        custody.remove(post);
    }

    /// A lane has recorded this: copies of it go to peers.
    void recorded(SimPost post, Journal journal, List<Entry> entries, byte[] hello) {
        Map<Priority, List<Entry>> chains = new TreeMap<>();
        for (Entry entry : entries) {
            chains.computeIfAbsent(entry.priority(), _ -> new ArrayList<>()).add(entry);
        }
        List<SimPost> peers =
                posts.stream().filter(other -> !other.name().equals(post.name())).toList();
        for (Map.Entry<Priority, List<Entry>> chain : chains.entrySet()) {
            byte[] envelope = sealed(post, journal, chain.getKey(), chain.getValue());
            for (int i = 0; i < Math.min(MAX_COPIES, peers.size()) && envelope != null; i++) {
                SimPost peer = peers.get(chance.below(peers.size()));
                if (!chance.ofThousand(200)) {
                    scheduler.in(delay(), () -> keep(peer, envelope, hello));
                }
            }
        }
    }

    private byte @Nullable [] sealed(
            SimPost post, Journal journal, Priority priority, List<Entry> entries) {
        try {
            long first = entries.getFirst().head().number();
            List<Batch.Item> items =
                    entries.stream()
                            .<Batch.Item>map(entry -> new Batch.Item.Whole(entry.payload()))
                            .toList();
            return BatchCodec.seal(
                    new Batch(
                            post.name(),
                            journal.incarnation(),
                            priority,
                            journal.headAt(priority, first - 1),
                            items),
                    ToyCrypto.sealer(chance),
                    new byte[8],
                    ToyCrypto.signer(post.name()));
        } catch (IOException e) {
            return null; // it goes by its own line only
        }
    }

    private void keep(SimPost peer, byte[] envelope, byte[] hello) {
        BatchCodec.Claim claim = BatchCodec.claim(envelope);
        if (!peer.runs() || claim == null) {
            return;
        }
        Custody kept = of(peer);
        kept.copies.put(Witness.hex(Sha256.of(envelope)), new Held(claim, envelope));
        kept.hellos.put(claim.node() + Witness.hex(claim.incarnation()), hello);
        faults.count(Fault.COPY_HELD);
        invariants.see(one -> one.held(peer, claim, envelope));
    }

    /// What a machine keeps of others is offered to its own end, as far as its line stands.
    void carry(SimPost post) {
        if (!post.flows()) {
            return;
        }
        Custody kept = of(post);
        if (chance.oneIn(20) && !old.isEmpty()) {
            // A hostile lane brings what it once heard.
            post.on(new EdgeEvent.CarryHello(old.getFirst()));
        }
        List<Held> due =
                kept.copies.values().stream()
                        .filter(one -> one.offerAt <= scheduler.now())
                        // What waits behind something that nobody has must not keep others away.
                        .sorted(Comparator.comparingLong(one -> one.offerAt))
                        .limit(MAX_OFFERED)
                        .toList();
        if (due.isEmpty()) {
            return;
        }
        List.copyOf(kept.hellos.values())
                .forEach(hello -> post.on(new EdgeEvent.CarryHello(hello)));
        for (Held one : due) {
            faults.count(Fault.COPY_OFFERED);
            one.offerAt = scheduler.now() + AGAIN_MILLIS;
            byte[] envelope = one.envelope.clone();
            if (chance.ofThousand(20)) {
                faults.count(Fault.COPY_ALTERED);
                invariants.truth.altered(post);
                envelope[chance.below(envelope.length)] ^= (byte) (1 << chance.below(8));
            }
            post.on(new EdgeEvent.Carry(one.claim.node(), one.claim.priority(), envelope));
        }
        for (byte[] hello : kept.hellos.values()) {
            old.add(hello);
            if (old.size() > 30) {
                old.removeFirst();
            }
        }
    }

    /// What became of what was offered; what was not carried away is offered in the next round.
    void carriedAway(EdgeAction.CarriedAway away) {
        if (away.outcome() instanceof EdgeAction.CarriedAway.Outcome.Acknowledged) {
            faults.count(Fault.COPY_CARRIED);
        }
    }

    /// The hub's word on another lane: copies that it covers need not be kept, and that lane hears
    /// of it late or never.
    void receipt(SimPost post, Receipt receipt, byte[] signed) {
        Custody kept = of(post);
        if (receipt.verdict() == Receipt.Verdict.COUNTED) {
            for (Map.Entry<String, Held> one : List.copyOf(kept.copies.entrySet())) {
                if (parts.letsGo(one.getValue().claim, receipt)) {
                    kept.copies.remove(one.getKey());
                    faults.count(Fault.COPY_LET_GO);
                    invariants.see(witness ->
                            witness.letGo(post, one.getValue().claim, one.getValue().envelope));
                }
            }
        }
        List<byte[]> together =
                kept.receipts.computeIfAbsent(receipt.node(), _ -> new ArrayList<>());
        together.add(signed);
        if (together.size() >= MAX_TOGETHER || chance.oneIn(3)) {
            List<byte[]> going = List.copyOf(together);
            together.clear();
            if (!chance.ofThousand(250)) {
                scheduler.in(
                        chance.oneIn(4) ? chance.below(40_000) : delay(),
                        () -> deliver(receipt.node(), going));
            }
        }
    }

    /// Whether some lane keeps what goes on from what the hub counts. What does not go on waits for
    /// what is missing, which nobody may have.
    boolean hasSomethingDue() {
        return custody.values().stream()
                .flatMap(kept -> kept.copies.entrySet().stream())
                .anyMatch(one ->
                        invariants.truth.isDue(
                                one.getValue().claim,
                                one.getKey(),
                                one.getValue().chain,
                                one.getValue().incarnation));
    }

    private void deliver(String owner, List<byte[]> signed) {
        for (SimPost post : List.copyOf(posts)) {
            if (post.name().equals(owner) && post.runs()) {
                trace.say(post.label() + " hears " + signed.size() + " receipts by a peer");
                faults.count(Fault.RECEIPT_BY_PEER);
                post.on(new EdgeEvent.Brought(signed, List.of()));
            }
        }
    }
}
