/// Who this node is, and whom it trusts: the directory that `forpost hub enrol` wrote.
///
/// ```
/// node.toml                 format = 1, node = "tikhaya-1", post = "tikhaya"
/// node.key.pem              PRIVATE KEY   EC P-256, this end of mutual TLS (PKCS #8)
/// node.cert.pem             CERTIFICATE   CN = node name
/// signing.key.pem           PRIVATE KEY   Ed25519 (RFC 8410), signs batches
/// storage.key               64 hexadecimal digits, AES-256, for what lies on this disk
/// trust/node-ca.cert.pem    CERTIFICATE   issuer of the hub's certificate
/// trust/hub-receipt.pub.pem PUBLIC KEY    Ed25519
/// trust/release.pub.pem     PUBLIC KEY    Ed25519
/// trust/hub-seal.pub.pem    PUBLIC KEY    X25519
/// ```
@NullMarked
package org.forpost.edge.identity;

import org.jspecify.annotations.NullMarked;
