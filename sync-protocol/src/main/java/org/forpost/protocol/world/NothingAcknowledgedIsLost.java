package org.forpost.protocol.world;

import java.io.IOException;
import java.util.List;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.sync.LedgerEntry;

/// What a lane was told is recorded is in its journal after every restart, in its place and
/// unchanged. What a receipt covers was durable in the hub's ledger before the receipt was sent,
/// and is there after every restart. At rest the hub counts everything that was recorded.
///
/// Where somebody reached past the disk's promises:
/// - a flipped bit: the journal names the segment, or cuts its unproven end and says so; nothing is
///   gone without a word;
/// - a copy in the place of a disk: what had been recorded when the copy was made is there. What
///   came later and was not counted yet went with the disk;
/// - a disk that was thrown away: what it held and the hub did not count went with it;
/// - a hub that came back from yesterday's copy: what this had is there, and at rest everything is
///   counted again that a post's journal holds, of whichever incarnation.
final class NothingAcknowledgedIsLost extends Invariant {
    NothingAcknowledgedIsLost(Truth truth) {
        super(truth);
    }

    @Override
    void reopened(SimPost post, Journal journal) {
        List<Truth.Promise> promises = truth.promises(post);
        if (journal.recordedSequence() < promises.size()
                && !(truth.wasFlipped(post) && post.saidThatATailWasCut())) {
            throw broken(
                    post.label()
                            + " recorded "
                            + promises.size()
                            + " entries, and after a restart "
                            + journal.recordedSequence()
                            + " are there");
        }
        try {
            journal.replay(
                    1,
                    entry -> {
                        int place = (int) entry.sequence() - 1;
                        if (place < promises.size()
                                && promises.get(place).head().number() > 0
                                && !promises.get(place).head().equals(entry.head())) {
                            throw broken(
                                    post.label()
                                            + " recorded "
                                            + promises.get(place).head()
                                            + " as entry "
                                            + entry.sequence()
                                            + " and has "
                                            + entry.head()
                                            + " there after a restart");
                        }
                    });
        } catch (IOException e) {
            if (!truth.wasFlipped(post)) {
                throw broken(post.label() + " cannot read what it recorded: " + e.getMessage());
            }
        }
    }

    @Override
    void damaged(SimPost post, String what) {
        if (!truth.wasFlipped(post) || !what.contains("segment-")) {
            throw broken(post.label() + ": " + what);
        }
    }

    @Override
    void hubReopened(List<LedgerEntry> found) {
        List<LedgerEntry> ledger = truth.ledger();
        for (int i = 0; i < ledger.size(); i++) {
            if (i >= found.size() || !Truth.same(ledger.get(i), found.get(i))) {
                throw broken(
                        "entry "
                                + (i + 1)
                                + " of "
                                + ledger.size()
                                + " that the ledger held is not in it after a restart");
            }
        }
    }

    @Override
    void receiptSent(Receipt receipt) {
        String chain = chain(receipt.node(), receipt.incarnation(), receipt.priority());
        long number = receipt.head().number();
        if (number > truth.counted(chain)) {
            throw broken(chain + " is receipted up to " + number + " before the ledger was forced");
        }
    }

    @Override
    void rest(World world) {
        for (SimPost post : world.posts()) {
            List<Truth.Promise> promises = truth.promises(post);
            for (int i = 0; i < promises.size(); i++) {
                if (promises.get(i).head().number() > 0 && !truth.counts(promises.get(i))) {
                    throw broken(
                            "entry "
                                    + (i + 1)
                                    + " of "
                                    + post.label()
                                    + " is not counted, and nothing waits");
                }
            }
        }
    }
}
