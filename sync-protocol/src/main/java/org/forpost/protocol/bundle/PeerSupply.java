package org.forpost.protocol.bundle;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.forpost.protocol.bundle.HeldForPeers.Held;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.receipt.Hello;
import org.forpost.protocol.record.Priority;
import org.jspecify.annotations.Nullable;

/// Envelopes of other nodes, as they lie in custody: every one of the chains' stretches that are
/// planned. Those of one record may overlap, where its owner cut it anew; the hub counts it once,
/// and so does this.
final class PeerSupply {
    private static final Comparator<Held> ORDER =
            Comparator.comparing(Held::node)
                    .thenComparing(Held::incarnation)
                    .thenComparingLong(Held::first)
                    .thenComparingLong(Held::last)
                    .thenComparing(Held::digest);

    private final HeldForPeers custody;
    private final Plan plan;

    /// Signed hellos, those of journals that are packed before the others.
    private final List<byte[]> hellos;

    /// What is packed of each chain, in its order, with the records that no one before it holds.
    private final Map<Priority, Deque<Counted>> chains = new EnumMap<>(Priority.class);

    private final SortedMap<String, Long> records = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();
    private long bytes;

    private record Counted(Held held, long records) {}

    private record Journal(String node, String incarnation) {
        static Journal of(Held one) {
            return new Journal(one.node(), one.incarnation());
        }
    }

    /// @param plan says which
    PeerSupply(HeldForPeers custody, Plan plan) {
        this.custody = custody;
        this.plan = plan;
        Map<Journal, byte[]> named = named(custody);
        List<byte[]> planned = new ArrayList<>();
        List<byte[]> others = new ArrayList<>();
        named.forEach((journal, hello) -> (isOf(plan, journal) ? planned : others).add(hello));
        // Of those as well of which nothing waits: the hub may have lost what it once receipted.
        this.hellos =
                Stream.concat(planned.stream(), others.stream())
                        .limit(BundleManifest.MAX_HELLOS - 1)
                        .toList();
        Map<String, Long> reached = new HashMap<>();
        custody.all().stream()
                .filter(one -> named.containsKey(Journal.of(one)) && isPlanned(one, plan))
                .sorted(ORDER)
                .forEach(one -> count(one, reached));
    }

    private static boolean isOf(Plan plan, Journal journal) {
        return plan.stretches().stream()
                .anyMatch(one -> one.isOf(journal.node(), journal.incarnation()));
    }

    private static boolean isPlanned(Held one, Plan plan) {
        Plan.Stretch stretch = plan.of(one.node(), one.incarnation(), one.priority());
        return stretch != null && stretch.from() <= one.first() && one.last() <= stretch.to();
    }

    private void count(Held one, Map<String, Long> reached) {
        String chain = one.node() + "/" + one.incarnation() + "/" + one.priority().code();
        long before = Math.max(reached.getOrDefault(chain, 0L), one.first() - 1);
        long more = Math.max(0, one.last() - before);
        reached.put(chain, before + more);
        chains.computeIfAbsent(one.priority(), _ -> new ArrayDeque<>()).add(new Counted(one, more));
        records.merge(one.node(), more, Long::sum);
        bytes += EnvelopeFile.LENGTH_BYTES + one.bytes();
    }

    /// What is to be packed of each chain of which something waits: from the first envelope that
    /// waits to the last. Of more journals than a bundle names, those of the first names; the
    /// others go with the next bundle, once these have their receipts.
    ///
    /// @param most journals
    static List<Plan.Stretch> waiting(HeldForPeers custody, int most) {
        Map<Journal, byte[]> named = named(custody);
        List<Held> waiting =
                custody.all().stream()
                        .filter(one -> one.waits() && named.containsKey(Journal.of(one)))
                        .sorted(ORDER)
                        .toList();
        List<Journal> taken = waiting.stream().map(Journal::of).distinct().limit(most).toList();
        List<Plan.Stretch> stretches = new ArrayList<>();
        for (Journal journal : taken) {
            for (Priority priority : Priority.values()) {
                List<Held> chain =
                        waiting.stream()
                                .filter(one ->
                                        Journal.of(one).equals(journal)
                                                && one.priority() == priority)
                                .toList();
                if (!chain.isEmpty()) {
                    stretches.add(
                            new Plan.Stretch(
                                    journal.node(),
                                    journal.incarnation(),
                                    priority,
                                    chain.getFirst().first(),
                                    chain.stream().mapToLong(Held::last).max().orElseThrow()));
                }
            }
        }
        return stretches;
    }

    /// Journals by their hellos, whose signatures are the hub's to check.
    private static Map<Journal, byte[]> named(HeldForPeers custody) {
        Map<Journal, byte[]> named = new LinkedHashMap<>();
        for (byte[] signed : custody.hellos()) {
            try {
                Hello hello = Hello.open(signed, (message, signature) -> true);
                named.put(
                        new Journal(hello.node(), HexFormat.of().formatHex(hello.incarnation())),
                        signed);
            } catch (MalformedException | NotAuthenticException e) {
                // The hub takes no envelope of a journal that no hello names: it stays here.
            }
        }
        return named;
    }

    /// Records that wait, of journals that the plan does not name.
    long leftOut() {
        List<Plan.Stretch> others =
                waiting(custody, Integer.MAX_VALUE).stream()
                        .filter(one -> !isOf(plan, new Journal(one.node(), one.incarnation())))
                        .toList();
        return others.isEmpty()
                ? 0
                : new PeerSupply(custody, new Plan(others))
                        .records.values().stream().mapToLong(Long::longValue).sum();
    }

    List<byte[]> hellos() {
        return hellos;
    }

    /// Records of each node that are still to be packed or were.
    SortedMap<String, Long> records() {
        return records;
    }

    long bytes() {
        return bytes;
    }

    /// Whether something of it waits for a receipt.
    boolean waits() {
        return chains.values().stream().flatMap(Deque::stream).anyMatch(one -> one.held().waits());
    }

    /// What could not be packed, each in one line.
    List<String> faults() {
        return faults;
    }

    /// The next envelope of all chains of this priority; null after the last.
    @Nullable Packet next(Priority priority) {
        Deque<Counted> chain = chains.getOrDefault(priority, new ArrayDeque<>());
        while (true) {
            Counted one = chain.poll();
            if (one == null) {
                return null;
            }
            Held held = one.held();
            try {
                byte[] envelope = custody.envelope(held);
                if (envelope != null) {
                    return new Packet(envelope, held.node(), one.records());
                }
                records.merge(held.node(), -one.records(), Long::sum);
            } catch (IOException e) {
                faults.add(
                        "records "
                                + held.first()
                                + " to "
                                + held.last()
                                + " of chain "
                                + priority.code()
                                + " of "
                                + held.node()
                                + " stay here: "
                                + e.getMessage());
            }
        }
    }
}
