package org.forpost.edge.bench;

import java.io.IOException;
import org.forpost.edge.identity.Identity;
import org.forpost.edge.uplink.Transport;

/// Makes a node's way to a hub or a broker.
@FunctionalInterface
public interface Dialling {
    Transport to(String host, int port, Identity identity) throws IOException;
}
