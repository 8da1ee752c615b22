package org.forpost.protocol.journal;

import java.io.IOException;
import java.util.Arrays;
import org.forpost.protocol.crypto.Aead;
import org.jspecify.annotations.Nullable;

/// One segment of an open journal.
final class OpenSegment {
    private final String name;
    private final Store.Segment file;
    private final byte[] incarnation;
    private @Nullable Aead key;
    private Head @Nullable [] ended;
    private final Object forcing = new Object();
    private boolean failed;

    /// @param key null where it was destroyed
    OpenSegment(String name, Store.Segment file, byte[] incarnation, @Nullable Aead key) {
        this.name = name;
        this.file = file;
        this.incarnation = incarnation;
        this.key = key;
    }

    String name() {
        return name;
    }

    Store.Segment file() {
        return file;
    }

    /// @throws KeyDestroyedException when there is none any more
    Aead key() throws KeyDestroyedException {
        if (key == null) {
            throw new KeyDestroyedException("journal segment " + name);
        }
        return key;
    }

    boolean keyDestroyed() {
        return key == null;
    }

    /// Writes over the node's wrapping of the key, in place, and forces it. The key itself goes
    /// with the memory of this object.
    void destroyKey() throws IOException {
        file.overwrite(SegmentHeader.NODE_WRAP_AT, new byte[SegmentKeys.NODE_WRAP_BYTES]);
        key = null;
    }

    boolean isOf(byte[] one) {
        return Arrays.equals(incarnation, one);
    }

    /// Another segment follows.
    ///
    /// @param heads of the chains after its last entry
    void close(Head[] heads) {
        ended = heads.clone();
    }

    /// Null while it is the last one.
    Head @Nullable [] ended() {
        return ended;
    }

    /// Forces, one caller at a time and never again after a failure: the kernel reports a lost
    /// write to one caller only, and tells the next that all is well.
    void force() throws IOException {
        synchronized (forcing) {
            if (failed) {
                throw new IOException("an earlier force of " + name + " failed");
            }
            boolean done = false;
            try {
                file.force();
                done = true;
            } finally {
                failed = !done;
            }
        }
    }
}
