package org.forpost.edge.post;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/// Who may come in: holders of a certificate that the hub issued for a lane of this post, which has
/// neither expired nor been revoked.
///
/// A node's certificate says `O=Forpost, OU=<post>, CN=<node>`, extended key usage clientAuth; the
/// hub's own says serverAuth and passes for no lane. Both ends of a tunnel are asked the same, so a
/// node's certificate can never serve as the hub's.
public final class Admission {
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    private final X509Certificate nodeCa;
    private final String post;
    private final Predicate<String> expected;
    private final Predicate<X509Certificate> revoked;
    private final LongSupplier earliestMillis;

    /// @param nodeCa issues certificates of nodes
    /// @param nodes names of the lanes that are let in
    /// @param revoked whether the hub has taken a certificate back
    /// @param earliestMillis what time it is at the earliest: a wall clock that jumped ahead must
    ///   not part the lanes (SPEC.md §7.1)
    public Admission(
            X509Certificate nodeCa,
            String post,
            Set<String> nodes,
            Predicate<X509Certificate> revoked,
            LongSupplier earliestMillis) {
        this(nodeCa, post, Set.copyOf(nodes)::contains, revoked, earliestMillis);
    }

    /// @param expected whether a lane of this name is let in; asked anew each time
    public Admission(
            X509Certificate nodeCa,
            String post,
            Predicate<String> expected,
            Predicate<X509Certificate> revoked,
            LongSupplier earliestMillis) {
        this.nodeCa = nodeCa;
        this.post = post;
        this.expected = expected;
        this.revoked = revoked;
        this.earliestMillis = earliestMillis;
    }

    /// The same for one lane only: whoever is dialled must be that one.
    public Admission only(String node) {
        return new Admission(nodeCa, post, node::equals, revoked, earliestMillis);
    }

    /// The same for every lane of this post, whether it is expected or not.
    public Admission ofThePost() {
        return new Admission(nodeCa, post, _ -> true, revoked, earliestMillis);
    }

    /// The name of the lane that showed this chain, which must have been proved by its key.
    ///
    /// @throws CertificateException in one line that says why it is refused
    public String lane(X509Certificate... chain) throws CertificateException {
        if (chain.length != 1) {
            // The hub issues nodes directly: whatever is longer costs time and can't be right.
            throw new CertificateException("one certificate expected, found " + chain.length);
        }
        X509Certificate shown = chain[0];
        checkPath(shown);
        List<String> usages = shown.getExtendedKeyUsage();
        if (usages == null || !usages.contains(CLIENT_AUTH)) {
            throw new CertificateException("it is not of a node");
        }
        if (!"Forpost".equals(part(shown, "O")) || !post.equals(part(shown, "OU"))) {
            throw new CertificateException(
                    "it is of another post: " + shown.getSubjectX500Principal());
        }
        String node = part(shown, "CN");
        if (!expected.test(node)) {
            throw new CertificateException("no lane " + node + " is expected here");
        }
        if (revoked.test(shown)) {
            throw new CertificateException("the hub has revoked it: " + node);
        }
        return node;
    }

    /// RFC 5280 §6.1 with the node CA as the only anchor.
    @SuppressWarnings("JavaUtilDate") // PKIXParameters takes no other
    private void checkPath(X509Certificate shown) throws CertificateException {
        try {
            var parameters = new PKIXParameters(Set.of(new TrustAnchor(nodeCa, null)));
            parameters.setRevocationEnabled(false); // by release, not by OCSP: `revoked`
            // One that begins in the future is no threat: its holder's clock or ours is wrong.
            parameters.setDate(
                    new Date(Math.max(earliestMillis.getAsLong(), shown.getNotBefore().getTime())));
            var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(shown));
            CertPathValidator.getInstance("PKIX").validate(path, parameters);
        } catch (CertificateException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new CertificateException("not issued by this post's hub, or expired: " + e, e);
        }
    }

    private static String part(X509Certificate certificate, String type)
            throws CertificateException {
        X500Principal subject = certificate.getSubjectX500Principal();
        String found = null;
        try {
            for (Rdn rdn : new LdapName(subject.getName(X500Principal.RFC2253)).getRdns()) {
                if (rdn.getType().equals(type)) {
                    if (found != null || !(rdn.getValue() instanceof String text)) {
                        throw new CertificateException("one " + type + " expected in " + subject);
                    }
                    found = text;
                }
            }
        } catch (InvalidNameException e) {
            throw new CertificateException("not a name: " + subject, e);
        }
        if (found == null) {
            throw new CertificateException("no " + type + " in " + subject);
        }
        return found;
    }
}
