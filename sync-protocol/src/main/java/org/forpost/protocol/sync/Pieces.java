package org.forpost.protocol.sync;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.forpost.protocol.cbor.MalformedException;
import org.forpost.protocol.crypto.Sha256;
import org.forpost.protocol.envelope.Assembly;
import org.forpost.protocol.envelope.Chunk;
import org.forpost.protocol.receipt.Receipt;
import org.jspecify.annotations.Nullable;

/// Envelopes of one node that are not whole yet.
final class Pieces {
    /// One envelope of each priority may be under way, and the four of an earlier contact.
    private static final int MAX_OBJECTS = Receipt.Held.MAX;

    private final Map<Key, Assembly> assemblies = new LinkedHashMap<>();

    /// @param fresh whether the piece had not come before
    /// @param whole the envelope, if this was its last piece
    record Added(boolean fresh, byte @Nullable [] whole) {}

    private record Key(byte[] object) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key that && Arrays.equals(object, that.object);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(object);
        }
    }

    /// @throws MalformedException when this was the last piece and they are not of the object that
    ///   their heads named; they are forgotten, and begin again when they are sent again
    Added add(Chunk chunk) throws MalformedException {
        Key key = new Key(chunk.object());
        Assembly assembly = assemblies.get(key);
        if (assembly == null || !assembly.isFor(chunk)) {
            assembly = new Assembly(chunk);
            assemblies.put(key, assembly);
            if (assemblies.size() > MAX_OBJECTS) {
                assemblies.remove(assemblies.keySet().iterator().next());
            }
        }
        boolean fresh = assembly.add(chunk);
        if (!assembly.complete()) {
            return new Added(fresh, null);
        }
        try {
            return new Added(fresh, assembly.whole());
        } catch (MalformedException e) {
            assemblies.remove(key);
            throw e;
        }
    }

    /// What is not whole yet.
    List<Receipt.Held> held() {
        return assemblies.values().stream()
                .map(one -> new Receipt.Held(one.object(), one.bitmap()))
                .toList();
    }

    /// This envelope has been dealt with.
    void done(byte[] envelope) {
        assemblies.remove(new Key(Sha256.of(envelope)));
    }
}
