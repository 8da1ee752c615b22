package org.forpost.protocol.journal;

/// Something that a check found.
///
/// @param damage false for what a power cut leaves behind and the next start puts right by itself
/// @param segment name of the file; empty where none is meant
/// @param offset of the first byte meant, 0 for the header
/// @param entry sequence of the entry meant, 0 for none
/// @param what one line for people
public record Finding(boolean damage, String segment, long offset, long entry, String what) {
    @Override
    public String toString() {
        return (damage ? "DAMAGE " : "note ")
                + (segment.isEmpty() ? "" : segment + " at byte " + offset + ": ")
                + what;
    }
}
