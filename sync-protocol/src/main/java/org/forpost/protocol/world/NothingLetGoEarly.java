package org.forpost.protocol.world;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.envelope.BatchCodec;

/// What a lane keeps of another it lets go only when the hub's ledger holds it. At rest, everything
/// that some lane ever kept and that goes on from what the hub counts is counted, also where the
/// box that recorded it was thrown away meanwhile: unless the hub holds two histories of that
/// incarnation, or has itself come back from an older copy since.
final class NothingLetGoEarly extends Invariant {
    private final Map<String, Kept> kept = new HashMap<>();

    private record Kept(BatchCodec.Claim claim, Set<SimPost> by) {}

    NothingLetGoEarly(Truth truth) {
        super(truth);
    }

    @Override
    void held(SimPost post, BatchCodec.Claim claim, byte[] envelope) {
        kept.computeIfAbsent(hex(Sha256.of(envelope)), _ -> new Kept(claim, new HashSet<>()))
                .by()
                .add(post);
    }

    /// The disk that it was kept on is gone.
    @Override
    void replaced(SimPost post) {
        kept.values().forEach(one -> one.by().remove(post));
        kept.values().removeIf(one -> one.by().isEmpty());
    }

    @Override
    void letGo(SimPost post, BatchCodec.Claim claim, byte[] envelope) {
        long counted = truth.counted(chain(claim.node(), claim.incarnation(), claim.priority()));
        if (counted < claim.last() && !truth.wentBack(hex(claim.incarnation()))) {
            throw broken(
                    post.label()
                            + " lets go what "
                            + claim.node()
                            + " recorded up to "
                            + claim.last()
                            + " of chain "
                            + claim.priority()
                            + ", and the ledger counts "
                            + counted);
        }
    }

    @Override
    void rest(World world) {
        for (Map.Entry<String, Kept> one : kept.entrySet()) {
            BatchCodec.Claim claim = one.getValue().claim();
            if (truth.isDue(claim, one.getKey()) && !truth.wentBack(hex(claim.incarnation()))) {
                throw broken(
                        "what a peer kept of "
                                + claim.node()
                                + ", "
                                + claim.first()
                                + " to "
                                + claim.last()
                                + " of chain "
                                + claim.priority()
                                + " in "
                                + hex(claim.incarnation())
                                + ", is not counted");
            }
        }
    }
}
