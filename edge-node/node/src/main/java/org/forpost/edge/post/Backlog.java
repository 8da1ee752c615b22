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
final class Backlog {
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

    /// Asked for, or on their way to the hub.
    int underway() {
        return chains().stream().mapToInt(CarriedChain::underway).sum();
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

    /// The most urgent chain that something can be got of; among equals the lanes take turns.
    ///
    /// @return null for nothing
    @Nullable Next next(long now) {
        for (Priority priority : Priority.values()) {
            List<CarriedJournal> order = new ArrayList<>(journals.values());
            order.sort(Comparator.comparingLong(one -> turns.getOrDefault(one, 0L)));
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
