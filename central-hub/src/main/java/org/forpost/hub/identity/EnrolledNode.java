package org.forpost.hub.identity;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/// What the hub keeps of a node that it has enrolled.
///
/// @param node the node's name
/// @param post the border crossing point it stands at
/// @param tlsCertificate the one certificate with which this node may connect
/// @param signingKey Ed25519 public key, 32 bytes, that verifies its batches: also those that
///   others kept and bring after it was revoked
/// @param revoked since when it may not connect any more; null when it may
public record EnrolledNode(
        String node,
        String post,
        X509Certificate tlsCertificate,
        byte[] signingKey,
        @Nullable RevokedCertificate revoked) {}
