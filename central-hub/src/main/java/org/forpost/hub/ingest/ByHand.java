package org.forpost.hub.ingest;

import org.forpost.protocol.sync.HubAction;

/// Told what became of what was brought by hand: see [Ingest#brought]. Every method hands off and
/// returns at once; none throws.
public interface ByHand {
    /// It is in the ledger, durably, or was before.
    void acknowledged(long ticket);

    /// It is refused.
    ///
    /// @param code MQTT 5 reason code, as a node would be told
    void rejected(long ticket, int code);

    /// What its node made cannot be read, and it is to hear of it; `rejected` follows.
    void told(HubAction.Told receipt);

    /// Where a node stands.
    void stands(HubAction.Stands answer);
}
