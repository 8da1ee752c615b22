package org.forpost.edge;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.forpost.edge.uplink.ReceiptShelf;
import org.forpost.protocol.journal.DurabilityLostException;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.Retention;
import org.forpost.protocol.receipt.Receipt;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.sync.EdgeConversation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Destroys keys of the journal as the hub's receipts allow. Used by the uplink's thread.
final class Forgetting {
    private static final Logger LOG = LoggerFactory.getLogger(Forgetting.class);

    private final Journal journal;
    private final Retention retention;
    private final ReceiptShelf shelf;
    private final BiConsumer<String, String> note;
    private final Consumer<String> fatal;
    private byte[] incarnation;
    private final long[] numbers = new long[Priority.COUNT];
    private SortedMap<Long, Long> kept;

    /// @param note writes an audit record: event and detail
    /// @param fatal told in one line that the disk did not confirm; must stop the process
    Forgetting(
            Journal journal,
            long retentionMillis,
            ReceiptShelf shelf,
            EdgeConversation.Standing standing,
            BiConsumer<String, String> note,
            Consumer<String> fatal) {
        this.journal = journal;
        this.shelf = shelf;
        this.note = note;
        this.fatal = fatal;
        this.incarnation = journal.incarnation();
        this.kept = shelf.coveredSince(LOG::warn);
        this.retention = new Retention(journal, retentionMillis, kept);
        Arrays.setAll(numbers, i -> standing.receipted()[i].number());
    }

    void receipted(Receipt receipt) {
        if (!Arrays.equals(incarnation, receipt.incarnation())) {
            incarnation = journal.incarnation();
            Arrays.fill(numbers, 0);
        }
        if (!Arrays.equals(incarnation, receipt.incarnation())) {
            return;
        }
        numbers[receipt.priority().code()] = receipt.head().number();
        try {
            List<Long> gone = retention.receipted(numbers, receipt.hubMillis());
            SortedMap<Long, Long> since = retention.coveredSince();
            if (!since.equals(kept)) {
                shelf.keepCoveredSince(since);
                kept = since;
            }
            if (!gone.isEmpty()) {
                note.accept(
                        "keys-destroyed",
                        "journal segments "
                                + gone.getFirst()
                                + " to "
                                + gone.getLast()
                                + " can be read by the hub only");
            }
        } catch (IOException e) {
            LOG.warn("no key of the journal was destroyed: {}", e.getMessage());
        } catch (DurabilityLostException e) {
            fatal.accept("The disk did not confirm a write: " + e.getMessage());
        }
    }
}
