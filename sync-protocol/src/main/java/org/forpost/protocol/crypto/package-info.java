/// The cryptography that is handed in: ports here, Bouncy Castle behind them. Ed25519 signs (RFC
/// 8032), HPKE seals (RFC 9180), AES-256-GCM encrypts at rest (NIST SP 800-38D).
@NullMarked
package org.forpost.protocol.crypto;

import org.jspecify.annotations.NullMarked;
