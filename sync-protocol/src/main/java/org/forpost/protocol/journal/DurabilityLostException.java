package org.forpost.protocol.journal;

import java.io.IOException;

/// A `force` failed. What the disk holds is unknown (the kernel may have dropped the dirty pages:
/// Rebello and others, *Can Applications Recover from fsync Failures?*, USENIX ATC 2020), so the
/// process stops and finds out at its next start; it never tries again.
public final class DurabilityLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DurabilityLostException(IOException cause) {
        super("the disk did not confirm that the journal is durable: " + cause.getMessage(), cause);
    }
}
