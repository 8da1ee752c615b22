package org.forpost.protocol.sync;

import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.crypto.Signer;
import org.forpost.protocol.crypto.Unsealer;
import org.jspecify.annotations.Nullable;

/// What the hub signs and opens with, and which nodes it knows.
///
/// @param keyId of the receipt key, see [org.forpost.protocol.envelope.Sign1#keyId]
/// @param receipts signs receipts
/// @param seal opens what nodes sealed to the hub
public record HubKeys(byte[] keyId, Signer receipts, Unsealer seal, Nodes nodes) {
    /// The nodes that are enrolled.
    @FunctionalInterface
    public interface Nodes {
        /// Checks this node's signatures; null when no such node is enrolled.
        @Nullable SignatureCheck signatures(String node);
    }
}
