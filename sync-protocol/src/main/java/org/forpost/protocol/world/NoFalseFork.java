package org.forpost.protocol.world;

import java.util.HashSet;
import java.util.Set;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.sync.EdgeAction;
import org.forpost.protocol.sync.HubAlarm;
import org.forpost.protocol.sync.LedgerEntry;

/// An incarnation that only ever was on one disk, and never on an older copy of it, is never called
/// forked or outlived and never has to end: not by crashes, not by anything that links do, not by
/// what another lane sends; and by a hub that came back from yesterday's copy only where it has
/// forgotten something of this journal that this incarnation cannot bring again. And nobody is
/// alarmed about such a post for anything that did not happen to it.
final class NoFalseFork extends Invariant {
    private final Set<String> endedForLostRecords = new HashSet<>();

    NoFalseFork(Truth truth) {
        super(truth);
    }

    private void mustHaveBeenCopied(String node, byte[] incarnation, String what) {
        if (!truth.wasCopied(incarnation) && !node.equals(SimByzantine.NAME)) {
            throw broken(what + ", and " + hex(incarnation) + " of " + node + " has one history");
        }
    }

    @Override
    void receiptSent(Receipt receipt) {
        if (receipt.verdict() == Receipt.Verdict.FORKED
                || (receipt.verdict() == Receipt.Verdict.UNREADABLE && !truth.hasUnreadable())) {
            mustHaveBeenCopied(
                    receipt.node(), receipt.incarnation(), "verdict " + receipt.verdict());
        }
    }

    @Override
    void ledger(LedgerEntry entry) {
        if (entry instanceof LedgerEntry.Forked forked) {
            mustHaveBeenCopied(forked.node(), forked.incarnation(), "evidence of a fork is kept");
        }
    }

    @Override
    void ends(SimPost post, byte[] incarnation, EdgeAction.NewIncarnation why) {
        if (mayMissRecords(post) && why.reason() == EdgeAction.NewIncarnation.Reason.LOST) {
            endedForLostRecords.add(hex(incarnation));
        } else {
            mustHaveBeenCopied(post.name(), incarnation, "it ends: " + why.why());
        }
    }

    @Override
    void alarm(SimPost post, EdgeAction.Alarm alarm) {
        boolean foreseen =
                switch (alarm.code()) {
                    case JOURNAL_UNREADABLE ->
                            truth.wasFlipped(post) || alarm.what().contains("Input/output error");
                    case HUB_WENT_BACK -> mayMissRecords(post);
                    case INCARNATION -> true;
                    case RECORD_WITHHELD -> truth.hasUnreadable();
                    case MESSAGE_REFUSED -> false;
                };
        if (!foreseen) {
            throw broken(post.label() + " raised an alarm: " + alarm);
        }
    }

    /// The hub has forgotten something of an incarnation of this post; or a clone has brought
    /// something in one that this post has left, which looks the same.
    private boolean mayMissRecords(SimPost post) {
        return post.incarnations().stream().anyMatch(truth::wentBack)
                || post.journal().formerIncarnations().stream().anyMatch(truth::wasCopied);
    }

    @Override
    void refused(SimPost post, String why) {
        // The hub answers a name: what one machine asked may reach the other one of its name.
        boolean twin = why.contains("another journal") && truth.hasTwin(post.name());
        boolean rightly =
                why.contains("is lower than") || why.contains("not signed by the hub's key");
        if (!rightly && !twin) {
            throw broken(post.label() + " refused: " + why);
        }
    }

    @Override
    void hubAlarm(String node, HubAlarm alarm) {
        switch (alarm) {
            case HubAlarm.Forked forked ->
                    mustHaveBeenCopied(node, forked.incarnation(), "the hub calls it forked");
            case HubAlarm.Outlived outlived -> {
                // It ended for records that the hub had lost, and peers had kept some of them.
                if (!endedForLostRecords.contains(hex(outlived.incarnation()))) {
                    mustHaveBeenCopied(node, outlived.incarnation(), "the hub calls it outlived");
                }
            }
            case HubAlarm.TookOver tookOver -> {
                if (!endedForLostRecords.contains(hex(tookOver.follows()))) {
                    mustHaveBeenCopied(node, tookOver.follows(), "the hub saw it taken over");
                }
            }
            case HubAlarm.Quarantined _ -> {} // RefusalAlwaysTold looks at these
            case HubAlarm.Refused _, HubAlarm.TooManyIncarnations _ -> {
                boolean foreseen =
                        alarm instanceof HubAlarm.Refused refused
                                && (truth.hasUnreadable()
                                        || (truth.hasAltered(node)
                                                && refused.field().startsWith("of ")));
                if (!foreseen && !node.equals(SimByzantine.NAME)) {
                    throw broken("the hub raised an alarm about " + node + ": " + alarm);
                }
            }
        }
    }
}
