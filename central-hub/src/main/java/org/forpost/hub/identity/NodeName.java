package org.forpost.hub.identity;

import java.security.cert.X509Certificate;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.jspecify.annotations.Nullable;

/// The names that nodes and posts may bear.
///
/// A node's name is at once a certificate's common name, an MQTT client id, a topic level and a
/// directory name, so it is confined to what all four take without escaping:
/// `[a-z0-9][a-z0-9-]{0,62}`. 63 characters is the limit of a DNS label (RFC 1035 §2.3.4), and one
/// below that of an X.509 common name (RFC 5280, ub-common-name).
public final class NodeName {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private NodeName() {}

    /// Whether `name` may be borne by a node or a post.
    public static boolean isValid(String name) {
        return LABEL.matcher(name).matches();
    }

    /// `name` itself.
    ///
    /// @param what how the value is called in the message, "node name" for one
    /// @throws IllegalArgumentException if `name` may not be borne
    public static String require(String what, String name) {
        if (!isValid(name)) {
            throw new IllegalArgumentException(
                    what
                            + " must be 1 to 63 of a-z, 0-9 and '-', not starting with '-', but was \""
                            + printable(name)
                            + "\"");
        }
        return name;
    }

    /// The common name in a certificate's subject, if there is exactly one and a node may bear it.
    public static @Nullable String of(X509Certificate certificate) {
        RDN[] names =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded())
                        .getRDNs(BCStyle.CN);
        if (names.length != 1 || names[0].isMultiValued()) {
            return null;
        }
        String name = IETFUtils.valueToString(names[0].getFirst().getValue());
        return isValid(name) ? name : null;
    }

    /// A foreign string made fit for one line of a log: at most 64 characters, none of them a
    /// control character.
    public static String printable(String foreign) {
        var shown = new StringBuilder();
        foreign.codePoints()
                .limit(64)
                .forEach(c ->
                        shown.appendCodePoint(
                                Character.isISOControl(c)
                                                || Character.getType(c) == Character.FORMAT
                                                || !Character.isDefined(c)
                                        ? '\uFFFD'
                                        : c));
        return shown.toString();
    }
}
