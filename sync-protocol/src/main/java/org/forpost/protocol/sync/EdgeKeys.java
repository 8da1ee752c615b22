package org.forpost.protocol.sync;

import org.forpost.protocol.crypto.Sealer;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.crypto.Signer;

/// What a node signs and seals with, and whom it believes.
///
/// @param node its name, as its certificate has it
/// @param keyId of the node's signing key, see [org.forpost.protocol.envelope.Sign1#keyId]
/// @param receipts checks the hub's receipts
public record EdgeKeys(
        String node, byte[] keyId, Signer signer, Sealer hub, SignatureCheck receipts) {}
