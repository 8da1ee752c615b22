package org.forpost.protocol.sync;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.record.Priority;
import org.jspecify.annotations.Nullable;

/// What the hub holds of one incarnation of one node's journal.
final class Life {
    /// Envelopes of a forked incarnation that are kept as evidence. Its machines bring their
    /// records again in the incarnations that follow it; these show what happened, 64 of a lane's
    /// usual batches being some 3 MB.
    private static final int MAX_EVIDENCE = 64;

    private final byte @Nullable [] follows;
    private final Chain[] chains = new Chain[Priority.COUNT];
    private final List<byte[]> followers = new ArrayList<>();
    private final Set<String> evidence = new HashSet<>();
    private boolean forked;
    private boolean goesOn;
    private boolean folded;

    Life(byte[] incarnation, byte @Nullable [] follows) {
        this.follows = follows;
        for (Priority priority : Priority.values()) {
            chains[priority.code()] = new Chain(incarnation, priority);
        }
    }

    Chain chain(Priority priority) {
        return chains[priority.code()];
    }

    byte @Nullable [] follows() {
        return follows;
    }

    /// Whether nothing of it is held yet.
    boolean isEmpty() {
        return Arrays.stream(chains).allMatch(chain -> chain.forced().number() == 0);
    }

    void followedBy(byte[] incarnation) {
        followers.add(incarnation);
    }

    /// Incarnations that took over from this one. Two of them are two machines, or one disk that
    /// was restored twice.
    List<byte[]> followers() {
        return List.copyOf(followers);
    }

    /// Keeps of it what must stay true for ever: how far it was receipted, and whether it is
    /// forked.
    void fold() {
        for (Chain chain : chains) {
            chain.fold();
        }
        folded = true;
        evidence.clear();
    }

    /// All four chains: a machine whose disk was cloned has no chain of its own left.
    void fork() {
        forked = true;
    }

    boolean isForked() {
        return forked;
    }

    /// Records of it were brought by others after another incarnation took over.
    ///
    /// @return whether that is the first time
    boolean goesOnAfterItsEnd() {
        boolean first = !goesOn;
        goesOn = true;
        return first;
    }

    /// @return whether this envelope is new as evidence, and there is room for it
    boolean keepsAsEvidence(byte[] envelope) {
        return !(folded && forked)
                && evidence.size() < MAX_EVIDENCE
                && evidence.add(HexFormat.of().formatHex(Sha256.of(envelope)));
    }
}
