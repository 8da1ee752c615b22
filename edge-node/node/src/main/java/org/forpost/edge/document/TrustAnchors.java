package org.forpost.edge.document;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;

/// Whose signature on a document is believed: what the TRUST release in force holds. Asked anew for
/// each document, so that a new release takes effect with the next traveller.
///
/// What comes from here was verified with its release; the chip's own certificates never were.
public interface TrustAnchors {

    /// Certificates of country signing authorities (CSCA; ICAO Doc 9303 part 12), those of link
    /// certificates included. Of whatever country and key; brainpool curves too.
    List<X509Certificate> authorities();

    /// Lists of revoked document signers. They need not be checked by who gives them here: a list
    /// counts only where the signer's own authority has signed it.
    List<X509CRL> revocationLists();

    /// Nobody is believed: before the first release has come.
    static TrustAnchors none() {
        return new TrustAnchors() {
            @Override
            public List<X509Certificate> authorities() {
                return List.of();
            }

            @Override
            public List<X509CRL> revocationLists() {
                return List.of();
            }
        };
    }
}
