package org.forpost.matching;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.forpost.matching.cylinder.Cascade.Part;
import org.forpost.matching.cylinder.Entry;
import org.forpost.matching.cylinder.Projection;
import org.forpost.matching.cylinder.Segment;
import org.forpost.matching.cylinder.SegmentBuilder;
import org.forpost.matching.cylinder.Team;
import org.jspecify.annotations.Nullable;

/// The fingers of many people, searched by [Identifier]. It changes while searches go on: a search
/// sees the whole of one version, never a part of two, and never waits for a change.
///
/// A gallery is a list of immutable segments and, for each, the set of fingers that were removed
/// since. Adding writes a segment and removing marks fingers; a new list then takes the place of
/// the old in one step. In the background small segments are merged into larger ones and removed
/// fingers left out, stepping aside while anybody searches.
///
/// It lives in memory or in a folder ([GalleryFolder]), which one process may change and any number
/// may read. Every finger takes about 2 kB.
public final class Gallery implements AutoCloseable {

    /// What a search sees: never changes.
    record Snapshot(long version, List<Part> parts, int size) {}

    private final Projection projection = Projection.standard();
    private final Team team = Team.shared();
    private final @Nullable GalleryFolder folder;
    private volatile Snapshot snapshot;
    private boolean compacting;
    private boolean closed;

    private Gallery(@Nullable GalleryFolder folder, Snapshot snapshot) {
        this.folder = folder;
        this.snapshot = snapshot;
    }

    /// An empty gallery that lives as long as this process.
    public static Gallery inMemory() {
        return new Gallery(null, new Snapshot(0, List.of(), 0));
    }

    /// Opens the gallery of a folder for searching and changing, or begins one where the folder is
    /// empty or not there. Takes milliseconds, whatever the size.
    ///
    /// @throws GalleryException if a file is damaged or of another version, or another process
    ///   holds the gallery for changing
    public static Gallery open(Path folder) throws IOException {
        GalleryFolder held = GalleryFolder.forChanging(folder);
        try {
            return new Gallery(held, held.read());
        } catch (IOException | RuntimeException e) {
            held.close();
            throw e;
        }
    }

    /// Opens the gallery of a folder for searching only; [#refresh] follows what another process
    /// changes.
    ///
    /// @throws GalleryException if there is none, or a file is damaged or of another version
    public static Gallery openReadOnly(Path folder) throws IOException {
        GalleryFolder followed = GalleryFolder.forReading(folder);
        return new Gallery(followed, followed.read());
    }

    /// Takes over what another process has changed; searches that are running go on with what they
    /// began with.
    ///
    /// @return whether there was anything new
    public synchronized boolean refresh() throws IOException {
        if (folder == null || !folder.readOnly()) {
            return false;
        }
        Snapshot fresh = folder.read(snapshot);
        boolean changed = fresh.version() != snapshot.version();
        snapshot = fresh;
        return changed;
    }

    /// Adds fingers; those of a person who is there already come on top.
    public void add(Collection<Reference> references) {
        update(references, Set.of());
    }

    /// Removes all fingers of these people; unknown ones are passed over.
    public void remove(Collection<String> subjects) {
        update(List.of(), subjects);
    }

    /// Removes and then adds as one step that no search sees half of: what replaces a person's
    /// fingers names the person in both. Costs 0.4 ms of one core for every finger added.
    ///
    /// @throws UncheckedIOException if the folder cannot be written; nothing has changed then
    public void update(Collection<Reference> added, Collection<String> removed) {
        // Describing takes most of the time and needs no lock.
        List<Entry> entries = describe(List.copyOf(added));
        synchronized (this) {
            List<Part> parts = new ArrayList<>();
            for (Part part : snapshot.parts()) {
                parts.add(without(part, removed));
            }
            if (!entries.isEmpty()) {
                parts.add(new Part(lay(entries), new BitSet()));
            }
            publish(parts, snapshot.version() + 1);
            compactIfNeeded();
        }
    }

    /// Puts a new content in place of the old in one step. What is being iterated over is read
    /// little by little, so that a million templates need not be in memory at once.
    ///
    /// @throws UncheckedIOException if the folder cannot be written; nothing has changed then
    public void replace(Iterable<Reference> all) {
        List<Part> parts = new ArrayList<>();
        SegmentBuilder builder = new SegmentBuilder(projection, team::stepAside);
        List<Reference> some = new ArrayList<>();
        for (Reference reference : all) {
            some.add(reference);
            if (some.size() == AT_ONCE) {
                describe(some).forEach(builder::add);
                some.clear();
                if (builder.fingers() > LARGEST_SEGMENT) {
                    parts.add(new Part(lay(builder), new BitSet()));
                    builder = new SegmentBuilder(projection, team::stepAside);
                }
            }
        }
        describe(some).forEach(builder::add);
        if (builder.fingers() > 0) {
            parts.add(new Part(lay(builder), new BitSet()));
        }
        synchronized (this) {
            publish(parts, snapshot.version() + 1);
        }
    }

    /// Enough to keep every core busy, some 20 MB.
    private static final int AT_ONCE = 8192;

    /// A segment is laid down from memory, 2 kB for each of these.
    private static final int LARGEST_SEGMENT = 2_000_000;

    private List<Entry> describe(List<Reference> references) {
        return team.map(
                references.size(),
                i -> {
                    Reference reference = references.get(i);
                    return Entry.describe(
                            reference.subject().getBytes(StandardCharsets.UTF_8),
                            reference.position().code(),
                            reference.template().minutiae(),
                            projection);
                });
    }

    private Segment lay(List<Entry> entries) {
        SegmentBuilder builder = new SegmentBuilder(projection, team::stepAside);
        entries.forEach(builder::add);
        return lay(builder);
    }

    private Segment lay(SegmentBuilder builder) {
        if (folder == null) {
            return builder.inMemory();
        }
        try {
            return folder.write(builder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Part without(Part part, Collection<String> subjects) {
        BitSet gone = new BitSet();
        for (String subject : subjects) {
            byte[] name = subject.getBytes(StandardCharsets.UTF_8);
            part.segment().fingersOf(name).forEach(gone::set);
        }
        if (gone.isEmpty()) {
            return part;
        }
        gone.or(part.removed());
        return new Part(part.segment(), gone);
    }

    private void publish(List<Part> parts, long version) {
        if (closed) {
            throw new IllegalStateException("the gallery is closed");
        }
        int size = 0;
        for (Part part : parts) {
            size += part.segment().fingers() - part.removed().cardinality();
        }
        Snapshot next = new Snapshot(version, List.copyOf(parts), size);
        if (folder != null) {
            try {
                folder.commit(next);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        snapshot = next;
    }

    /// Segments that a merge would put together: from the first that is not three times as large as
    /// what comes after it, or that is more than a fifth removed. So a finger is copied as often as
    /// its gallery has grown threefold, and a search meets a handful of segments.
    private static int firstToMerge(List<Part> parts) {
        for (int i = 0; i < parts.size(); i++) {
            long after = 0;
            for (Part part : parts.subList(i + 1, parts.size())) {
                after += part.segment().fingers();
            }
            int fingers = parts.get(i).segment().fingers();
            if (fingers < 3 * after || 5 * parts.get(i).removed().cardinality() > fingers) {
                return i;
            }
        }
        return parts.size();
    }

    private void compactIfNeeded() {
        List<Part> parts = snapshot.parts();
        int first = firstToMerge(parts);
        if (compacting || closed || first == parts.size()) {
            return;
        }
        compacting = true;
        List<Part> merged = parts.subList(first, parts.size());
        Thread.ofPlatform().daemon().name("gallery compaction").start(() -> compact(merged));
    }

    private void compact(List<Part> merged) {
        @Nullable RuntimeException failure = null;
        try {
            SegmentBuilder builder = new SegmentBuilder(projection, team::stepAside);
            for (Part part : merged) {
                part.segment().copyTo(builder, part.removed(), team::stepAside);
            }
            @Nullable Segment segment = builder.fingers() == 0 ? null : lay(builder);
            synchronized (this) {
                if (!closed) {
                    swap(merged, segment);
                }
            }
        } catch (RuntimeException e) {
            // The gallery stays as it was, only slower; whoever changes it next tries again.
            failure = e;
        } finally {
            synchronized (this) {
                compacting = false;
                lastFailure = failure;
                if (failure == null && !closed) {
                    compactIfNeeded();
                }
                notifyAll();
            }
        }
    }

    private @Nullable RuntimeException lastFailure;

    /// Puts the merged segment in the place of those it was made of, unless they are gone, with
    /// what was removed from them in the meantime.
    private void swap(List<Part> merged, @Nullable Segment segment) {
        List<Part> now = new ArrayList<>(snapshot.parts());
        int at = 0;
        while (at < now.size() && now.get(at).segment() != merged.getFirst().segment()) {
            at++;
        }
        BitSet removed = new BitSet();
        int finger = 0;
        for (int i = 0; i < merged.size(); i++) {
            if (at + i >= now.size() || now.get(at + i).segment() != merged.get(i).segment()) {
                return;
            }
            BitSet then = merged.get(i).removed();
            BitSet since = now.get(at + i).removed();
            for (int f = 0; f < merged.get(i).segment().fingers(); f++) {
                if (!then.get(f)) {
                    removed.set(finger++, since.get(f));
                }
            }
        }
        now.subList(at, at + merged.size()).clear();
        if (segment != null) {
            now.add(at, new Part(segment, removed));
        }
        // The same fingers in other segments: the same version.
        publish(now, snapshot.version());
    }

    /// Waits until the background has nothing to merge: for a bench or a bulk load, nobody needs
    /// to.
    ///
    /// @throws InterruptedException if the waiting thread is interrupted
    public synchronized void settle() throws InterruptedException {
        while (compacting) {
            wait(100);
        }
        if (lastFailure != null) {
            throw lastFailure;
        }
    }

    /// Reads every byte and checks it, as an operator's check does.
    ///
    /// @throws GalleryException names the file and the first block that is damaged
    public void verify() throws IOException {
        for (Part part : snapshot.parts()) {
            try {
                part.segment().verifyAll();
            } catch (UncheckedIOException e) {
                throw new GalleryException(String.valueOf(e.getMessage()), e);
            }
        }
    }

    /// @return 0 for a new gallery, one more with every change; merging in the background changes
    ///   nothing
    public long version() {
        return snapshot.version();
    }

    /// @return how many fingers are in it
    public int size() {
        return snapshot.size();
    }

    /// @return how many bytes its segments take
    public long byteSize() {
        return snapshot.parts().stream().mapToLong(part -> part.segment().byteSize()).sum();
    }

    Snapshot snapshot() {
        return snapshot;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        if (folder != null) {
            folder.close();
        }
    }
}
