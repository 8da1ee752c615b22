package org.forpost.edge.post.tunnel;

import io.netty.util.AttributeKey;
import java.security.cert.X509Certificate;
import org.forpost.edge.post.Neighbours;

/// What a channel of the tunnel knows of itself.
final class Keys {
    /// The certificate that the other end has proved.
    static final AttributeKey<X509Certificate> SHOWN = AttributeKey.valueOf("forpost.shown");

    /// The lane that this is.
    static final AttributeKey<String> PEER = AttributeKey.valueOf("forpost.peer");

    /// Where it was dialled, if it was.
    static final AttributeKey<Neighbours.Address> DIALLED = AttributeKey.valueOf("forpost.dialled");

    /// Whether no peer was known at its address when it came to the door.
    static final AttributeKey<Boolean> STRANGER = AttributeKey.valueOf("forpost.stranger");

    static final AttributeKey<Boolean> LEFT_DOOR = AttributeKey.valueOf("forpost.leftDoor");

    private Keys() {}
}
