package org.forpost.protocol.sync;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.NotAuthenticException;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.crypto.Unsealer;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.journal.Entry;
import org.forpost.protocol.journal.Finding;
import org.forpost.protocol.journal.Head;
import org.forpost.protocol.journal.JournalCheck;
import org.forpost.protocol.record.Priority;

/// Checks what a hub's ledger says, entry by entry, on top of [JournalCheck]: every envelope is
/// opened again, its node's signature checked, its records hashed into their chain, and the chain
/// compared with what the hub signed for.
public final class LedgerCheck implements JournalCheck.Visitor {
    private final Unsealer seal;
    private final HubKeys.Nodes nodes;
    private final Map<Place, Head> chains = new HashMap<>();
    private final Map<String, List<byte[]>> met = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private long envelopes;
    private long records;
    private long unsigned;
    private long forks;

    private record Place(String node, String incarnation, Priority priority) {}

    /// @param seal the hub's sealing key
    /// @param nodes enrolled; the signature of one that was struck off cannot be checked
    public LedgerCheck(Unsealer seal, HubKeys.Nodes nodes) {
        this.seal = seal;
        this.nodes = nodes;
    }

    @Override
    public void entry(String segment, long offset, Entry entry) {
        try {
            switch (LedgerEntry.decode(entry.payload())) {
                case LedgerEntry.Contact contact ->
                        met.computeIfAbsent(contact.node(), node -> new ArrayList<>())
                                .add(contact.incarnation());
                case LedgerEntry.Accepted accepted -> accepted(accepted);
                case LedgerEntry.Forked _ -> forks++;
                case LedgerEntry.Partial _ -> {}
            }
        } catch (MalformedException | NotAuthenticException e) {
            findings.add(
                    new Finding(
                            true,
                            segment,
                            offset,
                            entry.sequence(),
                            "ledger entry " + entry.sequence() + ": " + e.getMessage()));
        }
    }

    private void accepted(LedgerEntry.Accepted accepted)
            throws MalformedException, NotAuthenticException {
        envelopes++;
        SignatureCheck signatures = nodes.signatures(accepted.node());
        if (signatures == null) {
            unsigned++;
        }
        Batch batch =
                BatchCodec.open(
                        accepted.envelope(),
                        signatures == null ? (message, signature) -> true : signatures,
                        seal);
        expect("node", accepted.node(), batch.node());
        expect("incarnation", hex(accepted.incarnation()), hex(batch.incarnation()));
        expect("priority", accepted.priority(), batch.priority());
        boolean contacted =
                met.getOrDefault(accepted.node(), List.of()).stream()
                        .anyMatch(one -> Arrays.equals(one, accepted.incarnation()));
        expect("contact", true, contacted);
        Place place = new Place(accepted.node(), hex(accepted.incarnation()), accepted.priority());
        Head held = chains.getOrDefault(place, Head.START);
        expect("first", held.number() + 1, accepted.first());
        Head head = batch.before();
        boolean joined = head.equals(held);
        for (Batch.Item item : batch.items()) {
            head = head.nextOf(batch.incarnation(), batch.priority(), item.hash());
            joined |= head.equals(held);
        }
        expect(
                "chain",
                "it to continue record " + held,
                joined ? "it to continue record " + held : "another history");
        expect("head", accepted.head(), head);
        records += head.number() - held.number();
        chains.put(place, head);
    }

    private static void expect(String field, Object expected, Object found)
            throws MalformedException {
        if (!expected.equals(found)) {
            throw new MalformedException(
                    "ledger." + field, String.valueOf(expected), String.valueOf(found));
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /// What is wrong, in the order of the ledger.
    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    /// Envelopes opened.
    public long envelopes() {
        return envelopes;
    }

    /// Records in them that count.
    public long records() {
        return records;
    }

    /// Envelopes of nodes that are not enrolled any more: their signature was not checked.
    public long unsigned() {
        return unsigned;
    }

    /// Second histories that are kept as evidence.
    public long forks() {
        return forks;
    }

    /// Chains of all nodes.
    public int chains() {
        return chains.size();
    }
}
