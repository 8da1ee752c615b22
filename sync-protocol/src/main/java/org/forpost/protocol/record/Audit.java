package org.forpost.protocol.record;

/// Something that an auditor would ask about: a start, a refused release, a torn tail that was cut.
///
/// @param event short stable name such as `release-refused`
/// @param detail one line for people, without names of travellers
public record Audit(String event, String detail) implements Body {
    public static final int MAX_EVENT = 64;
    public static final int MAX_DETAIL = 1024;
}
