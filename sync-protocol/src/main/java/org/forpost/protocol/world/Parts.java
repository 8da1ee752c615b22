package org.forpost.protocol.world;

import java.io.IOException;
import java.util.List;
import org.forpost.protocol.crypto.SignatureCheck;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.journal.Store;
import org.forpost.protocol.record.Priority;
import org.forpost.protocol.sync.EdgeAction;
import org.forpost.protocol.sync.EdgeConversation;
import org.forpost.protocol.sync.EdgeEvent;
import org.forpost.protocol.sync.HubAction;
import org.forpost.protocol.sync.HubConversation;
import org.forpost.protocol.sync.HubEvent;
import org.forpost.protocol.sync.LedgerEntry;
import org.forpost.protocol.sync.Outbox;

/// What a world is put together from. These are the honest parts; only tests have others, with a
/// mistake in each, to see whether the world finds it.
class Parts {
    static final Parts HONEST = new Parts();

    Store postStore(FaultyDisk disk) {
        return disk;
    }

    Store hubStore(FaultyDisk disk) {
        return disk;
    }

    /// Forces, and then lets people know.
    void force(Journal journal, Runnable promise) {
        journal.force();
        promise.run();
    }

    Outbox outbox(Outbox outbox) {
        return outbox;
    }

    SignatureCheck receipts(SignatureCheck hub) {
        return hub;
    }

    Journal.Succession beginIncarnation(
            Journal journal, EdgeAction.NewIncarnation why, Journal.Opening opening)
            throws IOException {
        return journal.beginIncarnation(why.held(), opening);
    }

    List<EdgeAction> edge(EdgeConversation end, long now, EdgeEvent event) {
        return end.on(now, event);
    }

    List<HubAction> hub(HubConversation end, HubEvent event) {
        return end.on(event);
    }

    void append(Journal ledger, byte[] entry) throws IOException {
        ledger.append(Priority.AUDIT, entry);
    }

    void force(Journal ledger) {
        ledger.force();
    }

    void restore(HubConversation end, List<LedgerEntry> ledger) {
        ledger.forEach(end::restore);
    }
}
