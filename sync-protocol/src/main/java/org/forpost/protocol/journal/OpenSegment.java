package org.forpost.protocol.journal;

import java.io.IOException;
import org.forpost.protocol.crypto.Aead;

/// One segment of an open journal.
final class OpenSegment {
    private final String name;
    private final Store.Segment file;
    private final Aead key;
    private final Object forcing = new Object();
    private boolean failed;

    OpenSegment(String name, Store.Segment file, Aead key) {
        this.name = name;
        this.file = file;
        this.key = key;
    }

    String name() {
        return name;
    }

    Store.Segment file() {
        return file;
    }

    Aead key() {
        return key;
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
