/// Who the hub is, and who its nodes are: keys and certificates as directories of small text files.
///
/// Everything in here is read by people and by other programs, so the formats are the plainest that
/// exist: PEM (RFC 7468) around PKCS #8 (RFC 5958, version 0: the private key alone) or
/// `SubjectPublicKeyInfo` (RFC 5280 §4.1; RFC 8410 for Ed25519 and X25519), 32-byte symmetric keys
/// as 64 hexadecimal digits and a line feed, and TOML. Directories are `rwx------`, files
/// `rw-------`.
///
/// A **node's identity directory** (written by `forpost hub enrol --out DIR`, read by the node; see
/// [NodeIdentity]):
///
/// ```
/// DIR/
///   node.toml                 format = 1, node = "tikhaya-1", post = "tikhaya"
///   node.key.pem              PRIVATE KEY   EC P-256, the node's end of mutual TLS
///   node.cert.pem             CERTIFICATE   CN = node name, extended key usage clientAuth, signed by the node CA
///   signing.key.pem           PRIVATE KEY   Ed25519, signs the node's batches (seed: last 32 bytes of the DER)
///   storage.key               64 hexadecimal digits: AES-256 key for what the node keeps on its disk
///   trust/
///     node-ca.cert.pem        CERTIFICATE   EC P-256: issuer of the hub's TLS certificate and of every node's
///     hub-receipt.pub.pem     PUBLIC KEY    Ed25519, verifies receipts
///     release.pub.pem         PUBLIC KEY    Ed25519, verifies releases
///     hub-seal.pub.pem        PUBLIC KEY    X25519, batches are sealed to it (HPKE, RFC 9180)
/// ```
///
/// The **hub's directory** (written by `forpost hub init --dir DIR`; see [HubIdentity]):
///
/// ```
/// DIR/
///   hub.toml                  format = 1, hosts = ["127.0.0.1"]
///   keys/
///     node-ca.key.pem         PRIVATE KEY   EC P-256, issues node certificates
///     hub.key.pem             PRIVATE KEY   EC P-256, the hub's end of TLS
///     receipt.key.pem         PRIVATE KEY   Ed25519
///     release.key.pem         PRIVATE KEY   Ed25519
///     seal.key.pem            PRIVATE KEY   X25519
///     ledger.key              64 hexadecimal digits: AES-256 key of the ledger
///   trust/                    what every node is given, and hub.cert.pem (CN = Forpost hub, SAN = hosts)
///   nodes/NAME/               one directory per enrolled node: node.toml, node.cert.pem, signing.pub.pem
///   ledger/                   the ledger's segments
///   releases/                 signed releases, one file each
///   bundles/                  bundles that were brought and are not taken in yet, and their answers
///   registry/                 H2 projection of the ledger: may be deleted at any time while the hub is stopped
/// ```
@NullMarked
package org.forpost.hub.identity;

import org.jspecify.annotations.NullMarked;
