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
    public enum Format implements Coded {
        /// ISO/IEC 19794-4 finger image record.
        FINGER_RECORD(1),
        /// ISO/IEC 19794-5 face image record.
        FACE_RECORD(2);

        private final int code;

        Format(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }

    /// SHA-256 of `bytes`.
    public byte[] hash() {
        return Sha256.of(bytes);
    }
}
