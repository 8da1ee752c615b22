package org.forpost.matching;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The fingers of many people, searched by [Identifier]. It changes while searches go on: a search
/// sees the whole of one version, never a part of two, and never waits for a change.
public final class Gallery implements AutoCloseable {

    /// What a search sees: never changes.
    record Snapshot(long version, List<Reference> references) {}

    private volatile Snapshot snapshot = new Snapshot(0, List.of());

    private Gallery() {}

    /// An empty gallery that lives as long as this process.
    public static Gallery inMemory() {
        return new Gallery();
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
    /// fingers names the person in both.
    public synchronized void update(Collection<Reference> added, Collection<String> removed) {
        Set<String> gone = new HashSet<>(removed);
        List<Reference> next = new ArrayList<>(snapshot.references().size() + added.size());
        for (Reference reference : snapshot.references()) {
            if (!gone.contains(reference.subject())) {
                next.add(reference);
            }
        }
        next.addAll(added);
        snapshot = new Snapshot(snapshot.version() + 1, List.copyOf(next));
    }

    /// Puts a new content in place of the old in one step.
    public synchronized void replace(Collection<Reference> all) {
        snapshot = new Snapshot(snapshot.version() + 1, List.copyOf(all));
    }

    /// @return 0 for a new gallery, one more with every change
    public long version() {
        return snapshot.version();
    }

    /// @return how many fingers are in it
    public int size() {
        return snapshot.references().size();
    }

    Snapshot snapshot() {
        return snapshot;
    }

    @Override
    public void close() {}
}
