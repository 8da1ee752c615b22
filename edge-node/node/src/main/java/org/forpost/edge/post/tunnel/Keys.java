package org.forpost.edge.post.tunnel;

import io.netty.util.AttributeKey;
import java.security.cert.X509Certificate;

/// What a channel of the tunnel knows of itself.
final class Keys {
    /// The certificate that the other end has proved.
    static final AttributeKey<X509Certificate> SHOWN = AttributeKey.valueOf("forpost.shown");

    static final AttributeKey<Boolean> LEFT_DOOR = AttributeKey.valueOf("forpost.leftDoor");

    private Keys() {}
}
