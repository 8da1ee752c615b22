package org.forpost.protocol.bundle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.release.Role;
import org.forpost.protocol.sync.HubAction;
import org.forpost.protocol.sync.HubEvent;
import org.forpost.protocol.sync.HubKeys;

/// The hub takes a bundle in (SPEC.md §8.4): events for its conversation out, the conversation's
/// answers in. Each step is told to the conversation, and the next begins when all of it was
/// answered.
///
/// ```
///   hellos ──► file 1 ──► file 2 ──► … ──► asked where each node stands ──► answer
///      └─ a node whose hello is not good stays out; so does a file that is not the manifest's
/// ```
public final class Intake {
    /// Of what was refused, lines that are kept: a hostile bundle has millions.
    static final int MOST_FAULTS = 1_000;

    private final Unpacking bundle;
    private final LongSupplier tickets;
    private final List<String> faults = new ArrayList<>();
    private final List<Unpacking.Greeting> greetings;
    private final Set<String> nodes = new HashSet<>();
    private final Map<Long, String> waiting = new HashMap<>();
    private final Map<Long, String> hellos = new HashMap<>();
    private final Map<Long, BatchCodec.Claim> claims = new HashMap<>();

    /// Number of the last record of each chain that was handed in.
    private final Map<Chain, Long> reached = new HashMap<>();

    private final List<byte[]> receipts = new ArrayList<>();
    private List<HubEvent.Published> releases = List.of();
    private int file = -1;
    private boolean asked;
    private long taken;
    private long moreFaults;

    private record Chain(String node, String incarnation, Priority priority) {
        static Chain of(String node, byte[] incarnation, Priority priority) {
            return new Chain(node, HexFormat.of().formatHex(incarnation), priority);
        }
    }

    /// @param nodes the nodes that are enrolled
    /// @param tickets never one twice, among all that the conversation is told
    public Intake(Unpacking bundle, HubKeys.Nodes nodes, LongSupplier tickets) {
        this.bundle = bundle;
        this.tickets = tickets;
        this.greetings = bundle.greetings(nodes, faults);
    }

    /// What to tell the conversation next; each is answered by [#acknowledged], [#rejected] or
    /// [#stands] before the next step.
    public List<HubEvent> step() {
        if (!waiting.isEmpty()) {
            throw new IllegalStateException(waiting.size() + " are not answered yet");
        }
        if (file < 0) {
            file = 0;
            return greet();
        }
        if (file < bundle.manifest().files().size()) {
            return envelopes(file++);
        }
        if (!asked) {
            asked = true;
            return ask();
        }
        return List.of();
    }

    private List<HubEvent> greet() {
        List<HubEvent> events = new ArrayList<>();
        for (Unpacking.Greeting one : greetings) {
            String node = one.hello().node();
            long ticket = ticket("the hello of " + node);
            hellos.put(ticket, node);
            events.add(new HubEvent.BroughtHello(node, ticket, one.signed()));
        }
        return events;
    }

    private List<HubEvent> envelopes(int place) {
        List<HubEvent> events = new ArrayList<>();
        try {
            int number = 0;
            for (byte[] envelope : bundle.envelopes(place)) {
                String name = "envelope " + ++number + " of " + Names.records(place);
                BatchCodec.Claim claim = BatchCodec.claim(envelope);
                if (claim == null) {
                    fault(name + " is none");
                } else if (!nodes.contains(claim.node())) {
                    fault(name + " is of " + claim.node() + ", of whom no hello is there");
                } else {
                    long ticket = ticket(name);
                    claims.put(ticket, claim);
                    events.add(
                            new HubEvent.BroughtEnvelope(
                                    claim.node(),
                                    ticket,
                                    HubEvent.BUNDLE,
                                    bundle.manifest().carrier(),
                                    envelope));
                }
            }
        } catch (UnfitException e) {
            fault(String.valueOf(e.getMessage()));
        }
        return events;
    }

    private List<HubEvent> ask() {
        List<HubEvent> events = new ArrayList<>();
        for (Unpacking.Greeting one : greetings) {
            if (nodes.contains(one.hello().node())) {
                events.add(
                        new HubEvent.Asked(
                                one.hello().node(),
                                ticket("where " + one.hello().node() + " stands"),
                                one.hello().incarnation(),
                                one.hello().told()));
            }
        }
        return events;
    }

    private void fault(String line) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(line);
        } else {
            moreFaults++;
        }
    }

    private long ticket(String what) {
        long ticket = tickets.getAsLong();
        waiting.put(ticket, what);
        return ticket;
    }

    /// It is in the ledger, or was before.
    public void acknowledged(long ticket) {
        waiting.remove(ticket);
        String node = hellos.remove(ticket);
        BatchCodec.Claim claim = claims.remove(ticket);
        if (claim != null) {
            taken++;
            reached.merge(
                    Chain.of(claim.node(), claim.incarnation(), claim.priority()),
                    claim.last(),
                    Math::max);
        } else if (node != null) {
            nodes.add(node);
        }
    }

    /// The hub refused it.
    ///
    /// @param code MQTT 5 reason code, as over a wire (SPEC.md §9)
    public void rejected(long ticket, int code) {
        String what = waiting.remove(ticket);
        hellos.remove(ticket);
        claims.remove(ticket);
        fault(
                String.format(
                        Locale.ROOT,
                        "%s is refused with 0x%02x; the hub's alarms say why",
                        what,
                        code));
    }

    /// An envelope that its node made cannot be read: its node is to hear of it.
    public void told(HubAction.Told told) {
        keep(told.receipt());
    }

    private void keep(byte[] receipt) {
        if (receipts.size() < BundleAnswer.MAX_RECEIPTS) {
            receipts.add(receipt);
        }
    }

    /// Where a node stands.
    public void stands(HubAction.Stands answer) {
        waiting.remove(answer.ticket());
        answer.receipts().forEach(this::keep);
        answer.receipts().forEach(this::compare);
        releases = answer.releases();
    }

    /// Records that do not follow what the hub holds are no error (SPEC.md §7.2), and not counted
    /// either: whoever carried them has to know. So it is with a hub that came back from a backup.
    private void compare(byte[] signed) {
        Receipt receipt;
        try {
            receipt = Receipt.open(signed, (message, signature) -> true);
        } catch (MalformedException | NotAuthenticException e) {
            throw new IllegalStateException("the hub's own receipt cannot be read", e);
        }
        long holds = receipt.head().number();
        long last =
                reached.getOrDefault(
                        Chain.of(receipt.node(), receipt.incarnation(), receipt.priority()), 0L);
        if (receipt.verdict() == Receipt.Verdict.COUNTED && last > holds) {
            fault(
                    String.format(
                            Locale.ROOT,
                            "records %d to %d of chain %d of %s are not at the hub, which holds"
                                    + " this chain up to %d, and what comes next is not in this"
                                    + " bundle: carry the answer back, and pack again on this"
                                    + " stick",
                            holds + 1,
                            last,
                            receipt.priority().code(),
                            receipt.node(),
                            holds));
        }
    }

    /// Whether all of the last step was answered.
    public boolean answered() {
        return waiting.isEmpty();
    }

    /// Whether there is no further step.
    public boolean done() {
        return asked && waiting.isEmpty();
    }

    /// Record files that were gone through, and those that there are.
    public int filesDone() {
        return Math.max(0, file);
    }

    /// Envelopes that the hub holds, now or since before.
    public long taken() {
        return taken;
    }

    /// What could not be taken, each in one line that names it; of very much, how much more.
    public List<String> faults() {
        List<String> lines = new ArrayList<>(faults.stream().map(UnfitException::plain).toList());
        if (moreFaults > 0) {
            lines.add("and " + moreFaults + " more that are like these");
        }
        return lines;
    }

    /// Releases in force that are newer than the carrier's hello names; their contents go beside
    /// the answer.
    public List<HubEvent.Published> releases() {
        Map<Role, Long> held = new HashMap<>();
        for (Unpacking.Greeting one : greetings) {
            if (one.hello().node().equals(bundle.manifest().carrier())) {
                // The packer's own hello is the first; another one is of a box before it.
                one.hello().releases().forEach(held::putIfAbsent);
            }
        }
        return releases.stream()
                .filter(one ->
                        one.manifest().number() > held.getOrDefault(one.manifest().role(), 0L))
                .toList();
    }

    /// The answer, once it is done.
    public BundleAnswer answer(long hubMillis) {
        return new BundleAnswer(
                bundle.id(),
                bundle.manifest().carrier(),
                hubMillis,
                receipts,
                releases().stream().map(HubEvent.Published::signed).toList());
    }
}
