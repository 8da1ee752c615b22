package org.forpost.hub.fleet;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Something that an administrator has to see.
///
/// @param number position in the book, from 1
/// @param code what happened, for a page to say in its reader's language
/// @param node the node that it is about, as far as that is known for certain
/// @param detail what exactly, for the one who looks into it; English, one line
/// @param first when it happened first
/// @param last when it happened last
/// @param times how often it happened since, at least 1
public record Alarm(
        long number,
        Code code,
        @Nullable String node,
        String detail,
        Instant first,
        Instant last,
        int times) {

    /// Whether this is the same again.
    boolean isAbout(Code otherCode, @Nullable String otherNode, String otherDetail) {
        return code == otherCode && Objects.equals(node, otherNode) && detail.equals(otherDetail);
    }

    /// The kinds of alarm; [#key] is their name in the API.
    public enum Code {
        /// A connection showed a certificate that the node CA did not issue, or that is not valid
        /// now.
        FOREIGN_CERTIFICATE("foreign-certificate"),
        /// The certificate is the CA's, but its node was never enrolled here, or has another
        /// certificate by now.
        NOT_ENROLLED("not-enrolled"),
        /// A node called itself by another name than its certificate's.
        CLAIMED_NAME("claimed-name"),
        /// A node published or subscribed to a topic that is not its own.
        FOREIGN_TOPIC("foreign-topic"),
        /// A connection broke the rules of the transport.
        PROTOCOL("protocol"),
        /// A node connected while it was connected.
        TAKEN_OVER("taken-over"),
        /// The hub had no room for more connections or bytes.
        BUSY("busy"),
        /// A message was refused: malformed, not authentic, or out of place.
        REFUSED("refused"),
        /// A record of an accepted batch was not what it has to be and was set aside.
        QUARANTINED("quarantined"),
        /// Two different records bear the same number of the same chain.
        FORK("fork"),
        /// A node's journal began a new incarnation: its disk was restored or cloned.
        RESTORED("restored"),
        /// A release could not be published.
        RELEASE("release"),
        /// A bundle could not be taken in.
        BUNDLE("bundle"),
        /// The registry does not follow the ledger.
        REGISTRY("registry"),
        /// Anything else that a conversation reports.
        CONVERSATION("conversation");

        private final String key;

        Code(String key) {
            this.key = key;
        }

        public String key() {
            return key;
        }
    }
}
