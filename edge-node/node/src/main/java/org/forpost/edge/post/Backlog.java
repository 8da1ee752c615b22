package org.forpost.edge.post;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.record.Priority;
import org.jspecify.annotations.Nullable;

/// The journals of the post that the carrier has heard of, this lane's own aside, and what of them
/// is to be carried next.
///
/// A chain is asked for at one source at a time: its lane if it is there, since that cuts full
/// batches; else what this lane keeps for it; else another lane that keeps it. So nothing crosses
/// the uplink twice without need.
///
/// The most urgent chain goes first; among equals the lanes take turns. A lane that calls
/// everything urgent, in two journals at once, has half of the line while others have something.
final class Backlog {
    /// As many as keep a line busy while one is fetched; the largest of them take 3 MB.
    static final int MOST_UNDERWAY = 4;

    private static final int OF_ONE_LANE = MOST_UNDERWAY / 2;

    private final String own;
    private final Supplier<byte[]> present;
    private final Custodian custodian;
    private final Map<String, CarriedJournal> journals = new LinkedHashMap<>();

    /// When each journal had something carried last.
    private final Map<CarriedJournal, Long> turns = new HashMap<>();

    private long turn;

    /// What is to be carried next.
    sealed interface Next {
        CarriedChain chain();

        /// A peer has it.
        record At(CarriedChain chain, String peer) implements Next {}

        /// This lane keeps it.
        record Here(CarriedChain chain, BatchCodec.Claim claim, byte[] envelope) implements Next {}
    }

    /// @param own this lane's name
    /// @param present incarnation of its journal
    /// @param custodian what is kept here
    Backlog(String own, Supplier<byte[]> present, Custodian custodian) {
        this.own = own;
        this.present = present;
        this.custodian = custodian;
    }

    Collection<CarriedJournal> journals() {
        return journals.values();
    }

    List<CarriedChain> chains() {
        return journals.values().stream().flatMap(journal -> journal.chains().stream()).toList();
    }

    private int underway(Predicate<CarriedJournal> of, long now) {
        return journals.values().stream()
                .filter(of)
                .flatMap(journal -> journal.chains().stream())
                .mapToInt(chain -> chain.underway(now))
                .sum();
    }

    @Nullable CarriedJournal find(String node, byte[] incarnation) {
        return journals.get(key(node, incarnation));
    }

    /// A journal of which a source speaks.
    ///
    /// @return null for this lane's own, which it sends by itself (another of its name was in the
    ///   box before); and where that source has spoken of too many: of its own, or of all others
    ///   together. So it takes no other's place
    @Nullable CarriedJournal named(String source, String node, byte[] incarnation) {
        if (node.equals(own) && Arrays.equals(incarnation, present.get())) {
            return null;
        }
        CarriedJournal journal = find(node, incarnation);
        if (journal == null) {
            boolean sure = source.equals(CarriedJournal.HERE) || source.equals(node);
            long already =
                    journals.values().stream()
                            .filter(one -> one.firstOf().equals(source))
                            .filter(one -> !sure || one.node().equals(node))
                            .count();
            if (already > Custodian.MOST_INCARNATIONS) {
                return null;
            }
            journal = new CarriedJournal(node, incarnation, source);
            journals.put(key(node, incarnation), journal);
        }
        return journal;
    }

    /// @return null for nothing, or where enough is under way
    @Nullable Next next(long now) {
        if (underway(_ -> true, now) >= MOST_UNDERWAY) {
            return null;
        }
        List<CarriedJournal> all = new ArrayList<>(journals.values());
        all.sort(Comparator.comparingLong(one -> turns.getOrDefault(one, 0L)));
        List<CarriedJournal> modest = new ArrayList<>(all);
        modest.removeIf(
                one -> underway(other -> other.node().equals(one.node()), now) >= OF_ONE_LANE);
        Next next = mostUrgent(modest, now);
        return next == null ? mostUrgent(all, now) : next;
    }

    private @Nullable Next mostUrgent(List<CarriedJournal> order, long now) {
        for (Priority priority : Priority.values()) {
            for (CarriedJournal journal : order) {
                CarriedChain chain = journal.chain(priority);
                Next next = chain.isReady(now) ? of(chain) : null;
                if (next != null) {
                    return next;
                }
            }
        }
        return null;
    }

    /// It had its turn.
    void served(CarriedJournal journal) {
        turns.put(journal, ++turn);
    }

    private @Nullable Next of(CarriedChain chain) {
        String node = chain.journal().node();
        if (chain.has(node)) {
            return new Next.At(chain, node);
        }
        Next here = here(chain);
        if (here != null) {
            return here;
        }
        for (String peer : chain.offering()) {
            if (chain.has(peer)) {
                return new Next.At(chain, peer);
            }
        }
        return null;
    }

    private @Nullable Next here(CarriedChain chain) {
        for (CustodyShelf.Kept one :
                custodian.at(
                        chain.journal().node(),
                        hex(chain.journal().incarnation()),
                        chain.priority(),
                        chain.next())) {
            byte[] envelope;
            try {
                envelope = custodian.envelope(one);
            } catch (IOException e) {
                continue; // let go a moment ago, or the disk fails there: somebody else may have it
            }
            BatchCodec.Claim claim = BatchCodec.claim(envelope);
            if (claim != null && !chain.isSpent(envelope)) {
                return new Next.Here(chain, claim, envelope);
            }
        }
        return null;
    }

    private static String key(String node, byte[] incarnation) {
        return node + " " + hex(incarnation);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
