package org.forpost.edge;

import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.forpost.edge.uplink.ReceiptShelf;
import org.forpost.protocol.journal.DurabilityLostException;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.Retention;
import org.forpost.protocol.receipt.Receipt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Destroys keys of the journal as the hub's receipts allow. Used by the uplink's thread.
final class Forgetting {
    private static final Logger LOG = LoggerFactory.getLogger(Forgetting.class);

    private final Retention retention;
    private final ReceiptShelf shelf;
    private final LongSupplier uptimeMillis;
    private final BiConsumer<String, String> note;
    private final Consumer<String> fatal;
    private Retention.Covered kept;

    /// @param uptimeMillis of this machine, in all its runs
    /// @param note writes an audit record: event and detail
    /// @param fatal told in one line that the disk did not confirm; must stop the process
    Forgetting(
            Journal journal,
            long retentionMillis,
            ReceiptShelf shelf,
            LongSupplier uptimeMillis,
            BiConsumer<String, String> note,
            Consumer<String> fatal) {
        this.shelf = shelf;
        this.uptimeMillis = uptimeMillis;
        this.note = note;
        this.fatal = fatal;
        this.kept = shelf.covered(LOG::warn);
        this.retention = new Retention(journal, retentionMillis, kept);
    }

    void receipted(Receipt receipt) {
        try {
            List<Long> gone =
                    retention.receipted(
                            receipt.incarnation(),
                            receipt.priority(),
                            receipt.head().number(),
                            new Retention.Moment(receipt.hubMillis(), uptimeMillis.getAsLong()));
            Retention.Covered now = retention.covered();
            if (!now.since().equals(kept.since())) {
                shelf.keepCovered(now);
                kept = now;
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
