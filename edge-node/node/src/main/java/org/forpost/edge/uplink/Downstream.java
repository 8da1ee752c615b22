package org.forpost.edge.uplink;

import java.util.Optional;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.release.Manifest;
import org.forpost.protocol.sync.EdgeAction;

/// What the hub sends, as the lane takes it. Called by the uplink's own thread.
public interface Downstream {

    /// A verified receipt, already remembered durably: the hub holds a chain up to here.
    ///
    /// @param fresh whether it was signed just now; one that was brought by hand may be old
    void receipted(Receipt receipt, boolean fresh);

    /// Makes a release durable and puts it in force.
    ///
    /// @return why not, in one line; empty when it is in force
    Optional<String> install(Manifest manifest, byte[] signed, byte[] content);

    /// Something was refused that claimed to come from the hub: for the page and the audit.
    void refused(String why);

    /// The hub holds records of this lane in quarantine: for the audit.
    ///
    /// @return whether that is noted durably
    boolean quarantined(EdgeAction.Quarantined told);

    /// This journal cannot go on as it is: begins a new incarnation of it, durably.
    ///
    /// @return why not, in one line; empty when it has begun
    Optional<String> begin(EdgeAction.NewIncarnation ending);

    /// Something that people must look at: for the audit.
    void alarm(EdgeAction.Alarm alarm);

    /// The hub's word on the chain of another lane, for which this one carries. A lane that carries
    /// for nobody never hears one.
    default void peerReceipt(Receipt receipt, byte[] signed) {}

    /// What became of an envelope that was handed over to be carried; see [EdgeAction.CarriedAway].
    ///
    /// @param object SHA-256 of the envelope
    default void carriedAway(byte[] object, EdgeAction.CarriedAway.Outcome outcome) {}

    /// The link came up or went down, or is down for another reason than before.
    void linkChanged();
}
