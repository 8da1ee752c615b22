package org.forpost.protocol.sync;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.envelope.Chunk;
import org.forpost.protocol.receipt.Hello;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;
import org.jspecify.annotations.Nullable;

/// What a node carries for others of its post: their hellos, and whole envelopes of which it can
/// read nothing but the header. It keeps no envelope over the end of a contact: whoever holds them
/// offers them again.
///
/// Which goes first: the most urgent one; among equals the nodes take turns, envelope by envelope.
/// Since a node chooses the priority of what it signs, one that calls everything urgent would hold
/// up all others: after [#HEAD_START] pieces that went before less urgent ones of others, every
/// second piece is of those.
final class Freight {
    /// Envelopes that wait or are under way, of all nodes.
    static final int MAX_LOADS = 16;

    /// Their bytes: two of the largest images, and the rest. It is what carrying costs in memory.
    static final int MAX_BYTES = 2 * 1024 * 1024;

    /// Journals whose hellos are carried: eight lanes, and thrice as many that were there before
    /// boxes were replaced or restored.
    static final int MAX_JOURNALS = 32;

    /// Pieces, 128 kB: what the urgent records of a long outage come to.
    static final int HEAD_START = 16;

    /// By node and incarnation.
    private final Map<String, Greeting> greetings = new LinkedHashMap<>();

    private final Map<String, Waiting> nodes = new LinkedHashMap<>();

    /// By priority, what is half way: it is finished before another of that priority begins, so
    /// that the hub never holds more than four in pieces.
    private final @Nullable Load[] halfWay = new Load[Priority.COUNT];

    private int headStart = HEAD_START;
    private long turn;
    private long ownTurn;

    /// A hello that is carried.
    private static final class Greeting {
        byte[] signed;

        /// Whether it goes in any case.
        boolean unsaid = true;

        /// When it went in this contact.
        long saidAt = Long.MIN_VALUE;

        /// Whether the hub has answered in this contact, so that it knows this journal.
        boolean answered;

        Greeting(byte[] signed) {
            this.signed = signed;
        }
    }

    /// An envelope that is carried.
    static final class Load {
        private final String node;
        private final Priority priority;
        private final BatchCodec.Claim claim;
        private final String journal;
        private final byte[] object;
        private final int bytes;
        private final NavigableMap<Integer, Chunk> toSend = new TreeMap<>();
        private int unacknowledged;
        private boolean begun;

        Load(BatchCodec.Claim claim, Priority priority, byte[] envelope) {
            List<Chunk> chunks = Chunk.cut(envelope);
            this.node = claim.node();
            this.priority = priority;
            this.claim = claim;
            this.journal = journal(claim.node(), claim.incarnation());
            this.object = chunks.getFirst().object();
            this.bytes = envelope.length;
            this.unacknowledged = chunks.size();
            chunks.forEach(chunk -> toSend.put(chunk.offset(), chunk));
        }

        String node() {
            return node;
        }

        @Override
        public String toString() {
            return node + " " + priority + " " + claim.first();
        }

        /// These pieces need not go again; but an envelope that the hub holds all of, and has not
        /// dealt with, goes whole.
        private void skip(BitSet pieces) {
            if (begun || pieces.cardinality() >= toSend.size()) {
                return;
            }
            pieces.stream().forEach(piece -> toSend.remove(piece * Chunk.PIECE_BYTES));
            unacknowledged = toSend.size();
        }
    }

    /// What waits of one node.
    private static final class Waiting {
        final List<Load> loads = new ArrayList<>();
        long turn;

        /// Bytes; a small envelope takes up a place all the same.
        int share() {
            return loads.stream().mapToInt(load -> share(load.bytes)).sum();
        }

        static int share(int bytes) {
            return Math.max(bytes, MAX_BYTES / MAX_LOADS);
        }
    }

    private static String journal(String node, byte[] incarnation) {
        return node + "/" + HexFormat.of().formatHex(incarnation);
    }

    private @Nullable Greeting greeting(Load load) {
        return greetings.get(load.journal);
    }

    /// @return false when it is none
    boolean hello(byte[] signed) {
        Hello hello = Hello.claimed(signed);
        if (hello == null) {
            return false;
        }
        String journal = journal(hello.node(), hello.incarnation());
        Greeting known = greetings.remove(journal);
        Greeting greeting = known == null ? new Greeting(signed) : known;
        greeting.signed = signed.clone();
        greeting.unsaid = true;
        greetings.put(journal, greeting);
        if (greetings.size() > MAX_JOURNALS) {
            greetings.remove(greetings.keySet().iterator().next());
        }
        return true;
    }

    /// Records flow: the hub may not have heard of these nodes since its last restart.
    void begin() {
        greetings.values().forEach(greeting -> greeting.unsaid = true);
    }

    /// A hello that is to go now; null for none. One that something waits for goes again: a broker
    /// may have taken it when the hub was not there.
    byte @Nullable [] nextHello(long now) {
        for (Greeting greeting : greetings.values()) {
            if (greeting.unsaid || saidAgainAt(greeting) <= now) {
                greeting.unsaid = false;
                greeting.saidAt = now;
                return greeting.signed;
            }
        }
        return null;
    }

    /// When [#nextHello] has one without a further event; `Long.MAX_VALUE` when never.
    long helloDueAt() {
        return greetings.values().stream()
                .mapToLong(this::saidAgainAt)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private long saidAgainAt(Greeting greeting) {
        return greeting.saidAt == Long.MIN_VALUE || greeting.answered || !isWaitedFor(greeting)
                ? Long.MAX_VALUE
                : greeting.saidAt + EdgeConversation.HELLO_AGAIN_MILLIS;
    }

    @SuppressWarnings("ReferenceEquality") // the one of that journal
    private boolean isWaitedFor(Greeting greeting) {
        return nodes.values().stream()
                .flatMap(node -> node.loads.stream())
                .anyMatch(load -> greeting(load) == greeting);
    }

    /// Whether a hello of this node is carried, whichever of its journals it names: the hub answers
    /// it for the one before as well.
    boolean carriesFor(String node) {
        return greetings.keySet().stream().anyMatch(journal -> journal.startsWith(node + "/"));
    }

    /// The hub's word on another node's chain: it knows that journal, and what it holds need not
    /// go.
    void receipted(Receipt receipt, List<EdgeAction> actions) {
        Greeting greeting = greetings.get(journal(receipt.node(), receipt.incarnation()));
        if (greeting != null) {
            greeting.answered = true;
        }
        Waiting node = nodes.get(receipt.node());
        if (node == null || receipt.verdict() != Receipt.Verdict.COUNTED) {
            return;
        }
        for (Load load : List.copyOf(node.loads)) {
            if (!load.begun
                    && load.claim.priority() == receipt.priority()
                    && load.claim.last() <= receipt.head().number()
                    && Arrays.equals(load.claim.incarnation(), receipt.incarnation())) {
                var _ = remove(load);
                away(load.object, new EdgeAction.CarriedAway.Outcome.Acknowledged(), actions);
            }
        }
    }

    /// What may be sent of a node in a chain, the earliest records first.
    private @Nullable Load first(Waiting node, Priority priority) {
        Load first = null;
        for (Load load : node.loads) {
            Greeting greeting = greeting(load);
            if (load.priority == priority
                    && !load.toSend.isEmpty()
                    && greeting != null
                    && greeting.answered
                    && (first == null || load.claim.first() < first.claim.first())) {
                first = load;
            }
        }
        return first;
    }

    private @Nullable Load mostUrgent(Waiting node) {
        for (Priority priority : Priority.values()) {
            Load load = first(node, priority);
            if (load != null) {
                return load;
            }
        }
        return null;
    }

    /// @param held pieces that the hub holds of an envelope, by its object; null for none
    void offer(
            EdgeEvent.Carry carry,
            Function<byte[], @Nullable BitSet> held,
            List<EdgeAction> actions) {
        byte[] envelope = carry.envelope();
        BatchCodec.Claim claim =
                envelope.length > BatchCodec.MAX_ENVELOPE_BYTES ? null : BatchCodec.claim(envelope);
        if (claim == null || !claim.node().equals(carry.node())) {
            refuse(envelope, HubConversation.PAYLOAD_FORMAT_INVALID, actions);
            return;
        }
        Load load = new Load(claim, carry.priority(), envelope);
        if (greeting(load) == null) {
            refuse(envelope, HubConversation.NOT_NOW, actions);
            return;
        }
        if (carries(load.object)) {
            return;
        }
        if (nodes.size() >= MAX_JOURNALS) {
            nodes.values().removeIf(node -> node.loads.isEmpty());
        }
        Waiting waiting = nodeOf(load);
        if (!makeRoom(load, waiting, actions)) {
            away(load.object, new EdgeAction.CarriedAway.Outcome.Full(), actions);
            return;
        }
        skip(load, held);
        waiting.loads.add(load);
    }

    private static void refuse(byte[] envelope, int code, List<EdgeAction> actions) {
        away(Sha256.of(envelope), new EdgeAction.CarriedAway.Outcome.Rejected(code), actions);
    }

    private boolean carries(byte[] object) {
        return nodes.values().stream()
                .flatMap(node -> node.loads.stream())
                .anyMatch(load -> Arrays.equals(load.object, object));
    }

    private static void skip(Load load, Function<byte[], @Nullable BitSet> held) {
        BitSet pieces = held.apply(load.object);
        if (pieces != null) {
            load.skip(pieces);
        }
    }

    /// The hub has said which pieces it holds.
    void held(Function<byte[], @Nullable BitSet> held) {
        nodes.values().forEach(node -> node.loads.forEach(load -> skip(load, held)));
    }

    /// Whoever has offered most gives way to whoever has offered less.
    private boolean makeRoom(Load load, Waiting waiting, List<EdgeAction> actions) {
        while (loads() >= MAX_LOADS || bytes() + load.bytes > MAX_BYTES) {
            int share = waiting.share() + Waiting.share(load.bytes);
            Load last = null;
            int most = share;
            for (Waiting other : nodes.values()) {
                Load unbegun = lastUnbegun(other);
                if (other != waiting && unbegun != null && other.share() > most) {
                    most = other.share();
                    last = unbegun;
                }
            }
            if (last == null) {
                return false;
            }
            remove(last);
            away(last.object, new EdgeAction.CarriedAway.Outcome.Full(), actions);
        }
        return true;
    }

    private static @Nullable Load lastUnbegun(Waiting node) {
        for (Load load : node.loads.reversed()) {
            if (!load.begun) {
                return load;
            }
        }
        return null;
    }

    private int loads() {
        return nodes.values().stream().mapToInt(node -> node.loads.size()).sum();
    }

    private int bytes() {
        return nodes.values().stream()
                .flatMap(node -> node.loads.stream())
                .mapToInt(load -> load.bytes)
                .sum();
    }

    /// What goes next, if it is something that is carried.
    ///
    /// @param own priority of what the node would send of its own, which goes first among equals;
    ///   null when there is nothing
    /// @return null when it is the node's own turn, or nothing waits
    @Nullable Load next(@Nullable Priority own) {
        Load urgent = mostUrgent();
        if (urgent == null || (own != null && own.code() <= urgent.priority.code())) {
            return null;
        }
        Load passed = longestPassed(urgent.priority);
        if (own == null && passed == null) {
            headStart = HEAD_START;
            return urgent;
        }
        if (headStart > 0) {
            headStart--;
            return urgent;
        }
        headStart = 1;
        if (own != null && (passed == null || ownTurn <= nodeOf(passed).turn)) {
            ownTurn = ++turn;
            return null;
        }
        return passed;
    }

    private @Nullable Load mostUrgent() {
        for (Priority priority : Priority.values()) {
            Load load = halfWay[priority.code()];
            if (load != null) {
                return load;
            }
            Waiting longest = null;
            for (Waiting node : nodes.values()) {
                if (first(node, priority) != null
                        && (longest == null || node.turn < longest.turn)) {
                    longest = node;
                }
            }
            if (longest != null) {
                return first(longest, priority);
            }
        }
        return null;
    }

    /// Of the node whose last turn is longest ago, among those that have nothing so urgent.
    private @Nullable Load longestPassed(Priority urgent) {
        Waiting longest = null;
        for (Waiting node : nodes.values()) {
            Load load = mostUrgent(node);
            if (load != null
                    && load.priority.code() > urgent.code()
                    && (longest == null || node.turn < longest.turn)) {
                longest = node;
            }
        }
        Load load = longest == null ? null : mostUrgent(longest);
        if (load == null) {
            return null;
        }
        Load before = halfWay[load.priority.code()];
        return before == null ? load : before;
    }

    private Waiting nodeOf(Load load) {
        return nodes.computeIfAbsent(load.node, _ -> new Waiting());
    }

    /// The next piece of it, which is sent now.
    Chunk take(Load load) {
        if (!load.begun) {
            nodeOf(load).turn = ++turn;
        }
        load.begun = true;
        Chunk chunk = load.toSend.pollFirstEntry().getValue();
        halfWay[load.priority.code()] = load.toSend.isEmpty() ? null : load;
        return chunk;
    }

    void acknowledged(Load load, List<EdgeAction> actions) {
        if (--load.unacknowledged == 0 && remove(load)) {
            away(load.object, new EdgeAction.CarriedAway.Outcome.Acknowledged(), actions);
        }
    }

    void rejected(Load load, int code, List<EdgeAction> actions) {
        if (remove(load)) {
            away(load.object, new EdgeAction.CarriedAway.Outcome.Rejected(code), actions);
        }
    }

    /// The contact is over.
    void end(List<EdgeAction> actions) {
        for (Waiting node : nodes.values()) {
            for (Load load : node.loads) {
                away(load.object, new EdgeAction.CarriedAway.Outcome.Lost(), actions);
            }
        }
        nodes.clear();
        greetings
                .values()
                .forEach(greeting -> {
                    greeting.answered = false;
                    greeting.unsaid = false;
                    greeting.saidAt = Long.MIN_VALUE;
                });
        Arrays.fill(halfWay, null);
        headStart = HEAD_START;
    }

    /// @return false when it was dealt with before
    private boolean remove(Load load) {
        Waiting node = nodes.get(load.node);
        if (node == null || !node.loads.remove(load)) {
            return false;
        }
        if (halfWay[load.priority.code()] == load) {
            halfWay[load.priority.code()] = null;
        }
        return true;
    }

    private static void away(
            byte[] object, EdgeAction.CarriedAway.Outcome outcome, List<EdgeAction> actions) {
        actions.add(new EdgeAction.CarriedAway(object, outcome));
    }
}
