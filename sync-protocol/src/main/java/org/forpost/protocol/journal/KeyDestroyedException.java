package org.forpost.protocol.journal;

import java.io.IOException;

/// An entry whose key this node has destroyed: the hub had receipted it, and the retention time had
/// passed. Only the hub can read it now.
public final class KeyDestroyedException extends IOException {
    private static final long serialVersionUID = 1L;

    KeyDestroyedException(String what) {
        super(what + " can no longer be read here: its key was destroyed after the retention time");
    }
}
