package org.forpost.edge.lane;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.forpost.protocol.record.Crossing;
import org.forpost.protocol.record.Image;
import org.forpost.protocol.record.RecordId;

/// The second-line desk of the post: another lane's, or this one's. A case goes there with all that
/// was captured, and is decided by an officer there.
///
/// ```
/// first line   keep ──► (crossing recorded) go ──► there, or waiting until the desk is reached
///                  └──► (not recorded) forget
/// desk         waiting ──► open ──► (decision recorded) answered
/// ```
public interface SecondLine {
    /// A post without a desk: who is referred goes there on foot, with nothing.
    SecondLine NONE = new NoSecondLine();

    /// Whether cases go anywhere.
    boolean there();

    /// Makes a case durable before its crossing is recorded: one that is referred is never lost.
    ///
    /// @param named how many of the crossing's finger exceptions the officer had named
    /// @throws IOException when the disk does not take it
    void keep(RecordId id, Crossing crossing, int named, List<Image> images) throws IOException;

    /// The crossing is recorded: the case may go.
    void go(RecordId id);

    /// The crossing was not recorded: there is no such case.
    void forget(RecordId id);

    /// Cases at this lane's desk, the oldest first; empty where this lane is none.
    List<ReferredCase.Waiting> waiting();

    /// One of them, with its captures.
    ///
    /// @throws IOException when it cannot be read
    Optional<ReferredCase> open(RecordId crossing) throws IOException;

    /// The desk's decision is recorded: the case is closed.
    void answered(RecordId crossing);

    /// How the way to the desk is.
    Standing standing();

    /// @param desk node of the desk; "" where the post has none
    /// @param here whether this lane is the desk
    /// @param reached whether it is there now
    /// @param waiting cases that are referred here and have not arrived there
    record Standing(String desk, boolean here, boolean reached, int waiting) {}
}
