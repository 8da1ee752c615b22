package org.forpost.sim.trust;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// The key that a device signs with (RSA, for RS256) and its certificates, the device's own first,
/// the trust anchor left out.
public record DeviceIdentity(PrivateKey key, List<X509Certificate> chain) {
    /// Copies the chain; it must not be empty.
    public DeviceIdentity {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a device needs a certificate of its own");
        }
    }
}
