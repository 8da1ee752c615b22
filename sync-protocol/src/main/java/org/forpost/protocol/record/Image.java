package org.forpost.protocol.record;

import org.forpost.protocol.crypto.Sha256;

/// A captured image, named by its SHA-256 from the crossing that it belongs to.
///
/// @param crossing the crossing's record
/// @param format how `bytes` are to be read
/// @param bytes as the device sent them, at most 512 KiB: four fingers of a slap at 500 dpi fit
public record Image(RecordId crossing, Format format, byte[] bytes) implements Body {
    public static final int MAX_BYTES = 512 * 1024;

    /// Biometric data block formats, by their number in SPEC.md §1.
    public enum Format {
        /// ISO/IEC 19794-4 finger image record.
        FINGER_RECORD,
        /// ISO/IEC 19794-5 face image record.
        FACE_RECORD;

        private static final Format[] ALL = values();

        /// @param code 1 or 2
        public static Format of(int code) {
            return ALL[code - 1];
        }

        public int code() {
            return ordinal() + 1;
        }
    }

    /// SHA-256 of `bytes`.
    public byte[] hash() {
        return Sha256.of(bytes);
    }
}
