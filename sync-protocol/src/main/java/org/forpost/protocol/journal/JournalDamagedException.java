package org.forpost.protocol.journal;

/// Something that had been made durable is no longer what it was. The message names segment, offset
/// and entry; nothing is repaired silently.
public final class JournalDamagedException extends Exception {
    private static final long serialVersionUID = 1L;

    JournalDamagedException(String segment, long offset, String what) {
        super(
                "journal segment "
                        + segment
                        + " is damaged at byte "
                        + offset
                        + ": "
                        + what
                        + ". Keep the disk as it is, and restore this node from its peers and the hub.");
    }
}
