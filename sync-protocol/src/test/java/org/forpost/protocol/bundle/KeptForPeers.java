package org.forpost.protocol.bundle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.envelope.Batch;
import org.forpost.protocol.envelope.BatchCodec;
import org.forpost.protocol.journal.Entry;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.sync.Outbox;
import org.jspecify.annotations.Nullable;

/// What a lane keeps for its peers, in memory: envelopes cut as their owner gave them away while it
/// recorded, and not as it would pack them.
final class KeptForPeers implements HeldForPeers {
    private final Map<Held, byte[]> kept = new LinkedHashMap<>();
    private final List<byte[]> hellos = new ArrayList<>();
    private @Nullable Held unreadable;

    /// Takes everything that this node has recorded up to now.
    KeptForPeers of(BundlePost node, int together) throws IOException {
        hellos.add(node.standing().sign(node.keys.keyId(), node.keys.signer()));
        Outbox outbox = Outbox.of(node.journal);
        for (Priority priority : Priority.values()) {
            long last = outbox.recorded(priority).number();
            for (long number = 1; number <= last; ) {
                number += keep(node, outbox, priority, number, together);
            }
        }
        return this;
    }

    private int keep(BundlePost node, Outbox outbox, Priority priority, long number, int together)
            throws IOException {
        int most = priority == Priority.IMAGE ? 1 : together;
        List<Entry> entries = outbox.read(priority, number, most, Integer.MAX_VALUE);
        Batch batch =
                new Batch(
                        node.name,
                        outbox.incarnation(),
                        priority,
                        outbox.headAt(priority, number - 1),
                        entries.stream()
                                .<Batch.Item>map(one -> new Batch.Item.Whole(one.payload()))
                                .toList());
        byte[] envelope =
                BatchCodec.seal(batch, node.keys.hub(), node.keys.keyId(), node.keys.signer());
        kept.put(
                new Held(
                        node.name,
                        HexFormat.of().formatHex(outbox.incarnation()),
                        priority,
                        number,
                        batch.last(),
                        HexFormat.of().formatHex(Sha256.of(envelope), 0, 8),
                        envelope.length,
                        true),
                envelope);
        return entries.size();
    }

    /// The hub has receipted it: it may go at any time.
    void drop(Held one) {
        kept.remove(one);
    }

    void spoil(Held one) {
        unreadable = one;
    }

    /// The hub has receipted all of it, and it still lies here.
    KeptForPeers receipted() {
        KeptForPeers same = new KeptForPeers();
        same.hellos.addAll(hellos);
        kept.forEach((one, envelope) ->
                same.kept.put(
                        new Held(
                                one.node(),
                                one.incarnation(),
                                one.priority(),
                                one.first(),
                                one.last(),
                                one.digest(),
                                one.bytes(),
                                false),
                        envelope));
        return same;
    }

    @Override
    public List<byte[]> hellos() {
        return List.copyOf(hellos);
    }

    @Override
    public List<Held> all() {
        return List.copyOf(kept.keySet());
    }

    @Override
    public byte @Nullable [] envelope(Held one) throws IOException {
        if (one.equals(unreadable)) {
            throw new IOException("a bad sector");
        }
        return kept.get(one);
    }
}
