package org.forpost.edge.post;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.forpost.edge.post.CustodyMessage.Run;
import org.forpost.edge.post.CustodyShelf.Kept;
import org.forpost.edge.post.KeptRecords.Chain;
import org.forpost.protocol.bundle.HeldForPeers;
import org.forpost.protocol.bundle.HeldForPeers.Held;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.receipt.Hello;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps what peers have recorded until the hub's signed receipt covers it. Knows no network:
/// messages in, answers out.
///
/// It can read nothing of it (sealed to the hub) and need not believe it: an envelope is taken from
/// nobody but the lane that it names, as the tunnel proved it, and what a lane forges harms that
/// lane's own records only. Of the disk each lane has a share; when it is used up, what is
/// receipted goes first, the oldest before the others, and what is not receipted never goes: the
/// owner is told that it is not held. Safe for several threads.
public final class Custodian {
    private static final Logger LOG = LoggerFactory.getLogger(Custodian.class);

    private static final int DIGEST_BYTES = 8;

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
    private final KeptRecords kept = new KeptRecords();

    /// Signed; the last that greeted at the end. A lane may give its journal the name of another
    /// lane's, and takes nothing from it.
    private final Map<Named, byte[]> hellos = new LinkedHashMap<>();

    /// @param incarnation in hexadecimal
    private record Named(String node, String incarnation) {}

    /// For the page, which waits for no disk.
    private volatile List<PostStanding.Kept> standing;

    /// @param hub checks receipts
    /// @param share most bytes of one lane, [#SHARE_BYTES] in earnest
    public Custodian(CustodyShelf shelf, SignatureCheck hub, long share) throws IOException {
        this.shelf = shelf;
        this.hub = hub;
        this.share = share;
        for (Kept one : shelf.all()) {
            try {
                BatchCodec.Claim claim =
                        BatchCodec.claimOfBeginning(
                                shelf.beginning(one, BatchCodec.BEGINNING_BYTES));
                if (claim != null) {
                    kept.add(one, claim.before());
                }
            } catch (NoSuchFileException e) {
                // let go while this looks: the lane goes on
            }
        }
        for (byte[] hello : shelf.hellos()) {
            opened(hello)
                    .ifPresent(one ->
                            hellos.put(new Named(one.node(), hex(one.incarnation())), hello));
        }
        shelf.receipts().forEach(this::believe);
        this.standing = kept.byLane(share);
    }

    /// The answer to one message of a peer; empty where none is due.
    ///
    /// @param peer as the tunnel proved it
    /// @throws MalformedException when a message is none that an owner may send: the stream ends
    /// @throws IOException when the disk fails otherwise than by being full
    synchronized Optional<CustodyMessage> on(String peer, CustodyMessage message)
            throws MalformedException, IOException {
        try {
            return answer(peer, message);
        } finally {
            standing = kept.byLane(share);
        }
    }

    private Optional<CustodyMessage> answer(String peer, CustodyMessage message)
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
        if (!isNamed(peer, incarnation)) {
            makeRoomForIncarnation(peer);
        }
        shelf.hello(peer, incarnation, signed);
        hellos.remove(new Named(peer, incarnation));
        hellos.put(new Named(peer, incarnation), signed);
        List<List<Run>> chains = new ArrayList<>();
        for (Priority priority : Priority.values()) {
            List<Run> runs = kept.runs(new Chain(peer, incarnation, priority));
            chains.add(
                    runs.subList(Math.max(0, runs.size() - CustodyMessage.MAX_RUNS), runs.size()));
        }
        return new CustodyMessage.Stand(chains);
    }

    private boolean isNamed(String peer, String incarnation) {
        return hellos.containsKey(new Named(peer, incarnation));
    }

    /// Of journals that were before this one, the oldest goes of which the hub holds everything.
    private void makeRoomForIncarnation(String peer) throws MalformedException, IOException {
        List<String> known =
                hellos.keySet().stream()
                        .filter(one -> one.node().equals(peer))
                        .map(Named::incarnation)
                        .toList();
        if (known.size() < MOST_INCARNATIONS) {
            return;
        }
        for (String incarnation : known) {
            List<Kept> all = kept.of(peer, incarnation);
            if (all.stream().allMatch(kept::isReceipted)) {
                shelf.forget(peer, incarnation);
                all.forEach(kept::remove);
                hellos.remove(new Named(peer, incarnation));
                return;
            }
        }
        throw new MalformedException(
                "custody.hello.incarnation", "one of " + MOST_INCARNATIONS, "another");
    }

    private CustodyMessage keep(String peer, byte[] envelope)
            throws MalformedException, IOException {
        BatchCodec.Claim claim = BatchCodec.claim(envelope);
        if (claim == null) {
            throw new MalformedException("custody.envelope", "a signed batch", "something else");
        }
        String incarnation = hex(claim.incarnation());
        if (!claim.node().equals(peer) || !isNamed(peer, incarnation)) {
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
                        digest(envelope),
                        envelope.length);
        if (!kept.has(place)) {
            if (!makeRoom(peer, envelope.length, most(claim.priority()))) {
                return new CustodyMessage.Full(claim.priority(), claim.first(), claim.last());
            }
            shelf.put(place, envelope);
            kept.add(place, claim.before());
        }
        return new CustodyMessage.Held(claim.priority(), claim.first(), claim.last());
    }

    /// Images leave an eighth of the share to what is small and comes first.
    private long most(Priority priority) {
        return priority == Priority.IMAGE ? share / 8 * 7 : share;
    }

    /// @param most bytes that this lane may then have here
    private boolean makeRoom(String peer, int wanted, long most) throws IOException {
        while (!fits(peer, wanted, most)) {
            Kept oldest = kept.oldestReceipted(peer);
            if (oldest == null) {
                return false;
            }
            shelf.drop(oldest);
            kept.remove(oldest);
        }
        return true;
    }

    private boolean fits(String peer, int wanted, long most) throws IOException {
        return kept.bytes(peer) + wanted <= most
                && kept.envelopes(peer) < SHARE_ENVELOPES
                && shelf.room() >= OWN_ROOM_BYTES + wanted;
    }

    /// The hub holds what this receipt says; one without the hub's signature says nothing.
    ///
    /// @return whether it was news
    public synchronized boolean word(byte[] signed) {
        Receipt receipt = believe(signed);
        if (receipt == null) {
            return false;
        }
        standing = kept.byLane(share);
        try {
            shelf.receipt(receipt.node(), hex(receipt.incarnation()), receipt.priority(), signed);
        } catch (IOException e) {
            // The disk is full or fails: the hub says it again.
            LOG.warn("a receipt for {} is not kept: {}", receipt.node(), e.getMessage());
        }
        return true;
    }

    /// @return null where it is not the hub's word, or no news
    private @Nullable Receipt believe(byte[] signed) {
        Receipt receipt = opened(signed, hub).orElse(null);
        return receipt != null && kept.receipted(Chain.of(receipt), receipt.head())
                ? receipt
                : null;
    }

    /// The hub's word on how far it has counted a chain.
    private static Optional<Receipt> opened(byte[] signed, SignatureCheck hub) {
        try {
            // Of two histories nobody here knows which one the hub holds.
            return Optional.of(Receipt.open(signed, hub))
                    .filter(one -> one.verdict() == Receipt.Verdict.COUNTED);
        } catch (MalformedException | NotAuthenticException e) {
            return Optional.empty();
        }
    }

    /// What the hub is not known to hold, in the order in which it is to be carried: the most
    /// urgent chain first, each in its order.
    public synchronized List<Kept> unreceipted() {
        return kept.all().stream()
                .filter(one -> !kept.isReceipted(one))
                .sorted(
                        Comparator.comparing(Kept::priority)
                                .thenComparing(Kept::node)
                                .thenComparing(Kept::incarnation)
                                .thenComparingLong(Kept::first))
                .toList();
    }

    /// What lies here, by lane.
    public List<PostStanding.Kept> kept() {
        return standing;
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
        Map<Named, Waiting> journals = new HashMap<>();
        kept.waiting()
                .forEach((chain, last) -> {
                    Named named = new Named(chain.node(), chain.incarnation());
                    byte[] hello = hellos.get(named);
                    if (hello != null) {
                        journals.computeIfAbsent(
                                                named,
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
        return List.copyOf(journals.values());
    }

    /// Envelopes that have a record in them, the one that reaches farthest first.
    synchronized List<Kept> at(String node, String incarnation, Priority priority, long number) {
        return kept.at(new Chain(node, incarnation, priority), number);
    }

    /// Signed hellos of the lanes whose records lie here: the hub takes no envelope of a journal
    /// that no hello has named.
    public synchronized List<byte[]> hellos() {
        return List.copyOf(hellos.values());
    }

    /// The hub's last receipts for the chains of which something lies here, as they came.
    public List<byte[]> receipts() throws IOException {
        return shelf.receipts();
    }

    /// All of it as it goes into a bundle, at this moment.
    ///
    /// @param words receipts of the hub's answer, which are not kept here: one that was signed
    ///   later than the kept one and tells a lower number is of a hub that came back from a backup
    public synchronized HeldForPeers forBundle(List<byte[]> words) throws IOException {
        Map<Chain, Long> keptMillis = new HashMap<>();
        for (byte[] signed : shelf.receipts()) {
            opened(signed, hub).ifPresent(one -> keptMillis.put(Chain.of(one), one.hubMillis()));
        }
        for (byte[] signed : words) {
            Receipt word = opened(signed, hub).orElse(null);
            if (word == null) {
                continue;
            }
            Chain chain = Chain.of(word);
            boolean later = word.hubMillis() > keptMillis.getOrDefault(chain, 0L);
            if (later && word.head().number() < kept.receipted(chain).number()) {
                kept.holds(chain, word.head());
            } else {
                var _ = kept.receipted(chain, word.head());
            }
        }
        List<Held> all =
                kept.all().stream()
                        .map(one ->
                                new Held(
                                        one.node(),
                                        one.incarnation(),
                                        one.priority(),
                                        one.first(),
                                        one.last(),
                                        one.digest(),
                                        one.bytes(),
                                        !kept.isReceipted(one)))
                        .toList();
        return new ForBundle(shelf, hellos(), all);
    }

    private record ForBundle(CustodyShelf shelf, List<byte[]> hellos, List<Held> all)
            implements HeldForPeers {
        @Override
        public byte @Nullable [] envelope(Held one) throws IOException {
            Kept place =
                    new Kept(
                            one.node(),
                            one.incarnation(),
                            one.priority(),
                            one.first(),
                            (int) (one.last() - one.first() + 1),
                            one.digest(),
                            one.bytes());
            byte[] envelope;
            try {
                envelope = shelf.read(place);
            } catch (NoSuchFileException e) {
                return null;
            }
            if (!digest(envelope).equals(one.digest())) {
                throw new IOException("what was kept is not what the disk gives back");
            }
            return envelope;
        }
    }

    /// Its signature is the hub's to check; the tunnel has proved who sent it.
    private static Optional<Hello> opened(byte[] signed) {
        try {
            return Optional.of(Hello.open(signed, (message, signature) -> true));
        } catch (MalformedException | NotAuthenticException e) {
            return Optional.empty();
        }
    }

    private static String digest(byte[] envelope) {
        return HexFormat.of().formatHex(Sha256.of(envelope), 0, DIGEST_BYTES);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
