package org.forpost.protocol.journal;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Segments in memory, as a check reads them.
public record MemorySegments(Map<String, byte[]> files) implements JournalCheck.Segments {
    /// The same with one file replaced.
    public MemorySegments with(String name, byte[] bytes) {
        Map<String, byte[]> changed = new TreeMap<>(files);
        changed.put(name, bytes);
        return new MemorySegments(changed);
    }

    @Override
    public List<String> names() {
        return files.keySet().stream().sorted().toList();
    }

    @Override
    public byte[] read(String name, int most) {
        byte[] whole = files.getOrDefault(name, new byte[0]);
        return Arrays.copyOf(whole, Math.min(most, whole.length));
    }
}
