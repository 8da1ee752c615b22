package org.forpost.protocol.sync;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Audit;
import org.forpost.protocol.release.Manifest;

/// What a node's end of the conversation wants done. Each is done in the order given.
public sealed interface EdgeAction {
    /// Bring the transport up; answer with `Connected` or `Lost`.
    record Dial() implements EdgeAction {}

    /// Drop the transport at once, without waiting for anything; no `Lost` is expected.
    record HangUp(String why) implements EdgeAction {}

    /// Hand this message to the transport; answer with `Acknowledged` or `Rejected`.
    record Publish(long ticket, byte[] message) implements EdgeAction {}

    /// The hub holds a chain up to here: remember it durably, those records may go one day. It may
    /// be lower than the last one, where the hub came back from a backup.
    ///
    /// @param fresh whether it came over a wire just now: one that was brought by hand says nothing
    ///   about what time it is, but that it is later
    record Receipted(Receipt receipt, byte[] signed, boolean fresh) implements EdgeAction {}

    /// The hub's word on the chain of another journal, for which this node carries: hand it on to
    /// that node, and let go what is held for it. It may be of this node's own name, where a box
    /// was replaced and peers had kept what the one before recorded. It says nothing about this
    /// node's own chains. Its signature is the hub's; how old it is, is not known where it was
    /// brought by hand.
    record PeerReceipt(Receipt receipt, byte[] signed) implements EdgeAction {}

    /// What became of something that was to be carried.
    ///
    /// @param object SHA-256 of the envelope, or of a signed hello that was refused
    record CarriedAway(byte[] object, Outcome outcome) implements EdgeAction {
        /// How it ended.
        public sealed interface Outcome {
            /// The transport's other end took all of it, or the hub says that it holds it. Only a
            /// receipt that covers it lets it go: a broker between the two may forget, and what
            /// came before it in its chain may be missing at the hub. Without one it is to be
            /// offered again, after a minute.
            record Acknowledged() implements Outcome {}

            /// It was refused: sent again as it is, it will be refused again; but 0x83 says that
            /// something has to come before it, which is the node's hello (SPEC.md §9).
            ///
            /// @param code MQTT 5 reason code, 0x80 or more
            record Rejected(int code) implements Outcome {}

            /// The contact ended before all of it was acknowledged, or there was none: offer it
            /// again in the next.
            record Lost() implements Outcome {}

            /// Too much waits already, and as much of this node as of any other: offer it again
            /// when something was carried away.
            record Full() implements Outcome {}
        }
    }

    /// Make this release durable and put it in force; answer with `Installed` or `NotInstalled`.
    record Install(Manifest manifest, byte[] signed, byte[] content) implements EdgeAction {}

    /// Something that was refused, for the officer's page and the audit.
    record Refuse(String why) implements EdgeAction {}

    /// The hub has shown that this disk was restored or cloned: let the journal begin a new
    /// incarnation ([Journal#beginIncarnation]), whose first entry is [#audit]; answer with
    /// `Incarnated` or `NotIncarnated`.
    ///
    /// @param held number of each chain, by priority, up to which the hub is known to hold it:
    ///   everything behind is carried over; [Journal#EVERYTHING] where nothing is known
    record NewIncarnation(Reason reason, String why, long[] held) implements EdgeAction {
        /// Why this incarnation cannot go on.
        public enum Reason {
            /// The hub holds records that this journal does not have.
            BEHIND,
            /// The hub holds two histories of it.
            FORKED,
            /// This node holds receipts for records that its journal does not have.
            SHELF,
            /// The hub came back from a backup, and lacks records that are not sent again in this
            /// incarnation.
            LOST
        }

        /// What the first entry of the new incarnation tells.
        public Audit audit(Journal.Succession succession) {
            String detail =
                    String.format(
                            Locale.ROOT,
                            "follows %s, which ended here at %s; carries over %s; %s: %s",
                            HexFormat.of().formatHex(succession.follows()),
                            Arrays.stream(succession.ended())
                                    .map(head -> Long.toString(head.number()))
                                    .collect(Collectors.joining("/")),
                            Arrays.stream(succession.carried())
                                    .mapToObj(Long::toString)
                                    .collect(Collectors.joining("/")),
                            reason.name().toLowerCase(Locale.ROOT),
                            why);
            return new Audit("incarnation-began", detail);
        }
    }

    /// The hub holds these records in quarantine: note it durably (an audit record), then remember
    /// the number of the last one ([EdgeConversation.Standing#told]); answer with `Noted`. Without
    /// an answer the hub tells again after the next start.
    ///
    /// @param receipt which tells of them
    /// @param refused those of its refused records that were not known
    record Quarantined(Receipt receipt, byte[] signed, List<Receipt.Refused> refused)
            implements EdgeAction {
        /// What the audit record tells: the number and the field of as many as fit.
        public Audit audit() {
            StringBuilder detail =
                    new StringBuilder()
                            .append(refused.size())
                            .append(" of chain ")
                            .append(receipt.priority().code())
                            .append(':');
            for (Receipt.Refused one : refused) {
                String next = " #" + one.number() + " " + one.field() + ";";
                if ((detail + next).getBytes(StandardCharsets.UTF_8).length
                        > Audit.MAX_DETAIL - 4) {
                    return new Audit("records-quarantined", detail + " …");
                }
                detail.append(next);
            }
            return new Audit("records-quarantined", detail.toString());
        }
    }

    /// Something that people must look at.
    record Alarm(Code code, String what) implements EdgeAction {
        /// What it is about.
        public enum Code {
            JOURNAL_UNREADABLE,
            MESSAGE_REFUSED,
            /// A record that the hub could not take even alone went by its hash.
            RECORD_WITHHELD,
            /// The hub holds less than it had receipted; what is still here is sent again.
            HUB_WENT_BACK,
            /// The journal has to begin a new incarnation and could not.
            INCARNATION
        }
    }

    /// Send `Wake` at this time of the monotonic clock. A later one replaces an earlier one.
    record WakeAt(long millis) implements EdgeAction {}
}
