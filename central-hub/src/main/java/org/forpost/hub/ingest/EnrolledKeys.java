package org.forpost.hub.ingest;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.forpost.hub.identity.EnrolledNode;
import org.forpost.hub.identity.HubIdentity;
import org.forpost.protocol.crypto.Ed25519;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.sync.HubKeys;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The signing keys of enrolled nodes, read from the hub's directory when a node connects and kept
/// until it does again: a file read for each message would cost more than checking its signature.
/// Of a node that has not connected since the start, they are read when another one carries for it.
final class EnrolledKeys implements HubKeys.Nodes {
    private static final Logger LOG = LoggerFactory.getLogger(EnrolledKeys.class);

    private final HubIdentity identity;
    private final Map<String, SignatureCheck> checks = new ConcurrentHashMap<>();
    private final Map<String, EnrolledNode> known = new ConcurrentHashMap<>();

    EnrolledKeys(HubIdentity identity) {
        this.identity = identity;
    }

    /// Reads the node's registration again.
    Optional<EnrolledNode> refresh(String node) {
        try {
            Optional<EnrolledNode> enrolled = identity.node(node);
            if (enrolled.isPresent()) {
                known.put(node, enrolled.get());
                checks.put(node, Ed25519.check(enrolled.get().signingKey()));
            } else {
                forget(node);
            }
            return enrolled;
        } catch (IOException e) {
            LOG.error("{}: its registration cannot be read: {}", node, e.getMessage());
            forget(node);
            return Optional.empty();
        }
    }

    private void forget(String node) {
        known.remove(node);
        checks.remove(node);
    }

    /// The node's registration, as it was read last.
    Optional<EnrolledNode> known(String node) {
        return Optional.ofNullable(known.get(node));
    }

    @Override
    public @Nullable SignatureCheck signatures(String node) {
        if (!checks.containsKey(node)) {
            var _ = refresh(node);
        }
        return checks.get(node);
    }
}
