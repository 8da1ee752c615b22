package org.forpost.matching;

import java.nio.charset.StandardCharsets;

/// One finger of one person, as a gallery keeps it.
///
/// @param subject whose finger it is; the caller's own identifier, 1 to 64 bytes of UTF-8. A
///   person's fingers bear the same one.
/// @param position which finger it is, as far as known
/// @param template its minutiae
public record Reference(String subject, FingerPosition position, Template template) {

    /// A UUID takes 36 bytes, a SHA-256 in hex 64; longer names would outgrow the fingers they
    /// name.
    public static final int LONGEST_SUBJECT = 64;

    public Reference {
        int length = subject.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > LONGEST_SUBJECT) {
            throw new IllegalArgumentException(
                    "subject of " + length + " bytes, expected 1 to " + LONGEST_SUBJECT);
        }
    }
}
