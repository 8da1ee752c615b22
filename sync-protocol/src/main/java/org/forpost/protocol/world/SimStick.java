package org.forpost.protocol.world;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.forpost.protocol.bundle.Medium;
import org.jspecify.annotations.Nullable;

/// The folder of one bundle on a stick. It may be pulled between any two writes, which are whole or
/// not there, and is as full as its other files leave it.
final class SimStick implements Medium {
    private final Map<String, byte[]> files = new TreeMap<>();
    private final long capacity;
    private int changesLeft = Integer.MAX_VALUE;

    /// @param capacity bytes that a bundle may take
    SimStick(long capacity) {
        this.capacity = capacity;
    }

    /// The same files on another stick.
    SimStick copy() {
        SimStick copy = new SimStick(capacity);
        files.forEach((name, bytes) -> copy.files.put(name, bytes.clone()));
        return copy;
    }

    /// Somebody pulls it after so many more changes.
    void pullAfter(int changes) {
        changesLeft = changes;
    }

    void plugIn() {
        changesLeft = Integer.MAX_VALUE;
    }

    /// Flips a bit of some file.
    void flipBit(Chance chance) {
        byte[] bytes = files.get(any(chance));
        if (bytes != null && bytes.length > 0) {
            bytes[chance.below(bytes.length)] ^= (byte) (1 << chance.below(8));
        }
    }

    void loseFile(Chance chance) {
        files.remove(any(chance));
    }

    private String any(Chance chance) {
        int which = chance.below(Math.max(1, files.size()));
        for (String name : files.keySet()) {
            if (which-- == 0) {
                return name;
            }
        }
        return "";
    }

    private void change() throws IOException {
        if (changesLeft-- <= 0) {
            changesLeft = 0;
            throw new IOException("the stick was pulled");
        }
    }

    @Override
    public byte @Nullable [] read(String name, int most) throws IOException {
        byte[] bytes = files.get(name);
        if (bytes != null && bytes.length > most) {
            throw new IOException(name + " is longer than " + most + " bytes");
        }
        return bytes == null ? null : bytes.clone();
    }

    @Override
    public void write(String name, byte[] bytes) throws IOException {
        change();
        if (bytes.length > room() + length(name)) {
            throw new IOException(name + ": no space left on the stick");
        }
        files.put(name, bytes.clone());
    }

    @Override
    public void delete(String name) throws IOException {
        if (files.containsKey(name)) {
            change();
            files.remove(name);
        }
    }

    @Override
    public long length(String name) {
        byte[] bytes = files.get(name);
        return bytes == null ? 0 : bytes.length;
    }

    @Override
    public long room() {
        return capacity - files.values().stream().mapToLong(one -> one.length).sum();
    }
}
