package org.forpost.edge.post;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.forpost.edge.post.CustodyMessage.Run;
import org.forpost.edge.post.CustodyShelf.Kept;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;
import org.jspecify.annotations.Nullable;

/// What lies in custody and what of it the hub has receipted: knows no disk and no message.
///
/// Every question is answered from the lane or the chain that it is about; of a full share there
/// are 200,000 envelopes of each of seven lanes.
final class KeptRecords {
    private final SortedMap<String, Share> shares = new TreeMap<>();
    private final Map<Chain, NavigableMap<Long, List<Known>>> chains = new HashMap<>();

    /// Highest head that the hub has receipted, by chain.
    private final Map<Chain, Head> receipted = new HashMap<>();

    /// @param incarnation in hexadecimal
    record Chain(String node, String incarnation, Priority priority) {
        static Chain of(Kept one) {
            return new Chain(one.node(), one.incarnation(), one.priority());
        }

        static Chain of(Receipt one) {
            return new Chain(
                    one.node(), HexFormat.of().formatHex(one.incarnation()), one.priority());
        }
    }

    /// @param before hash of the head before it, as its owner claims
    private record Known(Kept kept, byte[] before) {}

    /// What lies here of one lane.
    private static final class Share {
        /// In the order in which they came.
        final Map<Kept, byte[]> kept = new LinkedHashMap<>();

        long bytes;

        /// Envelopes that the hub is not known to hold.
        int waiting;

        /// Nothing of it is receipted, as far as the hub's words have come.
        boolean waitsWhole;
    }

    boolean has(Kept one) {
        Share share = shares.get(one.node());
        return share != null && share.kept.containsKey(one);
    }

    void add(Kept one, byte[] before) {
        Share share = shares.computeIfAbsent(one.node(), _ -> new Share());
        Chain chain = Chain.of(one);
        Head head = receipted.get(chain);
        // One that does not follow what the hub holds shows that the hub holds another history.
        boolean tells = head != null && one.first() == head.number() + 1;
        int waited = tells ? waiting(chain) : 0;
        share.kept.put(one, before);
        share.bytes += one.bytes();
        chains.computeIfAbsent(chain, _ -> new TreeMap<>())
                .computeIfAbsent(one.first(), _ -> new ArrayList<>(1))
                .add(new Known(one, before));
        share.waiting += tells ? waiting(chain) - waited : isReceipted(one) ? 0 : 1;
        share.waitsWhole &= !isReceipted(one);
    }

    private int waiting(Chain chain) {
        return (int) places(chain).stream().filter(one -> !isReceipted(one.kept())).count();
    }

    void remove(Kept one) {
        Share share = shares.get(one.node());
        if (share == null || !share.kept.containsKey(one)) {
            return;
        }
        share.waiting -= isReceipted(one) ? 0 : 1;
        share.kept.remove(one);
        share.bytes -= one.bytes();
        if (share.kept.isEmpty()) {
            shares.remove(one.node());
        }
        Chain chain = Chain.of(one);
        NavigableMap<Long, List<Known>> places = chains.get(chain);
        List<Known> there = places == null ? null : places.get(one.first());
        if (places != null && there != null) {
            there.removeIf(known -> known.kept().equals(one));
            if (there.isEmpty()) {
                places.remove(one.first());
            }
            if (places.isEmpty()) {
                chains.remove(chain);
            }
        }
    }

    /// The hub holds this chain up to here.
    ///
    /// @return whether it was news
    boolean receipted(Chain chain, Head head) {
        Head before = receipted.get(chain);
        if (before != null && before.number() >= head.number()) {
            return false;
        }
        holds(chain, head);
        return true;
    }

    /// The hub holds this chain up to here and no farther, whatever it said before.
    void holds(Chain chain, Head head) {
        Share share = shares.get(chain.node());
        int waited = waiting(chain);
        receipted.put(chain, head);
        if (share != null) {
            share.waiting += waiting(chain) - waited;
            share.waitsWhole = false;
        }
    }

    /// Up to where the hub holds a chain; nothing where it has not said.
    Head receipted(Chain chain) {
        return receipted.getOrDefault(chain, Head.START);
    }

    /// Whether the hub holds all of it, and not another history of the same journal.
    boolean isReceipted(Kept one) {
        Chain chain = Chain.of(one);
        Head head = receipted.get(chain);
        if (head == null || head.number() < one.last()) {
            return false;
        }
        NavigableMap<Long, List<Known>> places = chains.get(chain);
        List<Known> next = places == null ? null : places.get(head.number() + 1);
        return next == null || Arrays.equals(next.getLast().before(), head.hash());
    }

    /// What goes first of a lane's share; null where all of it waits.
    @Nullable Kept oldestReceipted(String node) {
        Share share = shares.get(node);
        if (share == null || share.waitsWhole) {
            return null;
        }
        for (Kept one : share.kept.keySet()) {
            if (isReceipted(one)) {
                return one;
            }
        }
        share.waitsWhole = true;
        return null;
    }

    long bytes(String node) {
        Share share = shares.get(node);
        return share == null ? 0 : share.bytes;
    }

    int envelopes(String node) {
        Share share = shares.get(node);
        return share == null ? 0 : share.kept.size();
    }

    Collection<Kept> all() {
        return shares.values().stream().flatMap(share -> share.kept.keySet().stream()).toList();
    }

    List<Kept> of(String node, String incarnation) {
        List<Kept> all = new ArrayList<>();
        for (Priority priority : Priority.values()) {
            places(new Chain(node, incarnation, priority)).forEach(one -> all.add(one.kept()));
        }
        return all;
    }

    private List<Known> places(Chain chain) {
        NavigableMap<Long, List<Known>> places = chains.get(chain);
        return places == null ? List.of() : places.values().stream().flatMap(List::stream).toList();
    }

    /// What lies here, by lane.
    ///
    /// @param most bytes of each lane's share
    List<PostStanding.Kept> byLane(long most) {
        List<PostStanding.Kept> all = new ArrayList<>();
        shares.forEach((node, share) ->
                all.add(
                        new PostStanding.Kept(
                                node, share.kept.size(), share.waiting, share.bytes, most)));
        return all;
    }

    /// The stretches of a chain that lie here, in order; two envelopes that meet are one stretch.
    List<Run> runs(Chain chain) {
        List<Run> runs = new ArrayList<>();
        for (Known one : places(chain)) {
            Kept place = one.kept();
            Run last = runs.isEmpty() ? null : runs.getLast();
            if (last == null || place.first() > last.last() + 1) {
                runs.add(new Run(place.first(), place.last(), place.first(), one.before()));
            } else if (place.last() > last.last()) {
                runs.set(
                        runs.size() - 1,
                        new Run(last.first(), place.last(), place.first(), one.before()));
            }
        }
        return runs;
    }

    /// Number of the last record of each chain that is not receipted up to there.
    Map<Chain, Long> waiting() {
        Map<Chain, Long> waiting = new HashMap<>();
        chains.forEach((chain, places) -> {
            long last =
                    places.lastEntry().getValue().stream()
                            .mapToLong(one -> one.kept().last())
                            .max()
                            .orElse(0);
            Head head = receipted.get(chain);
            if (head == null || head.number() < last) {
                waiting.put(chain, last);
            }
        });
        return waiting;
    }

    /// Envelopes that have a record in them, the one that reaches farthest first.
    List<Kept> at(Chain chain, long number) {
        NavigableMap<Long, List<Known>> places = chains.get(chain);
        if (places == null) {
            return List.of();
        }
        return places
                .subMap(Math.max(1, number - Batch.MAX_RECORDS + 1), true, number, true)
                .values()
                .stream()
                .flatMap(List::stream)
                .map(Known::kept)
                .filter(one -> one.last() >= number)
                .sorted(Comparator.comparingLong(Kept::last).reversed())
                .toList();
    }
}
