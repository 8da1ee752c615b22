package org.forpost.protocol.world;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.journal.Entry;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.sync.LedgerEntry;
import org.jspecify.annotations.Nullable;

/// What really happened, as somebody would know who stood beside every disk. All promises are
/// measured by it.
final class Truth extends Witness {
    private final Faults faults;
    private final Map<SimPost, List<Promise>> promised = new HashMap<>();
    private final Set<SimPost> flipped = new HashSet<>();
    private final Set<String> copied = new HashSet<>();
    private final Set<String> twins = new HashSet<>();
    private final List<LedgerEntry> ledger = new ArrayList<>();
    private final Map<String, Long> counted = new HashMap<>();
    private final Set<ByteBuffer> records = new HashSet<>();
    private final Set<ByteBuffer> unreadable = new HashSet<>();
    private final Set<String> wentBack = new HashSet<>();
    private final Set<String> altered = new HashSet<>();
    private final Set<String> forked = new HashSet<>();
    private final Set<String> refusedWhole = new HashSet<>();
    private final List<LedgerEntry.Accepted> refusing = new ArrayList<>();

    /// What a lane was told is recorded.
    ///
    /// @param hash SHA-256 of the record
    record Promise(Head head, ByteBuffer hash) {}

    Truth(Faults faults) {
        this.faults = faults;
    }

    @Override
    void recorded(SimPost post, byte[] incarnation, List<Entry> entries) {
        List<Promise> promises = promised.computeIfAbsent(post, none -> new ArrayList<>());
        for (Entry entry : entries) {
            while (promises.size() < entry.sequence()) {
                promises.add(new Promise(Head.START, ByteBuffer.allocate(0)));
            }
            promises.set(
                    (int) entry.sequence() - 1,
                    new Promise(entry.head(), ByteBuffer.wrap(Sha256.of(entry.payload()))));
        }
    }

    /// A lane writes down something over which the hub's program fails.
    void unreadable(byte[] record) {
        unreadable.add(ByteBuffer.wrap(Sha256.of(record)));
    }

    /// Whether a lane has written down something over which the hub's program fails.
    boolean hasUnreadable() {
        return !unreadable.isEmpty();
    }

    /// Whether a record that came by its hash only is one of those.
    boolean isUnreadable(byte[] hash) {
        return unreadable.contains(ByteBuffer.wrap(hash));
    }

    /// Whether what is claimed goes on from what the hub counts, and is not counted: where the hub
    /// holds two histories, or its program fails over the envelope, it never will be: only the node
    /// that recorded it can bring it in another one.
    boolean isDue(BatchCodec.Claim claim, String object) {
        return isDue(
                claim,
                object,
                chain(claim.node(), claim.incarnation(), claim.priority()),
                hex(claim.incarnation()));
    }

    /// The same, with what it is looked up by: it is asked after every event.
    boolean isDue(BatchCodec.Claim claim, String object, String chain, String incarnation) {
        long upTo = counted(chain);
        return claim.first() <= upTo + 1
                && claim.last() > upTo
                && !forked.contains(incarnation)
                && !refusedWhole.contains(object);
    }

    /// A lane alters what it carries for others.
    void altered(SimPost post) {
        altered.add(post.name());
    }

    /// Whether that lane has altered what it carried.
    boolean hasAltered(String name) {
        return altered.contains(name);
    }

    /// By sequence; places of which nobody was told have number 0.
    List<Promise> promises(SimPost post) {
        return promised.getOrDefault(post, List.of());
    }

    @Override
    void reopened(SimPost post, Journal journal) {
        List<Promise> promises = promises(post);
        int left = (int) journal.recordedSequence();
        if (wasFlipped(post) && (left < promises.size() || post.saidThatATailWasCut())) {
            // The flipped bit was in the end that a power cut might have torn as well. The hub may
            // hold it, also where nobody at the post was told that it is recorded.
            promised.put(
                    post, new ArrayList<>(promises.subList(0, Math.min(left, promises.size()))));
            copied.add(hex(journal.incarnation()));
            faults.count(Fault.DAMAGE_NAMED);
        }
    }

    @Override
    void flipped(SimPost post, String where) {
        flipped.add(post);
    }

    boolean wasFlipped(SimPost post) {
        return flipped.contains(post);
    }

    @Override
    void copied(SimPost post, SimPost.Copy copy) {
        copied.addAll(copy.incarnations());
        if (post != copy.of()) {
            twins.add(post.name());
        }
        promised.put(post, new ArrayList<>(copy.promises()));
        if (copy.flipped()) {
            flipped.add(post);
        } else {
            flipped.remove(post);
        }
    }

    /// Whether more than one disk has had this incarnation on it, or an older copy of one.
    boolean wasCopied(byte[] incarnation) {
        return copied.contains(hex(incarnation));
    }

    /// Whether there are two machines of this name, or were.
    boolean hasTwin(String name) {
        return twins.contains(name);
    }

    @Override
    void replaced(SimPost post) {
        promised.remove(post);
        flipped.remove(post);
    }

    @Override
    void ledger(LedgerEntry entry) {
        ledger.add(entry);
        if (entry instanceof LedgerEntry.Accepted accepted) {
            counted.put(
                    chain(accepted.node(), accepted.incarnation(), accepted.priority()),
                    accepted.head().number());
            if (!accepted.refused().isEmpty()) {
                refusing.add(accepted);
            }
            items(accepted).forEach(item -> records.add(ByteBuffer.wrap(item.hash())));
        }
        if (entry instanceof LedgerEntry.Forked one) {
            forked.add(hex(one.incarnation()));
        }
    }

    @Override
    void receiptSent(Receipt receipt) {
        if (receipt.object() != null) {
            refusedWhole.add(hex(receipt.object()));
        }
    }

    @Override
    void hubRestored(List<LedgerEntry> kept) {
        ledger.subList(Math.min(kept.size(), ledger.size()), ledger.size())
                .forEach(this::forgotten);
        ledger.clear();
        counted.clear();
        records.clear();
        refusing.clear();
        forked.clear();
        kept.forEach(this::ledger);
    }

    private void forgotten(LedgerEntry entry) {
        switch (entry) {
            case LedgerEntry.Contact contact -> {
                wentBack.add(hex(contact.incarnation()));
                if (contact.follows() != null) {
                    wentBack.add(hex(contact.follows()));
                }
            }
            case LedgerEntry.Accepted accepted -> wentBack.add(hex(accepted.incarnation()));
            case LedgerEntry.Forked forked -> wentBack.add(hex(forked.incarnation()));
            case LedgerEntry.Partial _ -> {}
        }
    }

    /// Whether a hub that came back from yesterday's copy had forgotten anything of this
    /// incarnation, or that another took over from it.
    boolean wentBack(String incarnation) {
        return wentBack.contains(incarnation);
    }

    /// Durable entries of the hub's ledger.
    List<LedgerEntry> ledger() {
        return ledger;
    }

    /// How far the ledger counts a chain.
    long counted(String chain) {
        return counted.getOrDefault(chain, 0L);
    }

    /// Whether the ledger counts a record.
    boolean counts(Promise promise) {
        return records.contains(promise.hash());
    }

    /// What the ledger holds in quarantine of a post's present incarnation.
    List<LedgerEntry.Accepted> refused(SimPost post) {
        return refusing.stream().filter(one -> post.isIn(one.incarnation())).toList();
    }

    /// A record of a post's present incarnation that the hub holds in quarantine and the post has
    /// not noted; null when there is none.
    @Nullable String unnoted(SimPost post) {
        for (LedgerEntry.Accepted accepted : refusing) {
            long last = accepted.refused().getLast().number();
            if (post.isIn(accepted.incarnation()) && post.told(accepted.priority()) < last) {
                return last + " of chain " + accepted.priority();
            }
        }
        return null;
    }

    private LedgerEntry.@Nullable Accepted openedLast;
    private List<Batch.Item> itemsOfLast = List.of();

    /// What an entry of the ledger counts: the new ones of its envelope.
    @SuppressWarnings("ReferenceEquality") // several witnesses look at one entry in turn
    List<Batch.Item> items(LedgerEntry.Accepted accepted) {
        if (openedLast == accepted) {
            return itemsOfLast;
        }
        try {
            Batch batch =
                    BatchCodec.open(
                            accepted.envelope(),
                            ToyCrypto.check(accepted.node()),
                            ToyCrypto.unsealer());
            int known = (int) (accepted.first() - batch.first());
            openedLast = accepted;
            itemsOfLast = batch.items().subList(known, batch.items().size());
            return itemsOfLast;
        } catch (MalformedException | NotAuthenticException | IndexOutOfBoundsException e) {
            throw new ViolationException(
                    "NothingAcknowledgedIsLost",
                    "an envelope that the ledger counts cannot be opened: " + e.getMessage());
        }
    }

    static boolean same(LedgerEntry one, LedgerEntry other) {
        return Arrays.equals(one.encode(), other.encode());
    }
}
