package org.forpost.edge.post;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.forpost.edge.post.CustodyMessage.Run;
import org.forpost.edge.post.CustodyShelf.Kept;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.receipt.Hello;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;

/// Keeps what peers have recorded until the hub's signed receipt covers it. Knows no network:
/// messages in, answers out.
///
/// It can read nothing of it (sealed to the hub) and need not believe it: an envelope is taken from
/// nobody but the lane that it names, as the tunnel proved it, and what a lane forges harms that
/// lane's own records only. Of the disk each lane has a share; when it is used up, what is
/// receipted goes first, the oldest before the others, and what is not receipted never goes: the
/// owner is told that it is not held. Safe for several threads.
public final class Custodian {
    /// Each lane's share: a busy lane's sealed week with images is 20 GB, and its crossings without
    /// images 20 MB, which come first.
    public static final long SHARE_BYTES = 4L << 30;

    /// A file each; a lane that works without the hub makes 30,000 in a week.
    static final int SHARE_ENVELOPES = 200_000;

    /// Incarnations of one lane: a restored disk or two while the hub was away. Each has a hello.
    static final int MOST_INCARNATIONS = 8;

    /// What this lane's own journal must find free.
    static final long OWN_ROOM_BYTES = 512L << 20;

    private final CustodyShelf shelf;
    private final SignatureCheck hub;
    private final long share;

    /// In the order in which they came.
    private final Map<Kept, byte[]> kept = new LinkedHashMap<>();

    /// Hashes of the heads before them, by chain and first number.
    private final Map<Place, byte[]> befores = new HashMap<>();

    /// What lies here of each chain, by first number.
    private final Map<Chain, NavigableMap<Long, List<Kept>>> byNumber = new HashMap<>();

    private final Map<String, byte[]> hellos = new HashMap<>();

    /// Highest head that the hub has receipted, by chain.
    private final Map<Chain, Head> receipted = new HashMap<>();

    private record Chain(String node, String incarnation, Priority priority) {
        static Chain of(Kept one) {
            return new Chain(one.node(), one.incarnation(), one.priority());
        }
    }

    private record Place(Chain chain, long first) {
        static Place of(Kept one) {
            return new Place(Chain.of(one), one.first());
        }
    }

    /// @param hub checks receipts
    /// @param share most bytes of one lane, [#SHARE_BYTES] in earnest
    public Custodian(CustodyShelf shelf, SignatureCheck hub, long share) throws IOException {
        this.shelf = shelf;
        this.hub = hub;
        this.share = share;
        for (Kept one : shelf.all()) {
            BatchCodec.Claim claim = BatchCodec.claim(shelf.read(one));
            if (claim != null) {
                have(one, claim);
            }
        }
        for (byte[] hello : shelf.hellos()) {
            opened(hello).ifPresent(one -> hellos.put(hex(one.incarnation()), hello));
        }
    }

    private void have(Kept one, BatchCodec.Claim claim) {
        kept.put(one, claim.before());
        befores.put(Place.of(one), claim.before());
        byNumber.computeIfAbsent(Chain.of(one), _ -> new TreeMap<>())
                .computeIfAbsent(one.first(), _ -> new ArrayList<>())
                .add(one);
    }

    private void forget(Kept one) {
        kept.remove(one);
        befores.remove(Place.of(one));
        NavigableMap<Long, List<Kept>> chain = byNumber.get(Chain.of(one));
        if (chain == null) {
            return;
        }
        List<Kept> there = chain.get(one.first());
        if (there != null && there.remove(one) && there.isEmpty()) {
            chain.remove(one.first());
        }
        if (chain.isEmpty()) {
            byNumber.remove(Chain.of(one));
        }
    }

    /// The answer to one message of a peer; empty where none is due.
    ///
    /// @param peer as the tunnel proved it
    /// @throws MalformedException when a message is none that an owner may send: the stream ends
    /// @throws IOException when the disk fails otherwise than by being full
    synchronized Optional<CustodyMessage> on(String peer, CustodyMessage message)
            throws MalformedException, IOException {
        return switch (message) {
            case CustodyMessage.Greeting(byte[] hello) -> Optional.of(greeting(peer, hello));
            case CustodyMessage.Keep(byte[] envelope) -> Optional.of(keep(peer, envelope));
            case CustodyMessage.Word(byte[] receipt) -> {
                word(receipt);
                yield Optional.empty();
            }
            case CustodyMessage.Stand _, CustodyMessage.Held _, CustodyMessage.Full _ ->
                    throw new MalformedException("custody.kind", "1, 3 or 6 of an owner", "other");
        };
    }

    private CustodyMessage greeting(String peer, byte[] signed)
            throws MalformedException, IOException {
        Hello hello =
                opened(signed)
                        .orElseThrow(() ->
                                new MalformedException(
                                        "custody.hello", "a signed hello", "something else"));
        if (!hello.node().equals(peer)) {
            throw new MalformedException("custody.hello.node", peer, hello.node());
        }
        String incarnation = hex(hello.incarnation());
        Set<String> known = incarnations(peer);
        if (!known.contains(incarnation) && known.size() >= MOST_INCARNATIONS) {
            throw new MalformedException(
                    "custody.hello.incarnation", "one of " + MOST_INCARNATIONS, "another");
        }
        shelf.hello(peer, incarnation, signed);
        hellos.put(incarnation, signed);
        List<List<Run>> chains = new ArrayList<>();
        for (Priority priority : Priority.values()) {
            chains.add(runs(new Chain(peer, incarnation, priority)));
        }
        return new CustodyMessage.Stand(chains);
    }

    private Set<String> incarnations(String peer) {
        return hellos.entrySet().stream()
                .filter(one -> opened(one.getValue()).stream().anyMatch(h -> h.node().equals(peer)))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private List<Run> runs(Chain chain) {
        List<Run> runs = new ArrayList<>();
        kept.entrySet().stream()
                .filter(one -> Chain.of(one.getKey()).equals(chain))
                .sorted(Comparator.comparingLong(one -> one.getKey().first()))
                .forEach(one -> {
                    Kept place = one.getKey();
                    Run last = runs.isEmpty() ? null : runs.getLast();
                    if (last != null && place.first() <= last.last() + 1) {
                        if (place.last() > last.last()) {
                            runs.set(
                                    runs.size() - 1,
                                    new Run(
                                            last.first(),
                                            place.last(),
                                            place.first(),
                                            one.getValue()));
                        }
                    } else {
                        runs.add(
                                new Run(
                                        place.first(),
                                        place.last(),
                                        place.first(),
                                        one.getValue()));
                    }
                });
        return runs.subList(Math.max(0, runs.size() - CustodyMessage.MAX_RUNS), runs.size());
    }

    private CustodyMessage keep(String peer, byte[] envelope)
            throws MalformedException, IOException {
        BatchCodec.Claim claim = BatchCodec.claim(envelope);
        if (claim == null) {
            throw new MalformedException("custody.envelope", "a signed batch", "something else");
        }
        String incarnation = hex(claim.incarnation());
        if (!claim.node().equals(peer) || !incarnations(peer).contains(incarnation)) {
            throw new MalformedException(
                    "custody.envelope.node", peer + " and the journal that it named", "another");
        }
        Kept place =
                new Kept(
                        peer,
                        incarnation,
                        claim.priority(),
                        claim.first(),
                        claim.count(),
                        hex(Arrays.copyOf(Sha256.of(envelope), 8)),
                        envelope.length);
        if (!kept.containsKey(place)) {
            if (!makeRoom(peer, envelope.length, most(claim.priority()))) {
                return new CustodyMessage.Full(claim.priority(), claim.first(), claim.last());
            }
            shelf.put(place, envelope);
            have(place, claim);
        }
        return new CustodyMessage.Held(claim.priority(), claim.first(), claim.last());
    }

    /// Images leave an eighth of the share to what is small and comes first.
    private long most(Priority priority) {
        return priority == Priority.IMAGE ? share / 8 * 7 : share;
    }

    /// @param most bytes that this lane may then have here
    private boolean makeRoom(String peer, int wanted, long most) throws IOException {
        List<Kept> own = kept.keySet().stream().filter(one -> one.node().equals(peer)).toList();
        long bytes = own.stream().mapToLong(Kept::bytes).sum();
        int count = own.size();
        boolean tight = shelf.room() < OWN_ROOM_BYTES + wanted;
        for (Kept one : own) {
            if (bytes + wanted <= most && count < SHARE_ENVELOPES && !tight) {
                break;
            }
            if (isReceipted(one)) {
                shelf.drop(one);
                forget(one);
                bytes -= one.bytes();
                count--;
                tight = shelf.room() < OWN_ROOM_BYTES + wanted;
            }
        }
        return bytes + wanted <= most && count < SHARE_ENVELOPES && !tight;
    }

    /// The hub holds what this receipt says; one without the hub's signature says nothing.
    ///
    /// @return whether it was news
    public synchronized boolean word(byte[] signed) {
        Receipt receipt;
        try {
            receipt = Receipt.open(signed, hub);
        } catch (MalformedException | NotAuthenticException e) {
            return false;
        }
        if (receipt.verdict() != Receipt.Verdict.COUNTED) {
            return false; // of two histories nobody here knows which one the hub holds
        }
        Chain chain = new Chain(receipt.node(), hex(receipt.incarnation()), receipt.priority());
        Head before = receipted.get(chain);
        if (before != null && before.number() >= receipt.head().number()) {
            return false;
        }
        receipted.put(chain, receipt.head());
        return true;
    }

    /// Whether the hub holds all of it, and not another history of the same journal.
    private boolean isReceipted(Kept one) {
        Head head = receipted.get(Chain.of(one));
        if (head == null || head.number() < one.last()) {
            return false;
        }
        byte[] next = befores.get(new Place(Chain.of(one), head.number() + 1));
        return next == null || Arrays.equals(next, head.hash());
    }

    /// What the hub is not known to hold, in the order in which it is to be carried: the most
    /// urgent chain first, each in its order.
    public synchronized List<Kept> unreceipted() {
        return kept.keySet().stream()
                .filter(one -> !isReceipted(one))
                .sorted(
                        Comparator.comparing(Kept::priority)
                                .thenComparing(Kept::node)
                                .thenComparing(Kept::incarnation)
                                .thenComparingLong(Kept::first))
                .toList();
    }

    /// What lies here, by lane.
    public synchronized List<PostStanding.Kept> kept() {
        SortedMap<String, PostStanding.Kept> byLane = new TreeMap<>();
        for (Kept one : kept.keySet()) {
            int waits = isReceipted(one) ? 0 : 1;
            byLane.merge(
                    one.node(),
                    new PostStanding.Kept(one.node(), 1, waits, one.bytes(), share),
                    (all, next) ->
                            new PostStanding.Kept(
                                    all.node(),
                                    all.envelopes() + next.envelopes(),
                                    all.unreceipted() + next.unreceipted(),
                                    all.bytes() + next.bytes(),
                                    share));
        }
        return List.copyOf(byLane.values());
    }

    /// An envelope that [#unreceipted] named, as it came.
    public byte[] envelope(Kept one) throws IOException {
        return shelf.read(one);
    }

    /// A journal of which something lies here that the hub is not known to hold.
    ///
    /// @param hello signed, which names it to the hub
    /// @param last number of each chain, by priority, up to which there is something; 0 for nothing
    record Waiting(byte[] hello, String node, String incarnation, long[] last) {}

    /// All such journals.
    synchronized List<Waiting> waiting() {
        Map<String, Waiting> byIncarnation = new HashMap<>();
        byNumber.forEach((chain, places) -> {
            byte[] hello = hellos.get(chain.incarnation());
            long last =
                    places.lastEntry().getValue().stream().mapToLong(Kept::last).max().orElse(0);
            Head head = receipted.get(chain);
            if (hello != null && (head == null || head.number() < last)) {
                byIncarnation.computeIfAbsent(
                                        chain.incarnation(),
                                        _ ->
                                                new Waiting(
                                                        hello,
                                                        chain.node(),
                                                        chain.incarnation(),
                                                        new long[Priority.COUNT]))
                                .last()[chain.priority().code()] =
                        last;
            }
        });
        return List.copyOf(byIncarnation.values());
    }

    /// Envelopes that have a record in them, the one that reaches farthest first.
    synchronized List<Kept> at(String node, String incarnation, Priority priority, long number) {
        NavigableMap<Long, List<Kept>> chain = byNumber.get(new Chain(node, incarnation, priority));
        if (chain == null) {
            return List.of();
        }
        return chain
                .subMap(Math.max(1, number - Batch.MAX_RECORDS + 1), true, number, true)
                .values()
                .stream()
                .flatMap(List::stream)
                .filter(one -> one.last() >= number)
                .sorted(Comparator.comparingLong(Kept::last).reversed())
                .toList();
    }

    /// Signed hellos of the lanes whose records lie here: the hub takes no envelope of a journal
    /// that no hello has named.
    public synchronized List<byte[]> hellos() {
        return List.copyOf(hellos.values());
    }

    /// Its signature is the hub's to check; the tunnel has proved who sent it.
    private static Optional<Hello> opened(byte[] signed) {
        try {
            return Optional.of(Hello.open(signed, (message, signature) -> true));
        } catch (MalformedException | NotAuthenticException e) {
            return Optional.empty();
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
