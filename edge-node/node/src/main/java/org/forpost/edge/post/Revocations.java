package org.forpost.edge.post;

import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Certificates of nodes that the hub has taken back: the node CA's revocation lists (RFC 5280 §5)
/// within the trust release in force. Lists of other authorities in the same release are those of
/// passports and mean nothing here.
///
/// A list never expires here: what is taken back stays so until another release says otherwise, and
/// an outage must not part the lanes.
public final class Revocations implements Predicate<X509Certificate> {
    private final X509Certificate nodeCa;
    private final Supplier<List<X509CRL>> lists;

    /// @param lists of the release in force, read anew each time
    public Revocations(X509Certificate nodeCa, Supplier<List<X509CRL>> lists) {
        this.nodeCa = nodeCa;
        this.lists = lists;
    }

    @Override
    public boolean test(X509Certificate certificate) {
        return lists.get().stream()
                .anyMatch(list -> isOurs(list) && list.getRevokedCertificate(certificate) != null);
    }

    private boolean isOurs(X509CRL list) {
        if (!list.getIssuerX500Principal().equals(nodeCa.getSubjectX500Principal())) {
            return false;
        }
        try {
            list.verify(nodeCa.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false; // the release is signed, and yet this list is not the node CA's word
        }
    }
}
