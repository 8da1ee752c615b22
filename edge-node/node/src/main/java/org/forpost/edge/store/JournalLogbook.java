package org.forpost.edge.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.forpost.protocol.journal.DurabilityLostException;
import org.forpost.protocol.journal.GroupCommit;
import org.forpost.protocol.journal.Journal;
import org.forpost.protocol.record.HybridClock;
import org.forpost.protocol.record.PostRecord;
import org.forpost.protocol.record.RecordCodec;
import org.forpost.protocol.record.RecordId;
import org.forpost.protocol.sync.EdgeAction;

/// The logbook over the journal: one `force` for everybody who writes at the same time.
public final class JournalLogbook implements Logbook {
    private final Journal journal;
    private final GroupCommit commit;
    private final String node;
    private final HybridClock clock;
    private final Consumer<String> fatal;
    private final List<Runnable> readers = new CopyOnWriteArrayList<>();

    /// @param node as its certificate names it
    /// @param fatal told in one line that the disk did not confirm a force; must stop the process
    public JournalLogbook(Journal journal, String node, HybridClock clock, Consumer<String> fatal) {
        this.journal = journal;
        this.commit = new GroupCommit(journal);
        this.node = node;
        this.clock = clock;
        this.fatal = fatal;
    }

    /// Runs `reader` after every write, before it is answered, on the writer's thread: quick work
    /// only.
    public void onWritten(Runnable reader) {
        readers.add(reader);
    }

    @Override
    public List<Entry> write(List<Draft> drafts) throws NotRecordedException {
        List<PostRecord> records = new ArrayList<>();
        List<GroupCommit.Draft> payloads = new ArrayList<>();
        for (Draft draft : drafts) {
            PostRecord record = new PostRecord(draft.id(), node, clock.next(), draft.body());
            records.add(record);
            payloads.add(new GroupCommit.Draft(record.priority(), encoded(record)));
        }
        List<Entry> entries = new ArrayList<>();
        try {
            var written = commit.record(payloads);
            for (int i = 0; i < written.size(); i++) {
                PostRecord record = records.get(i);
                entries.add(
                        new Entry(record.id(), record.priority(), written.get(i).head().number()));
            }
        } catch (IOException e) {
            throw new NotRecordedException(
                    "The record could not be written to the disk: " + e.getMessage(),
                    "Make room on the disk (see 'data' in the configuration), then decide again.",
                    e);
        } catch (DurabilityLostException e) {
            throw stopped(e);
        }
        readers.forEach(Runnable::run);
        return entries;
    }

    /// Begins a new incarnation of the journal, whose first entry tells of it.
    ///
    /// @throws NotRecordedException if it is not durable; the old incarnation is still there
    public void begin(RecordId id, EdgeAction.NewIncarnation ending) throws NotRecordedException {
        try {
            journal.beginIncarnation(
                    ending.held(),
                    succession ->
                            RecordCodec.encode(
                                    new PostRecord(
                                            id, node, clock.next(), ending.audit(succession))));
        } catch (IOException e) {
            throw new NotRecordedException(
                    "The journal could not begin a new incarnation: " + e.getMessage(),
                    "Make room on the disk (see 'data' in the configuration).",
                    e);
        } catch (DurabilityLostException e) {
            throw stopped(e);
        }
        readers.forEach(Runnable::run);
    }

    private NotRecordedException stopped(DurabilityLostException e) {
        fatal.accept("The disk did not confirm a write: " + e.getMessage());
        return new NotRecordedException(
                "The disk did not confirm that the record is safe; this program stops.",
                "Start it again and look whether the crossing is there; check the disk.",
                e);
    }

    /// Nothing is in the journal yet: a field beyond its bound stops all of the drafts.
    private static byte[] encoded(PostRecord record) throws NotRecordedException {
        try {
            return RecordCodec.encode(record);
        } catch (IllegalArgumentException e) {
            throw new NotRecordedException(
                    "The record could not be written: " + e.getMessage(),
                    "Correct that field, then decide again.",
                    e);
        }
    }
}
